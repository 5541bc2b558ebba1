import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './world.mjs';
import { until, visit } from './visit.mjs';

let world;
before(async () => (world = await start()));
after(() => world.stop());

const failed = (shopper) => shopper.page.locator('cardseal-card section.failed').waitFor();

test('a form that does not come is told to the shopper and the developer; Try again loads another', async () => {
  const shopper = await visit(world, { key: 'pk_test_silent', load: { timeoutMs: 300 } });
  const first = await shopper.page.evaluate(() => {
    open_();
    return document.querySelector('cardseal-card').shadowRoot.querySelector('[role=status]').textContent;
  });
  assert.equal(first, 'Loading…');
  await failed(shopper);
  await shopper.page.getByRole('status').filter({ hasText: 'Nothing was sent' }).waitFor();
  assert.deepEqual(await shopper.events('loaderror'), [{ code: 'timeout' }]);
  assert.equal(shopper.errors.length, 1);
  assert.match(shopper.errors[0], /frame-src/);

  const before = world.asked.length;
  const retry = shopper.page.getByRole('button', { name: 'Try again' });
  assert.equal(await retry.evaluate((button) => button.getRootNode().activeElement === button), true);
  await retry.click();
  await until(() => world.asked.length === before + 1);
  const frame = await shopper.frame();
  await frame.evaluate(() => fake.ready());
  await shopper.inside.locator('#number:focus').waitFor();
  await shopper.page.evaluate(() => card.close());
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'cancelled' } }]);
  await shopper.leave();
});

test('leaving a form that did not come answers timeout', async () => {
  const shopper = await visit(world, { key: 'pk_test_silent', load: { timeoutMs: 50 } });
  await shopper.page.evaluate(() => open_());
  await failed(shopper);
  await shopper.page.getByRole('button', { name: 'Close' }).click();
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'timeout' } }]);
  await shopper.leave();
});

test('a form that connects but is not drawn counts as not come', async () => {
  const shopper = await visit(world, { key: 'pk_test_undrawn', load: { timeoutMs: 300 } });
  await shopper.page.evaluate(() => open_());
  await failed(shopper);
  await shopper.leave();
});

test('a form that comes late is taken all the same', async () => {
  const shopper = await visit(world, { key: 'pk_test_silent', load: { timeoutMs: 50 } });
  await shopper.page.evaluate(() => open_());
  await failed(shopper);
  await (await shopper.frame()).evaluate(() => fake.ready());
  await shopper.inside.locator('#number:focus').waitFor();
  await shopper.page.evaluate(() => card.close());
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'cancelled' } }]);
  await shopper.leave();
});

test('a form that did not come while hidden is loaded anew when it is wanted', async () => {
  const shopper = await visit(world, { key: 'pk_test_silent', load: { timeoutMs: 200 } });
  await shopper.events('loaderror');
  const before = world.asked.length;
  await shopper.page.evaluate(() => open_());
  await until(() => world.asked.length === before + 1);
  await shopper.leave();
});

test('a final error before the form is drawn is not forgotten when it is', async () => {
  const shopper = await visit(world, { key: 'pk_test_undrawn' });
  await shopper.page.evaluate(() => open_());
  const frame = await shopper.frame();
  await until(() => frame.evaluate(() => fake.received.length));
  await frame.evaluate(() => {
    fake.say({ type: 'error', code: 'keys_refused', final: true });
    fake.say({ type: 'drawn' });
  });
  await shopper.page.locator('cardseal-card section.shown').waitFor({ state: 'attached' });
  await shopper.page.evaluate(() => card.close());
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'keys_refused' } }]);
  await shopper.leave();
});

test('open() while a form that did not come is told of answers why, and tries again', async () => {
  const shopper = await visit(world, { key: 'pk_test_silent', load: { timeoutMs: 50 } });
  await shopper.page.evaluate(() => open_());
  await failed(shopper);
  const before = world.asked.length;
  await shopper.page.evaluate(() => open_());
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'timeout' } }]);
  await until(() => world.asked.length === before + 1);
  await shopper.leave();
});

test('a wait longer than a timer can be told does not end at once', async () => {
  const shopper = await visit(world, { key: 'pk_test_silent', load: { timeoutMs: 100 } });
  await shopper.page.evaluate(() => {
    window.ended = [];
    for (const timeoutMs of [Infinity, 2 ** 31, 2 ** 32 + 1, 100]) {
      load('pk_test_silent', { vaultOrigin: vault, timeoutMs }).card().on('loaderror', () => ended.push(timeoutMs));
    }
  });
  // The twin, made last, has ended: so would have the others.
  await shopper.page.waitForFunction(() => ended.length);
  assert.deepEqual(await shopper.page.evaluate(() => ended), [100]);
  await shopper.leave();
});

test('a frame that loads something else is given up, and can be tried again', async () => {
  const shopper = await visit(world);
  await shopper.open();
  await (await shopper.frame()).evaluate(() => location.reload());
  await failed(shopper);
  assert.deepEqual(await shopper.events('loaderror'), [{ code: 'frame_lost' }]);
  await shopper.page.getByRole('button', { name: 'Try again' }).click();
  await shopper.inside.locator('#number:focus').waitFor();
  await shopper.leave();
});

test('a pop-up that was taken out of the page opens with a new form', async () => {
  const shopper = await visit(world);
  await shopper.open();
  await shopper.page.evaluate(() => {
    card.close();
    document.querySelector('cardseal-card').remove();
    open_();
  });
  await failed(shopper);
  await shopper.page.getByRole('button', { name: 'Try again' }).click();
  await shopper.inside.locator('#number:focus').waitFor();
  await shopper.leave();
});

test('a page that comes back from the browser’s cache gets a new form, also while it is open', async () => {
  const shopper = await visit(world);
  await shopper.open();
  const before = world.asked.length;
  await shopper.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false })));
  await shopper.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await until(() => world.asked.length > before);
  await shopper.inside.locator('#number:focus').waitFor();
  assert.equal(world.asked.length, before + 1);
  assert.deepEqual(await shopper.page.evaluate(() => answers), []);
  await shopper.leave();
});

test('retry() loads the form anew at once, shown or hidden, and nothing after destroy()', async () => {
  const shopper = await visit(world, { key: 'pk_test_silent', load: { timeoutMs: 100 } });
  await shopper.events('loaderror');
  const retry = async () => {
    const [before, old] = [world.asked.length, await shopper.frame()];
    await shopper.page.evaluate(() => card.retry());
    await until(() => world.asked.length === before + 1 && old.isDetached());
  };
  await retry();
  await shopper.events('loaderror', 2);
  await shopper.page.evaluate(() => open_());
  await failed(shopper);
  await retry();
  await (await shopper.frame()).evaluate(() => fake.ready());
  await shopper.inside.locator('#number:focus').waitFor();
  assert.deepEqual(await shopper.events('error', 0), []);
  await shopper.page.evaluate(() => {
    card.destroy();
    card.retry();
  });
  assert.equal(await shopper.page.locator('cardseal-card').count(), 0);
  await shopper.leave();
});
