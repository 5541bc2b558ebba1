import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './world.mjs';
import { until, visit } from './visit.mjs';

let world;
before(async () => (world = await start()));
after(() => world.stop());

test('an option that does not exist is named once, with those that do', async () => {
  const card = { colour: 1, local: 'ja', titel: 'x', appearance: { colourPrimary: '#000', radious: '1px' } };
  const shopper = await visit(world, { card });
  await shopper.page.evaluate(() => {
    card.update({ titel: 'again' });
    card.update({ titel: 'and again' });
  });
  const there = Object.fromEntries(shopper.errors.map((text) => /no option (\w+): there are (\S+)\. See docs\/frontend$/.exec(text).slice(1)));
  assert.equal(shopper.errors.length, 5, 'each once');
  for (const name of ['colour', 'local', 'titel']) assert.equal(there[name], 'locale,texts,submit,title,name,appearance');
  for (const name of ['colourPrimary', 'radious']) assert.equal(there[name], 'theme,colorPrimary,colorBackground,colorText,colorDanger,radius,spacing,font,rules');
  await shopper.leave();
});

test('right options are not complained of, and none that is unknown reaches the frame', async () => {
  const good = { locale: 'en', submit: 'Pay', title: 'Pay', name: false, appearance: { theme: 'dark', colorPrimary: '#123', radius: '0px', spacing: '8px', font: 'mono', rules: { 'input': { borderWidth: '2px' }, 'label': {} } } };
  const shopper = await visit(world, { card: good });
  await shopper.open();
  const { title, ...told } = good;
  const frame = await shopper.frame();
  const received = (await frame.evaluate(() => fake.received)).slice(0, 2);
  assert.deepEqual(received, [{ type: 'text', key: 'title', text: title }, { type: 'options', lang: 'en', ...told }]);
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
  assert.deepEqual(shopper.errors, sentences.map((sentence) => `Cardseal: ${sentence}. See docs/frontend`));
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

test('half a character, given or made by the cut, is told as one that the frame can read', async () => {
  for (const submit of ['\ud83d', `${'x'.repeat(120)}😀`]) {
    const shopper = await visit(world, { card: { submit } });
    await shopper.open();
    const [told] = await (await shopper.frame()).evaluate(() => fake.received);
    assert.equal(told.submit.at(-1), '\ufffd');
    await shopper.leave();
  }
});

test('a session is not among what update() changes, and the developer is told so', async () => {
  const shopper = await visit(world, { card: { session: 'cs_test_abc.def' } });
  await shopper.open();
  assert.deepEqual(shopper.errors, []);
  const before = world.asked.length;
  await shopper.page.evaluate(() => card.update({ session: 'cs_test_other.def', name: true }));
  const frame = await shopper.frame('/v1/frame/cs_test_abc.def');
  await until(() => frame.evaluate(() => fake.received.at(-1).name === true));
  assert.ok((await frame.evaluate(() => fake.received)).every((message) => !('session' in message)));
  assert.equal(world.asked.length, before);
  assert.deepEqual(shopper.errors, ['Cardseal: there is no option session: there are locale,texts,submit,title,name,appearance. See docs/frontend']);
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
