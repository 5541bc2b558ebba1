import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './world.mjs';
import { until, visit } from './visit.mjs';

let world;
before(async () => (world = await start()));
after(() => world.stop());

const ignored = (shopper) => shopper.page.evaluate(() => card.ignored);

test('a ready from the frame gets one port, the options, and then the open message', async () => {
  const shopper = await visit(world, { card: { locale: 'ja', submit: '確認へ', name: true, appearance: { radius: '4px' } } });
  await shopper.open();
  const frame = await shopper.frame();
  assert.equal(await frame.evaluate(() => fake.connects), 1);
  const received = await frame.evaluate(() => fake.received);
  assert.deepEqual(received[0], { type: 'options', lang: 'en', locale: 'ja', submit: '確認へ', name: true, appearance: { radius: '4px' } });
  assert.deepEqual(received.at(-1), { type: 'open' });
  assert.equal(await ignored(shopper), 0);
  await shopper.leave();
});

test('the frame is asked for with the key and the page’s origin, or with the session alone', async () => {
  const shopper = await visit(world);
  await shopper.frame();
  const asked = world.asked.at(-1);
  const url = new URL(asked.url, world.vault);
  assert.equal(url.pathname, '/v1/frame');
  assert.deepEqual([...url.searchParams], [['key', 'pk_test_ok'], ['origin', world.shop]]);
  assert.equal(asked.headers.referer, `${world.shop}/`);
  assert.equal(asked.headers['sec-fetch-dest'], 'iframe');
  await shopper.leave();

  const other = await visit(world, { card: { session: 'cs_test_abc.def' } });
  await other.frame('/v1/frame/cs_test_abc.def');
  assert.equal(world.asked.at(-1).url, '/v1/frame/cs_test_abc.def');
  await other.leave();
});

test('the language that will be needed goes along in the fragment, and to no server', async () => {
  for (const [card, language] of [[{ locale: 'th' }, 'th'], [{ locale: 'auto' }, 'en'], [{}, 'en'], [{ locale: 'ja', session: 'cs_test_abc.def' }, 'ja']]) {
    const shopper = await visit(world, { card });
    await shopper.frame();
    const source = await shopper.page.locator('cardseal-card iframe').getAttribute('src');
    assert.equal(new URL(source).hash, `#${language}`);
    assert.ok(!world.asked.at(-1).url.includes('#'));
    await shopper.leave();
  }
});

test('words for texts are said one by one, before the options they belong to', async () => {
  const shopper = await visit(world, { card: { texts: { submit: 'Pay', sealed_for: 'x'.repeat(5000), close: undefined } } });
  const frame = await shopper.frame();
  await until(() => frame.evaluate(() => fake.received.length === 3));
  const words = (text) => [{ type: 'text', key: 'submit', text }, { type: 'text', key: 'sealed_for', text: 'x'.repeat(121) }];
  assert.deepEqual((await frame.evaluate(() => fake.received)).slice(0, 2), words('Pay'));
  // Others stay when another option changes, and go when they are given anew.
  await shopper.page.evaluate(() => card.update({ name: true }));
  await until(() => frame.evaluate(() => fake.received.length === 6));
  await shopper.page.evaluate(() => card.update({ texts: { submit: 'Buy' } }));
  await until(() => frame.evaluate(() => fake.received.length === 8));
  const received = await frame.evaluate(() => fake.received.map(({ type, text }) => [type, text?.length]));
  assert.deepEqual(received.slice(3), [['text', 3], ['text', 121], ['options', undefined], ['text', 3], ['options', undefined]]);
  await shopper.leave();
});

test('the frame element has exactly the attributes that keep it apart', async () => {
  const shopper = await visit(world);
  const attributes = await shopper.page.locator('cardseal-card iframe').evaluate((element) =>
    Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])));
  assert.deepEqual(Object.keys(attributes).sort(), ['allow', 'aria-labelledby', 'credentialless', 'hidden', 'loading', 'referrerpolicy', 'sandbox', 'src']);
  assert.equal(attributes.sandbox, 'allow-scripts allow-same-origin');
  assert.equal(attributes.allow, '');
  assert.equal(attributes.referrerpolicy, 'origin');
  assert.equal(attributes.loading, 'eager');
  await shopper.leave();
});

test('a second ready of the same document gets nothing and is counted', async () => {
  const shopper = await visit(world, { key: 'pk_test_twice' });
  await shopper.open();
  await until(() => ignored(shopper));
  assert.equal(await ignored(shopper), 1);
  assert.equal(await (await shopper.frame()).evaluate(() => fake.connects), 1);
  await shopper.leave();
});

test('a ready from elsewhere gets nothing and is counted; from the frame it is taken', async () => {
  const shopper = await visit(world, { key: 'pk_test_silent' });
  const frame = await shopper.frame();
  await shopper.page.evaluate(async (url) => {
    const ready = { cardseal: 1, type: 'ready' };
    // The page itself, and a frame of the vault's origin that is not ours.
    window.postMessage(ready, '*');
    const foreign = document.createElement('iframe');
    foreign.src = url;
    document.body.append(foreign);
  }, `${world.vault}/v1/frame?key=pk_test_ok&origin=${encodeURIComponent(world.shop)}`);
  await until(async () => (await ignored(shopper)) >= 2);
  assert.equal(await ignored(shopper), 2);
  assert.equal(await frame.evaluate(() => fake.connects), 0);

  await frame.evaluate(() => fake.ready());
  await until(() => frame.evaluate(() => fake.connects === 1));
  assert.equal(await ignored(shopper), 2);
  await shopper.leave();
});

test('a document of another origin in the frame gets nothing, whatever it says', async () => {
  const shopper = await visit(world, { key: 'pk_test_silent' });
  await shopper.frame();
  // The same server under another name: all that differs is the origin.
  const elsewhere = `${world.vault.replace('vault.', '3ds.vault.')}/v1/frame?key=pk_test_ok&origin=${encodeURIComponent(world.shop)}`;
  await shopper.page.locator('cardseal-card iframe').evaluate((element, url) => (element.src = url), elsewhere);
  await until(() => ignored(shopper));
  assert.equal(await ignored(shopper), 1);
  const frame = shopper.page.frames().find((frame) => frame.url() === elsewhere);
  assert.equal(await frame.evaluate(() => fake.connects), 0);
  await shopper.leave();
});

test('malformed and unknown messages are counted, window messages of others are not, and the form lives on', async () => {
  const shopper = await visit(world);
  await shopper.open();
  const frame = await shopper.frame();
  const bad = ['', 'x', 'null', '7', '[]', '{}', '{"type":1}', '{"type":"unknown"}', `{"type":"cancel","x":"${'y'.repeat(4096)}"}`, '{"type":"height","px":"9"}', '{"type":"authenticated"}'];
  await frame.evaluate((bad) => bad.forEach((text) => fake.say(text)), bad);
  await frame.evaluate(() => fake.post({ cardseal: 2, type: 'ready' }));
  await shopper.page.evaluate(() => {
    window.postMessage({ source: 'a-devtool' }, '*');
    window.postMessage('a string', '*');
    window.postMessage(null, '*');
  });
  await until(async () => (await ignored(shopper)) >= bad.length + 1);
  await frame.evaluate(() => fake.say({ type: 'cancel' }));
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'cancelled' } }]);
  console.log(`${bad.length + 1} bad messages ignored`);
  assert.equal(await ignored(shopper), bad.length + 1);
  assert.deepEqual(shopper.errors, []);
  await shopper.leave();
});
