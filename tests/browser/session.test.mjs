// A session ends, is renewed, or is made by the merchant's server.
import assert from 'node:assert/strict';
import { authorize, openSession, publishableKey, readSession } from './merchant.mjs';
import { reach, scenario, shop, vault } from './scenario.mjs';
import { APPROVED, cardFrame } from './support.mjs';

const FRAME = `${vault}/v1/frame?**`;
const RENEW = `${vault}/v1/sessions/renew`;
const OVER = { status: 410, contentType: 'application/problem+json', body: JSON.stringify({ title: 'The session has ended.', status: 410, code: 'session_expired' }) };

/** Serves the next form with a session that the form must renew after this many milliseconds. */
async function endSoon(shopper, milliseconds) {
  await shopper.page.route(FRAME, async (route) => {
    const response = await reach(route);
    const html = (await response.text()).replace(/data-now="(\d+)" data-ends="\d+"/, (_, now) => `data-now="${now}" data-ends="${Number(now) + milliseconds}"`);
    await route.fulfill({ response, body: html });
  }, { times: 1 });
}

scenario('a session that ends takes the card with it, says so, and the next form takes a card', { complaints: [/Failed to load resource.* 410/] }, async (shopper) => {
  const { page, context } = shopper;
  await endSoon(shopper, 3_000);
  await context.route(RENEW, (route) => route.fulfill(OVER), { times: 1 });
  await shopper.overhear();
  await shopper.toCard();
  await shopper.frame.locator('#number').pressSequentially(APPROVED.number);
  await shopper.says('#status', /Close it and start again/);
  await shopper.frame.locator('#pay').waitFor({ state: 'hidden' });
  assert.equal(await shopper.value('number'), '', 'nothing of the card is left');
  const old = shopper.document();

  await shopper.hears('session_expired');
  await page.locator('dialog button[aria-label]').click();
  await page.locator('#checkout-message[data-code="session_expired"]').waitFor();
  assert.equal(shopper.asked('/v1/tokens'), 0);
  await page.click('#pay-by-card');
  await shopper.frame.locator('#pay:enabled').waitFor();
  assert.ok(old.isDetached());
  await shopper.give(APPROVED);
  await shopper.review('4242');
  await shopper.placeOrder();
  assert.equal((await shopper.receipt()).status, 'approved');
});

scenario('a session that ends while the form is closed is told at the next opening by a new form', { complaints: [/Failed to load resource.* 410/] }, async (shopper) => {
  const { page, context } = shopper;
  await endSoon(shopper, 3_000);
  await context.route(RENEW, (route) => route.fulfill(OVER), { times: 1 });
  await shopper.overhear();
  await shopper.checkout();
  await shopper.hears('session_expired');
  const old = shopper.document();
  await page.click('#pay-by-card');
  shopper.frame = page.frameLocator('dialog iframe');
  await shopper.frame.locator('#number').waitFor();
  await shopper.give(APPROVED);
  await shopper.review('4242');
  assert.ok(old.isDetached());
});

scenario('a session is renewed while the shopper types, and nobody notices', {}, async (shopper) => {
  await endSoon(shopper, 3_000);
  const renewed = shopper.context.waitForEvent('response', (response) => response.url() === RENEW);
  await shopper.toCard();
  await shopper.frame.locator('#number').pressSequentially(APPROVED.number);
  assert.equal((await renewed).status(), 200);
  assert.equal(await shopper.value('number'), '4242 4242 4242 4242');
  await shopper.give({ expiry: APPROVED.expiry, code: APPROVED.code });
  await shopper.review('4242');
});

scenario('a session that the vault ends at the button is final, and nothing of the card is left', { complaints: [/Failed to load resource.* 410/] }, async (shopper) => {
  await shopper.context.route(`${vault}/v1/tokens`, (route) => route.fulfill(OVER), { times: 1 });
  await shopper.overhear();
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.says('#status', /Close it and start again/);
  assert.equal(await shopper.value('number'), '');
  await shopper.hears('session_expired');
  await shopper.page.keyboard.press('Escape');
  await shopper.page.locator('#checkout-message[data-code="session_expired"]').waitFor();
});

scenario('a form for a session of the merchant\'s server gives a token bound to its amount', {}, async (shopper) => {
  const { page } = shopper;
  const session = await openSession({ amount_cap: 5_000, currency: 'JPY' });
  assert.equal(session.http, 201);
  await page.goto(`${shop}/?lang=en`);
  await page.evaluate(async ({ key, vault, session }) => {
    const { load } = await import('/tokenizer.js');
    const card = load(key, { vaultOrigin: vault }).card({ session, submit: 'Reserve', title: 'Deposit' });
    window.answer = card.open();
  }, { key: publishableKey, vault, session: session.session });
  shopper.frame = await cardFrame(page);
  await shopper.says('#pay', 'Reserve');
  await shopper.shows('dialog h2', 'Deposit');
  await shopper.give(APPROVED);
  const { id, token, card } = await page.evaluate(() => window.answer);
  assert.deepEqual(card, { brand: 'visa', last4: '4242', exp: '2031-08' });

  const state = await readSession(session.id);
  assert.deepEqual(state.tokens.map((each) => each.id), [id]);
  const above = await authorize(token, 5_001);
  assert.ok(above.http >= 400, 'more than the session allows');
  const within = await authorize(token, 5_000);
  assert.deepEqual([within.http, within.status], [201, 'approved']);
});
