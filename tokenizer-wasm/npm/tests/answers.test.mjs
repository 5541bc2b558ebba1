import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './world.mjs';
import { ANSWER, tokenMessage, until, visit } from './visit.mjs';

let world;
before(async () => (world = await start()));
after(() => world.stop());

const EXPECTED = Object.fromEntries(Object.entries(ANSWER).filter(([name]) => name !== 'object'));

test('a token closes the pop-up and is the answer, without members nobody promised', async () => {
  const shopper = await visit(world);
  await shopper.open();
  const frame = await shopper.frame();
  await frame.evaluate((message) => fake.say(message), tokenMessage({ ...ANSWER, extra: 1, card: { ...ANSWER.card, pan: 'x' } }));
  assert.deepEqual(await shopper.answers(), [EXPECTED]);
  assert.deepEqual(await shopper.events('token'), [EXPECTED]);
  assert.deepEqual(await shopper.events('close'), [{ reason: 'token' }]);
  assert.equal(await shopper.dialog.evaluate((dialog) => dialog.open), false);
  await shopper.leave();
});

test('nothing but a well-formed token answer is ever resolved with', async () => {
  const shopper = await visit(world);
  await shopper.open();
  const frame = await shopper.frame();
  const bad = [
    { type: 'token' },
    { type: 'token', body: ANSWER },
    { type: 'token', body: '{' },
    { type: 'token', body: 'null' },
    ...[
      { id: undefined }, { id: [ANSWER.id] }, { id: 'sk_1', token: 'sk_1.x' }, { token: ANSWER.id }, { token: 'tok_other.secret' },
      { card: null }, { card: { ...ANSWER.card, last4: '42424242' } }, { card: { ...ANSWER.card, exp: '08/31' } },
      { card: { ...ANSWER.card, brand: { a: 1 } } }, { card: { ...ANSWER.card, brand: 'a"b' } }, { expires_at: 1 }, { expires_at: 'soon' },
    ].map((change) => tokenMessage({ ...ANSWER, ...change })),
  ];
  await frame.evaluate((bad) => bad.forEach((message) => fake.say(message)), bad);
  await until(() => shopper.page.evaluate((count) => card.ignored === count, bad.length));
  assert.deepEqual(await shopper.page.evaluate(() => answers), []);
  console.log(`${bad.length} malformed answers refused`);

  await frame.evaluate((message) => fake.say(message), tokenMessage());
  assert.deepEqual(await shopper.answers(), [EXPECTED]);
  await shopper.leave();
});

test('fail() shows the form again with what was typed, says why, and gives a new token', async () => {
  const shopper = await visit(world);
  await shopper.open();
  const frame = await shopper.frame();
  await shopper.inside.locator('#number').fill('a number');
  await shopper.inside.locator('#code').fill('a code');
  await frame.evaluate((message) => fake.say(message), tokenMessage());
  await shopper.answers();

  await shopper.open('fail', { decline_code: 'insufficient_funds' });
  assert.equal(await shopper.inside.locator('#number').inputValue(), 'a number');
  await until(() => frame.evaluate(() => document.getElementById('code').value === ''));
  const received = await frame.evaluate(() => fake.received.slice(-2));
  assert.deepEqual(received, [{ type: 'fail', decline_code: 'insufficient_funds' }, { type: 'open' }]);

  await frame.evaluate((message) => fake.say(message), tokenMessage({ ...ANSWER, token: `${ANSWER.id}.second` }));
  assert.equal((await shopper.answers(2))[1].token, `${ANSWER.id}.second`);
  await shopper.leave();
});

test('what was typed stays when the pop-up closes, and done() tells the frame to forget it', async () => {
  const shopper = await visit(world);
  await shopper.open();
  await shopper.inside.locator('#number').fill('a number');
  await shopper.page.evaluate(() => card.close());
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'cancelled' } }]);
  await shopper.open();
  assert.equal(await shopper.inside.locator('#number').inputValue(), 'a number');
  await shopper.page.evaluate(() => card.done());
  const form = await shopper.frame();
  await until(() => form.evaluate(() => document.getElementById('number').value === ''));
  await shopper.leave();
});

test('open() while open is the same promise, and fail() joins it', async () => {
  const shopper = await visit(world);
  await shopper.open();
  const same = await shopper.page.evaluate(() => {
    const [one, two, three] = [card.open(), card.open(), card.fail({ decline_code: 'x' })];
    return one === two && two === three;
  });
  assert.equal(same, true);
  assert.equal((await shopper.events('open')).length, 1);
  await shopper.leave();
});

