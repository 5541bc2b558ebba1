import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './world.mjs';
import { until, visit } from './visit.mjs';

let world;
before(async () => (world = await start()));
after(() => world.stop());

test('a challenge runs on its own origin in the same dialog, and the card stays where it was', async () => {
  const shopper = await visit(world);
  await shopper.open();
  await shopper.inside.locator('#number').fill('a number');
  await shopper.page.evaluate(() => card.close());
  await shopper.page.evaluate(() => open_('challenge', 'authn_test_1'));
  const frame = await shopper.frame('/v1/challenge/authn_test_1');
  assert.equal(new URL(frame.url()).origin, world.vault.replace('//', '//3ds.'));
  const element = shopper.page.locator('cardseal-card iframe:not([hidden])');
  assert.equal(await element.count(), 1);
  assert.equal(await element.getAttribute('sandbox'), 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox');
  assert.equal(await shopper.page.getByRole('dialog', { name: '3-D Secure' }).count(), 1);

  await until(() => frame.evaluate(() => fake.received.at(-1)?.type === 'open'));
  // The frame is gone before the call has returned.
  await frame.evaluate(() => void setTimeout(() => fake.say({ type: 'authenticated' })));
  assert.deepEqual((await shopper.answers(2))[1], { authentication: 'authn_test_1' });
  assert.deepEqual(await shopper.events('authenticated'), [{ authentication: 'authn_test_1' }]);
  assert.equal(await shopper.page.locator('cardseal-card iframe').count(), 1, 'the challenge is gone');

  await shopper.open();
  assert.equal(await shopper.inside.locator('#number').inputValue(), 'a number');
  assert.equal(await shopper.page.getByRole('dialog', { name: 'Card details' }).count(), 1);
  await shopper.leave();
});

test('a challenge that the shopper leaves is cancelled, and takes the place of an open form', async () => {
  const shopper = await visit(world);
  await shopper.open();
  await shopper.page.evaluate(() => open_('challenge', 'authn_test_2'));
  assert.deepEqual(await shopper.answers(), [{ error: { code: 'replaced' } }]);
  await shopper.page.locator('cardseal-card section.shown').waitFor({ state: 'attached' });
  await shopper.page.getByRole('button', { name: 'Close' }).click();
  assert.deepEqual((await shopper.answers(2))[1], { error: { code: 'cancelled' } });
  await shopper.leave();
});

test('each frame is heard on its own purpose only', async () => {
  const shopper = await visit(world);
  await shopper.page.evaluate(() => open_('challenge', 'authn_test_3'));
  await shopper.page.locator('cardseal-card section.shown').waitFor({ state: 'attached' });
  const body = JSON.stringify({ id: 'tok_1', token: 'tok_1.x', card: { brand: 'visa', last4: '4242', exp: '2031-08' }, expires_at: '2026-12-01T10:30:00.000Z' });
  await (await shopper.frame('/v1/challenge/')).evaluate((body) => fake.say({ type: 'token', body }), body);
  await (await shopper.frame('/v1/frame')).evaluate(() => fake.say({ type: 'authenticated' }));
  await until(() => shopper.page.evaluate(() => card.ignored === 2));
  assert.deepEqual(await shopper.page.evaluate(() => answers), []);
  await shopper.leave();
});
