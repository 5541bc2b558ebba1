// A session ends, is renewed, or is made by the merchant's server.
import assert from 'node:assert/strict';
import { authorize, openSession, publishableKey, readSession, slept } from './merchant.mjs';
import { reach, scenario, shop, vault } from './scenario.mjs';
import { APPROVED, cardFrame } from './support.mjs';

const FRAME = `${vault}/v1/frame?**`;
const RENEW = `${vault}/v1/sessions/renew`;
const OVER = { status: 410, contentType: 'application/problem+json', body: JSON.stringify({ title: 'The session has ended.', status: 410, code: 'session_expired' }) };

/** Serves the next form with a session that it must renew within seconds. */
async function endSoon(shopper) {
  await shopper.hurry();
  await shopper.page.route(FRAME, async (route) => {
    const response = await reach(route);
    const html = (await response.text()).replace(/data-now="(\d+)" data-ends="\d+"/, (_, now) => `data-now="${now}" data-ends="${Number(now) + 60_000}"`);
    await route.fulfill({ response, body: html });
  }, { times: 1 });
}

/** Opens the shop's pop-up for this session, to tell its answer. */
async function openFor(shopper, session, options = {}) {
  const { page } = shopper;
  await page.goto(`${shop}/?lang=en`);
  await page.evaluate(async ({ key, vault, options }) => {
    const { load } = await import('/tokenizer.js');
    const card = load(key, { vaultOrigin: vault }).card(options);
    window.answer = card.open();
  }, { key: publishableKey, vault, options: { session, ...options } });
  shopper.frame = await cardFrame(page);
}

scenario('a session that ends takes the card with it, says so, and the next form takes a card', { complaints: [/Failed to load resource.* 410/] }, async (shopper) => {
  const { page, context } = shopper;
  await endSoon(shopper);
  await context.route(RENEW, (route) => route.fulfill(OVER), { times: 1 });
  await shopper.overhear();
  await shopper.toCard();
  await shopper.frame.locator('#number').pressSequentially(APPROVED.number);
  await shopper.says('#status', /Start again from the shop/);
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
  await endSoon(shopper);
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
  await endSoon(shopper);
  const renewed = shopper.context.waitForEvent('response', (response) => response.url() === RENEW);
  await shopper.toCard();
  await shopper.frame.locator('#number').pressSequentially(APPROVED.number);
  assert.equal((await renewed).status(), 200);
  assert.equal(await shopper.value('number'), '4242 4242 4242 4242');
  await shopper.give({ expiry: APPROVED.expiry, code: APPROVED.code });
  await shopper.review('4242');
});

scenario('a renewal that gets no answer is asked for again, and the card stays', { complaints: [/Failed to load resource: net::ERR_FAILED/] }, async (shopper) => {
  const { context } = shopper;
  await endSoon(shopper);
  await context.route(RENEW, (route) => route.abort(), { times: 1 });
  const renewed = context.waitForEvent('response', (response) => response.url() === RENEW);
  await shopper.toCard();
  await shopper.frame.locator('#number').pressSequentially(APPROVED.number);
  assert.equal((await renewed).status(), 200);
  assert.equal(shopper.asked('/v1/sessions/renew'), 2);
  assert.equal(await shopper.value('number'), '4242 4242 4242 4242');
  await shopper.give({ expiry: APPROVED.expiry, code: APPROVED.code });
  await shopper.review('4242');
});

scenario('a computer that slept through the end has the session renewed at the button, and the card is taken', { complaints: [/Failed to load resource.* 410/] }, async (shopper) => {
  await openFor(shopper, slept.hosted.session);
  await shopper.give(APPROVED);
  const { id, card } = await shopper.page.evaluate(() => window.answer);
  assert.equal(card.last4, '4242');
  assert.deepEqual([shopper.asked('/v1/tokens'), shopper.asked('/v1/sessions/renew')], [2, 1]);
  assert.deepEqual((await readSession(slept.hosted.id)).tokens.map((each) => each.id), [id]);
});

scenario('a computer that slept has the session renewed when it wakes, and nobody notices', {}, async (shopper) => {
  await shopper.hurry();
  const renewed = shopper.context.waitForEvent('response', (response) => response.url() === RENEW);
  await openFor(shopper, slept.hosted.session);
  await shopper.frame.locator('#number').pressSequentially(APPROVED.number);
  assert.equal((await renewed).status(), 200);
  await shopper.give({ expiry: APPROVED.expiry, code: APPROVED.code });
  assert.equal((await shopper.page.evaluate(() => window.answer)).card.last4, '4242');
  assert.equal(shopper.asked('/v1/tokens'), 1);
});

scenario('a computer that wakes before its network keeps the card until the session is renewed', { complaints: [/Failed to load resource.* 410/, /ERR_FAILED/] }, async (shopper) => {
  const { context } = shopper;
  await openFor(shopper, slept.hosted.session);
  let cuts = 0;
  await context.route(RENEW, (route) => (cuts++ < 2 ? route.abort() : route.continue()));
  await shopper.give(APPROVED);
  assert.equal((await shopper.page.evaluate(() => window.answer)).card.last4, '4242');
  assert.equal(shopper.asked('/v1/sessions/renew'), 3);
});

scenario('a vault that renews a session and still refuses its card is not asked for ever, and the card stays', { complaints: [/Failed to load resource.* 410/] }, async (shopper) => {
  await shopper.context.route(`${vault}/v1/tokens`, (route) => route.fulfill(OVER));
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.says('#status', /Nothing was charged|not been charged/);
  assert.deepEqual([shopper.asked('/v1/tokens'), shopper.asked('/v1/sessions/renew')], [4, 4]);
  assert.equal(await shopper.value('number'), '4242 4242 4242 4242');
});

scenario('a session that the vault ends at the button is final, and nothing of the card is left', { complaints: [/Failed to load resource.* 410/] }, async (shopper) => {
  for (const asked of [`${vault}/v1/tokens`, RENEW]) await shopper.context.route(asked, (route) => route.fulfill(OVER), { times: 1 });
  await shopper.overhear();
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.says('#status', /Start again from the shop/);
  assert.equal(await shopper.value('number'), '');
  await shopper.hears('session_expired');
  await shopper.page.keyboard.press('Escape');
  await shopper.page.locator('#checkout-message[data-code="session_expired"]').waitFor();
});

scenario('a form for a session of the merchant\'s server gives a token bound to its amount', {}, async (shopper) => {
  const { page } = shopper;
  const session = await openSession({ amount_cap: 5_000, currency: 'JPY' });
  assert.equal(session.http, 201);
  await openFor(shopper, session.session, { submit: 'Reserve', title: 'Deposit' });
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
