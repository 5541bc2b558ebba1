import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './world.mjs';
import { until, visit } from './visit.mjs';

let world;
before(async () => (world = await start()));
after(() => world.stop());

test('an option that does not exist is named once, with the one that was probably meant', async () => {
  const card = { colour: 1, local: 'ja', titel: 'x', appearance: { colourPrimary: '#000', primaryColor: '#000', radious: '1px', backgroundColor: '#fff' } };
  const shopper = await visit(world, { card });
  await shopper.page.evaluate(() => {
    card.update({ titel: 'again' });
    card.update({ titel: 'and again' });
  });
  const meant = Object.fromEntries(shopper.errors.map((text) => /no option (\w+): the nearest is (\w+)/.exec(text).slice(1)));
  assert.equal(shopper.errors.length, 7, 'each once');
  delete meant.colour;
  assert.deepEqual(meant, {
    local: 'locale', titel: 'title', colourPrimary: 'colorPrimary', primaryColor: 'colorPrimary', radious: 'radius', backgroundColor: 'colorBackground',
  });
  await shopper.leave();
});

test('right options are not complained of, and none that is unknown reaches the frame', async () => {
  const good = { locale: 'en', submit: 'Pay', title: 'Pay', name: false, appearance: { theme: 'dark', colorPrimary: '#123', radius: '0px', spacing: '8px', font: 'mono' } };
  const shopper = await visit(world, { card: good });
  await shopper.open();
  const { title, ...told } = good;
  const frame = await shopper.frame();
  assert.deepEqual((await frame.evaluate(() => fake.received))[0], { type: 'options', lang: 'en', ...told });
  assert.deepEqual(shopper.errors, []);
  await shopper.page.evaluate(() => card.update({ constructor: 1, appearance: { theme: 'dark', __proto__x: 1 } }));
  await until(() => frame.evaluate(() => fake.received.at(-1).type === 'options'));
  assert.deepEqual(await frame.evaluate(() => Object.keys(fake.received.at(-1).appearance)), ['theme']);
  assert.equal(shopper.errors.length, 2);
  await shopper.leave();
});

test('what the frame complains of is told once each', async () => {
  const shopper = await visit(world);
  const frame = await shopper.frame();
  await shopper.open();
  const sentences = ['locale must be auto|ja|en', 'texts.nmber is not in docs/languages.md'];
  for (let time = 0; time < 2; time += 1) {
    await frame.evaluate((sentences) => sentences.forEach((sentence) => fake.say({ type: 'complaint', sentence })), sentences);
  }
  await frame.evaluate(() => fake.say({ type: 'error', code: 'a_marker', final: false }));
  await shopper.events('error');
  assert.deepEqual(shopper.errors, sentences.map((sentence) => `Cardseal: ${sentence}.`));
  assert.equal(await shopper.page.evaluate(() => card.ignored), 0);
  await shopper.leave();
});

test('a text too long for a message is cut, so that the frame can refuse it', async () => {
  const shopper = await visit(world, { card: { submit: 'x'.repeat(5000), appearance: { font: 'y'.repeat(5000) } } });
  await shopper.open();
  const [{ submit, appearance }] = await (await shopper.frame()).evaluate(() => fake.received);
  assert.ok(submit.length > 60 && submit.length < 200 && appearance.font.length < 200);
  await shopper.leave();
});

test('options of the wrong shape throw nothing', async () => {
  for (const card of [null, 'text', 7, [], { appearance: null }, { appearance: 'dark' }, { appearance: { theme: 5, radius: {} } }, { locale: 9, title: {}, submit: null }]) {
    const shopper = await visit(world, { card });
    await shopper.open();
    assert.equal(shopper.errors.filter((text) => text.startsWith('uncaught')).length, 0, JSON.stringify(card));
    await shopper.leave();
  }
});

test('a session that is none is refused instead of opening a session without its limits', async () => {
  const shopper = await visit(world);
  for (const session of ['', null, 'sk_test_x', 7, 'cs_a/../b', {}]) {
    const said = await shopper.page.evaluate((session) => {
      try { make({ session }); } catch (error) { return `${error.name} ${error.message}`; }
    }, session);
    assert.match(said, /^TypeError Cardseal: session must be cs_/, JSON.stringify(session));
  }
  assert.equal(await shopper.page.locator('cardseal-card').count(), 1);
  await shopper.leave();
});
