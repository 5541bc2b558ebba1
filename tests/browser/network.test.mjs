// A network that breaks, and a shopper who presses twice: one order and one entry at the end.
import assert from 'node:assert/strict';
import { entries, ledgerSince, reach, scenario, vault } from './scenario.mjs';
import { APPROVED } from './support.mjs';

const CUT = [/Failed to load resource: net::ERR_/];
const TOKENS = `${vault}/v1/tokens`;

/** Goes on from the review: one order, approved, and one entry of it. */
async function buysOnce(shopper, before) {
  await shopper.review('4242');
  await shopper.placeOrder();
  const order = await shopper.receipt();
  assert.equal(order.status, 'approved');
  const done = await ledgerSince(before);
  assert.deepEqual(done.map(({ authorization_id, result }) => [authorization_id, result]), [[order.authorization, 'approved']]);
}

scenario('a network that is cut while the card is sent and comes back is tried again by itself', { complaints: CUT }, async (shopper) => {
  const before = await entries();
  await shopper.toCard();
  await shopper.context.setOffline(true);
  await shopper.give(APPROVED);
  await shopper.says('#progress', /Trying again/);
  await shopper.context.setOffline(false);
  await buysOnce(shopper, before);
});

scenario('a network that stays cut leaves the card in the form, and another press sends it', { complaints: CUT }, async (shopper) => {
  const before = await entries();
  await shopper.toCard();
  await shopper.context.setOffline(true);
  await shopper.give(APPROVED);
  await shopper.says('#status', /Your card has not been charged/);
  assert.deepEqual([await shopper.value('number'), await shopper.value('code')], ['4242 4242 4242 4242', APPROVED.code]);
  assert.equal(await shopper.frame.locator('#pay').getAttribute('aria-busy'), 'false');
  await shopper.context.setOffline(false);
  await shopper.pay();
  await buysOnce(shopper, before);
});

scenario('a token whose answer was lost is made anew, and one of them is charged', { complaints: [...CUT, /Failed to load resource.* 409/] }, async (shopper) => {
  const before = await entries();
  const made = [];
  await shopper.context.route(TOKENS, async (route) => {
    const response = await reach(route);
    made.push(response.status());
    return made.length === 1 ? route.abort() : route.fulfill({ response });
  });
  await shopper.toCard();
  await shopper.give(APPROVED);
  await buysOnce(shopper, before);
  // The same envelope again is refused, so that nothing is taken twice unnoticed; one sealed anew is not.
  assert.deepEqual(made.filter((status) => status !== 409), [201, 201]);
});

scenario('an order whose answer was lost can be placed again, and is charged once', { complaints: CUT }, async (shopper) => {
  const before = await entries();
  let lost = 0;
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.review('4242');
  await shopper.page.route('**/orders', async (route) => {
    if (lost > 0) return route.fallback();
    lost += 1;
    await reach(route);
    return route.abort();
  });
  await shopper.placeOrder();
  await shopper.page.locator('#checkout-message[data-code="network"]').waitFor();
  assert.equal(lost, 1);
  assert.equal((await ledgerSince(before)).length, 1, 'the first one arrived');
  await buysOnce(shopper, before);
});

scenario('an order that never reached the shop can be placed again', { complaints: CUT }, async (shopper) => {
  const before = await entries();
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.review('4242');
  await shopper.context.setOffline(true);
  await shopper.placeOrder();
  await shopper.page.locator('#checkout-message[data-code="network"]').waitFor();
  assert.equal((await ledgerSince(before)).length, 0);
  await shopper.context.setOffline(false);
  await buysOnce(shopper, before);
});

scenario('a double click on the button of the form uses one token', {}, async (shopper) => {
  const before = await entries();
  await shopper.toCard();
  for (const [id, text] of Object.entries(APPROVED)) await shopper.frame.locator(`#${id}`).pressSequentially(text);
  await shopper.frame.locator('#pay').dblclick();
  await buysOnce(shopper, before);
  assert.equal(shopper.asked('/v1/tokens'), 1);
});

scenario('Enter pressed again and again in the form uses one token', {}, async (shopper) => {
  await shopper.toCard();
  for (const [id, text] of Object.entries(APPROVED)) await shopper.frame.locator(`#${id}`).pressSequentially(text);
  for (let times = 0; times < 5; times++) await shopper.page.keyboard.press('Enter');
  await shopper.review('4242');
  assert.equal(shopper.asked('/v1/tokens'), 1);
});

scenario('a double click on Place order makes one order and one entry', {}, async (shopper) => {
  const before = await entries();
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.review('4242');
  const orders = [];
  shopper.page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/orders') && orders.push(request));
  await shopper.page.locator('#place-order').dblclick();
  const { status } = await shopper.receipt();
  assert.equal(status, 'approved');
  assert.equal(orders.length, 1);
  assert.equal((await ledgerSince(before)).length, 1);
});