test('a token that comes after the shopper has left is nobody’s', async () => {
  const shopper = await visit(world);
  await shopper.open();
  const frame = await shopper.frame();
  await shopper.page.evaluate(() => card.close());
  await shopper.answers();
  await frame.evaluate((message) => { fake.say(message); fake.say({ type: 'error', code: 'a_marker', final: false }); }, tokenMessage());
  await shopper.events('error');
  assert.deepEqual(await shopper.page.evaluate(() => heard.filter(([name]) => name === 'token')), []);
  assert.equal((await shopper.page.evaluate(() => answers)).length, 1);
  await shopper.leave();
});

test('a final error is the answer when the shopper leaves, and the next open() loads a new form', async () => {
  const shopper = await visit(world);
  await shopper.open();
  const frame = await shopper.frame();
  await frame.evaluate(() => fake.say({ type: 'error', code: 'network_error', final: false }));
  await frame.evaluate(() => fake.say({ type: 'error', code: 'session_expired', final: true }));
  assert.deepEqual(await shopper.events('error', 2), [{ code: 'network_error', final: false }, { code: 'session_expired', final: true }]);
  await shopper.page.evaluate(() => card.close());
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'session_expired' } }]);

  const before = world.asked.length;
  await shopper.open();
  assert.equal(world.asked.length, before + 1);
  await shopper.page.evaluate(() => card.close());
  assert.deepEqual((await shopper.answers(2))[1], { error: { code: 'cancelled' } });
  await shopper.leave();
});

test('open() where the form takes no card any more answers why, and loads a new one', async () => {
  const shopper = await visit(world);
  await shopper.open();
  const old = await shopper.frame();
  await old.evaluate(() => fake.say({ type: 'error', code: 'too_many_requests', final: true }));
  await shopper.events('error');

  const before = world.asked.length;
  await shopper.open();
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'too_many_requests' } }]);
  assert.deepEqual(await shopper.events('close'), [{ reason: 'close' }]);
  assert.equal(world.asked.length, before + 1);
  assert.ok(old.isDetached());
  assert.equal(await shopper.dialog.evaluate((dialog) => dialog.open), true);
  await shopper.inside.locator('#number:focus').waitFor();
  await (await shopper.frame()).evaluate((message) => fake.say(message), tokenMessage());
  assert.deepEqual((await shopper.answers(2))[1], EXPECTED);
  await shopper.leave();
});

test('retry() where the form takes no card any more loads a new one, and the promise goes on', async () => {
  const shopper = await visit(world);
  await shopper.open();
  const old = await shopper.frame();
  await old.evaluate(() => fake.say({ type: 'error', code: 'keys_refused', final: true }));
  await shopper.events('error');
  await shopper.page.evaluate(() => card.retry());
  await until(() => old.isDetached());
  await shopper.inside.locator('#number:focus').waitFor();
  assert.deepEqual(await shopper.page.evaluate(() => answers), []);
  await (await shopper.frame()).evaluate((message) => fake.say(message), tokenMessage());
  assert.deepEqual(await shopper.answers(), [EXPECTED]);
  await shopper.leave();
});

test('an error that is not final keeps the form', async () => {
  const shopper = await visit(world);
  await shopper.open();
  const frame = await shopper.frame();
  await frame.evaluate(() => fake.say({ type: 'error', code: 'network_error', final: false }));
  await shopper.events('error');
  await shopper.page.evaluate(() => card.close());
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'cancelled' } }]);
  const before = world.asked.length;
  await shopper.open();
  assert.equal(world.asked.length, before);
  await shopper.leave();
});

test('a listener that throws stops nothing and is reported; one that was removed hears nothing', async () => {
  const shopper = await visit(world);
  await shopper.page.evaluate(() => {
    card.on('open', () => { throw new Error('a merchant’s mistake'); });
    window.removed = 0;
    card.on('open', () => (removed += 1))();
    card.on('open', () => (window.kept = true));
  });
  await shopper.open();
  assert.deepEqual(await shopper.page.evaluate(() => [kept, removed]), [true, 0]);
  assert.deepEqual(shopper.errors, ['uncaught: a merchant’s mistake']);
  await shopper.leave();
});
