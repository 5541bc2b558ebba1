import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './world.mjs';
import { until, visit } from './visit.mjs';

let world;
before(async () => (world = await start()));
after(() => world.stop());

const CYCLES = 20;
const COUNTED = ['Nodes', 'JSEventListeners', 'Documents', 'Frames', 'AdSubframes'];

/** What Chromium counts in the page's process once garbage is collected. */
async function counter(shopper) {
  const session = await shopper.page.context().newCDPSession(shopper.page);
  await session.send('Performance.enable');
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.filter(({ name }) => COUNTED.includes(name)).map(({ name, value }) => [name, value]));
  };
}

/** Twenty openings of one card, each really drawn, and its end; `leak` is what the twin leaves behind. */
async function cycles(shopper, leak) {
  await shopper.page.evaluate(() => {
    window.card = make();
    // One that outlives the card.
    window.controller ??= new AbortController();
  });
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    await shopper.page.evaluate(() => void card.open({ signal: controller.signal }));
    await shopper.page.locator('cardseal-card section.shown').waitFor({ state: 'attached' });
    await shopper.page.evaluate(() => card.close());
  }
  await shopper.page.evaluate(leak);
  await shopper.page.evaluate(() => card.destroy());
}

test(`after ${CYCLES} openings and destroy() no node, listener or frame is left`, async () => {
  const shopper = await visit(world);
  await shopper.page.evaluate(() => card.destroy());
  const count = await counter(shopper);
  // Once before counting: what the browser and the driver keep from their first time is not ours.
  await cycles(shopper, () => {});
  const before = await count();
  const same = async () => JSON.stringify(await count()) === JSON.stringify(before);
  assert.ok(before.Nodes > 0 && before.JSEventListeners >= 0 && before.Frames > 0, JSON.stringify(before));

  await cycles(shopper, () => {});
  await until(same);
  console.log(`before and after: ${JSON.stringify(before)}`);
  assert.equal(shopper.page.frames().length, 1);
  assert.equal(await shopper.page.evaluate(() => document.adoptedStyleSheets.length), 0);

  // The twin: one forgotten listener, and one forgotten element, are seen.
  await cycles(shopper, () => addEventListener('message', () => {}));
  await until(async () => (await count()).JSEventListeners === before.JSEventListeners + 1);
  await cycles(shopper, () => void (window.kept = document.createElement('p')));
  await until(async () => (await count()).Nodes === before.Nodes + 1);
  await shopper.leave();
});

test('destroy() stops the timer that would have reported a form that did not come', async () => {
  const shopper = await visit(world, { key: 'pk_test_silent', load: { timeoutMs: 300 } });
  await shopper.page.evaluate(() => {
    window.twin = [];
    make().on('loaderror', ({ code }) => twin.push(code));
    card.destroy();
  });
  // The twin, made later, has reported: so would have the one that was destroyed.
  await shopper.page.waitForFunction(() => twin.length === 1);
  assert.deepEqual(await shopper.page.evaluate(() => heard), []);
  await shopper.leave();
});
