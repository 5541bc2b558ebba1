import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './world.mjs';
import { until, visit } from './visit.mjs';

let world;
before(async () => (world = await start()));
after(() => world.stop());

const change = (complete, empty, brand) => ({ type: 'change', detail: { complete, empty, brand } });

/** Has the form say all of it, and waits until the page has heard. */
async function say(shopper, messages) {
  const frame = await shopper.frame();
  await frame.evaluate((messages) => [...messages, { type: 'error', code: 'a_marker', final: false }].forEach((message) => fake.say(message)), messages);
  await shopper.events('error');
}

test('how far the form is and where the focus is are told as the form says it', async () => {
  const shopper = await visit(world);
  await shopper.open();
  const told = [
    change(false, true, null), change(false, false, 'visa'), { type: 'focus', detail: { field: 'expiry' } },
    { type: 'blur', detail: { field: 'brand' } }, change(true, false, 'mydebit'),
  ];
  await say(shopper, told);
  const heard = await shopper.page.evaluate(() => heard.filter(([name]) => /change|focus|blur/.test(name)));
  assert.deepEqual(heard, told.map(({ type, detail }) => [type, detail]));
  assert.equal(await shopper.page.evaluate(() => card.ignored), 0);
  await shopper.leave();
});

test('nothing but that passes: each other message is counted, and no digit of it heard', async () => {
  const shopper = await visit(world);
  await shopper.open();
  const detail = change(true, false, 'visa').detail;
  const bad = [
    { type: 'change' },
    { type: 'change', detail: JSON.stringify(detail) },
    { type: 'change', complete: true, empty: false, brand: 'visa' },
    ...[
      { complete: 1 }, { complete: 'true' }, { complete: null }, { complete: 4242 }, { empty: 0 }, { empty: undefined },
      { brand: '4242' }, { brand: 'visa4242' }, { brand: '' }, { brand: 42 }, { brand: ['visa'] }, { brand: undefined }, { pan: '4242424242424242' },
    ].map((member) => ({ type: 'change', detail: { ...detail, ...member } })),
    { type: 'focus', detail },
    { type: 'focus', detail: { field: '4242' } },
    { type: 'blur', detail: { field: 'number', value: '4242' } },
    { type: 'blur', field: 'number' },
    { type: 'keydown', detail: { field: 'number' } },
    { type: ['change'], detail: { field: 'number' } },
  ];
  await say(shopper, bad);
  const said = await shopper.page.evaluate(() => JSON.stringify(heard.filter(([name]) => name !== 'ready' && name !== 'open' && name !== 'error')));
  assert.equal(said, '[]');
  assert.equal(await shopper.page.evaluate(() => card.ignored), bad.length);
  assert.match(JSON.stringify(bad), /4242/, 'the digits were there to be heard');
  console.log(`${bad.length} malformed messages refused`);
  await shopper.leave();
});

test('a form in the page has what its own button and its own focus need; a pop-up has not', async () => {
  const shopper = await visit(world, { card: { button: false } });
  const { page } = shopper;
  assert.match(shopper.errors[0], /there is no option button: /);
  assert.deepEqual(await page.evaluate(() => ['submit', 'focus'].map((method) => typeof card[method])), ['undefined', 'undefined']);
  await page.evaluate(async () => {
    card.destroy();
    const { load } = await import('/inline.js');
    window.card = load('pk_test_ok', { vaultOrigin: vault }).card({ place: document.querySelector('p'), button: false });
    card.open();
  });
  await page.locator('cardseal-card section.shown').waitFor({ state: 'attached' });
  const frame = await shopper.frame();
  const received = () => frame.evaluate(() => fake.received);
  assert.equal((await received()).find(({ type }) => type === 'options').button, false);
  await page.evaluate(() => card.submit());
  await until(async () => (await received()).at(-1).type === 'submit');
  assert.ok(!(await received()).some(({ type }) => type === 'open'), 'the focus is the page’s');
  await page.evaluate(() => card.focus());
  await shopper.inside.locator('#number:focus').waitFor();
  assert.deepEqual((await received()).at(-1), { type: 'open' });
  assert.equal(shopper.errors.length, 1);
  await shopper.leave();
});

test('<cardseal-form> tells the same as events of its own', async () => {
  const shopper = await visit(world);
  const { page } = shopper;
  await page.evaluate(async () => {
    card.destroy();
    await import('/element.js');
    window.form = document.createElement('cardseal-form');
    form.setAttribute('publishable-key', 'pk_test_ok');
    form.setAttribute('vault-origin', vault);
    form.setAttribute('button', 'false');
    for (const name of ['change', 'focus', 'blur', 'loaderror', 'open', 'close']) form.addEventListener(name, ({ type, detail }) => heard.push([type, detail]));
    heard.length = 0;
    document.querySelector('p').append(form);
  });
  const frame = await shopper.frame();
  await until(() => frame.evaluate(() => fake.received.some(({ type }) => type === 'options')));
  const told = [change(false, false, 'jcb'), { type: 'focus', detail: { field: 'name' } }, { type: 'blur', detail: { field: 'name' } }];
  await frame.evaluate((told) => told.forEach((message) => fake.say(message)), told);
  await shopper.events('blur');
  assert.deepEqual(await page.evaluate(() => heard), [['open', null], ...told.map(({ type, detail }) => [type, detail])]);
  assert.equal(await frame.evaluate(() => fake.received.find(({ type }) => type === 'options').button), false);

  await page.evaluate(() => form.submit());
  await until(() => frame.evaluate(() => fake.received.at(-1).type === 'submit'));
  await page.evaluate(() => form.focus());
  await shopper.inside.locator('#number:focus').waitFor();
  await frame.evaluate(() => location.reload());
  assert.deepEqual(await shopper.events('loaderror'), [{ code: 'frame_lost' }]);
  const before = world.asked.length;
  await page.evaluate(() => form.retry());
  await until(() => world.asked.length === before + 1);
  assert.deepEqual(shopper.errors, []);
  await shopper.leave();
});
