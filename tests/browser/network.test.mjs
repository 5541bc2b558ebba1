// A network that breaks, and a shopper who presses twice: one order and one entry at the end.
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { publishableKey } from './merchant.mjs';
import { entries, ledgerSince, reach, scenario, shop, vault } from './scenario.mjs';
import { APPROVED, cardFrame, typeCard } from './support.mjs';

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

/** Makes a card by it, and opens that. */
const makeCard = ({ page }, options = {}) =>
  page.evaluate(({ key, vault, options }) => void (window.card = window.load(key, { vaultOrigin: vault, ...options }).card()), { key: publishableKey, vault, options });
const open = ({ page }) => page.evaluate(() => void (window.answer = window.card.open()));
/** The shop's first page with the script in it, and nothing done with that. */
async function visit({ page }) {
  await page.goto(`${shop}/?lang=en`);
  await page.evaluate(async () => void (window.load = (await import('/tokenizer.js')).load));
}

scenario('offline before the form was loaded, the shopper is told, and Try again works once the network is back', { complaints: [/^Cardseal: no answer/], mayComplain: CUT }, async (shopper) => {
  const { context, page } = shopper;
  await visit(shopper);
  await context.setOffline(true);
  await makeCard(shopper, { timeoutMs: 1_000 });
  await open(shopper);
  const note = page.locator('dialog section.failed');
  await note.waitFor();
  assert.match(await note.textContent(), /Nothing was sent/);
  await context.setOffline(false);
  await note.locator('button').click();
  shopper.frame = await cardFrame(page);
  await shopper.give(APPROVED);
  assert.equal((await page.evaluate(() => window.answer)).card.last4, '4242');
});

const WASM = /\/assets\/[^/]+\.wasm$/;
/** How often these were asked for. */
const times = ({ requests }, pattern) => requests.filter((request) => pattern.test(request.url())).length;

scenario('a form whose program is lost twice on the way stands all the same, and nobody has pressed anything', { complaints: [...CUT, /Failed to load resource.* 503/, /integrity/] }, async (shopper) => {
  const losses = [(route) => route.abort(), (route) => route.fulfill({ status: 503, body: '' })];
  await shopper.context.route(WASM, (route) => (losses.shift() ?? ((route) => route.fallback()))(route));
  await shopper.toCard();
  assert.deepEqual([times(shopper, WASM), times(shopper, /\/v1\/frame\?/)], [3, 1]);
  await shopper.give(APPROVED);
  await shopper.review('4242');
});

scenario('a form whose program is lost three times says so, the pop-up too, and Try again loads another', { complaints: [...CUT, /Failed to fetch/, /^Cardseal: no answer/] }, async (shopper) => {
  await visit(shopper);
  await shopper.context.route(WASM, (route) => route.abort());
  const gone = shopper.context.waitForEvent('weberror');
  await makeCard(shopper, { timeoutMs: 5_000 });
  await open(shopper);
  const note = shopper.page.locator('dialog section.failed');
  await note.waitFor();
  await gone;
  assert.equal(times(shopper, WASM), 3);
  assert.match(await shopper.document().locator('#status').textContent(), /cannot take a card now. Try again later/);
  await shopper.context.unroute(WASM);
  await note.locator('button').click();
  shopper.frame = await cardFrame(shopper.page);
  await shopper.give(APPROVED);
  assert.equal((await shopper.page.evaluate(() => window.answer)).card.last4, '4242');
});

scenario('a form that was loaded opens without a network, and its card is sent when there is one again', { complaints: CUT }, async (shopper) => {
  const { context, page } = shopper;
  await visit(shopper);
  await makeCard(shopper);
  await page.evaluate(() => new Promise((ready) => window.card.on('ready', ready)));
  await context.setOffline(true);
  await open(shopper);
  shopper.frame = await cardFrame(page);
  await shopper.give(APPROVED);
  await shopper.says('#progress', /Trying again/);
  await context.setOffline(false);
  assert.equal((await page.evaluate(() => window.answer)).card.last4, '4242');
});

scenario('on a slow network the shopper sees that the card is on its way, and one token is made', {}, async (shopper) => {
  const before = await entries();
  const latency = 1_500;
  await shopper.toCard();
  await typeCard(shopper.frame, APPROVED);
  const network = await shopper.context.newCDPSession(shopper.document());
  await network.send('Network.enable');
  await network.send('Network.emulateNetworkConditions', { offline: false, latency, downloadThroughput: 50_000, uploadThroughput: 50_000 });
  await shopper.pay();
  await shopper.says('#progress', /Checking your card/);
  assert.equal(await shopper.frame.locator('#pay').getAttribute('aria-busy'), 'true');
  await shopper.pay();
  const took = await shopper.document().evaluate((tokens) => new Promise((done) => {
    new PerformanceObserver((list) => list.getEntriesByName(tokens).forEach(({ duration }) => done(duration))).observe({ type: 'resource', buffered: true });
  }), TOKENS);
  assert.ok(took >= latency, `it was slow: ${took}`);
  await buysOnce(shopper, before);
  assert.equal(shopper.asked('/v1/tokens'), 1);
});

/** Keeps every card that is sent from the vault: the requests, each with when it was made. */
async function hold({ context }) {
  const held = [];
  await context.route(TOKENS, (route) => held.push({ route, since: performance.now() }));
  return held;
}

const SLOW = /connection is slow\. Please keep this page open/;
/** How long a timer may be early by this clock, in milliseconds. */
const EARLY = 100;

scenario('of a card that is on its way for five seconds the shopper is told that the connection is slow', {}, async (shopper) => {
  const held = await hold(shopper);
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.says('#progress', /Checking your card/);
  await shopper.says('#progress', SLOW);
  const [{ route, since }] = held;
  assert.ok(performance.now() - since >= 5_000 - EARLY);
  await route.fallback();
  await shopper.review('4242');
  assert.equal(shopper.asked('/v1/tokens'), 1);
});

scenario('a card that is sent again is not slow before it has been on its way for five seconds again', { complaints: CUT }, async (shopper) => {
  const held = await hold(shopper);
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.says('#progress', /Checking your card/);
  await setTimeout(3_000);
  await held[0].route.abort();
  await shopper.says('#progress', /Trying again/);
  await shopper.says('#progress', SLOW);
  assert.equal(held.length, 2);
  assert.ok(performance.now() - held[1].since >= 5_000 - EARLY);
  await held[1].route.fallback();
  await shopper.review('4242');
});

scenario('a vault that has too much to do is asked again by itself', { complaints: [/Failed to load resource.* 503/] }, async (shopper) => {
  const before = await entries();
  const busy = { status: 503, contentType: 'application/problem+json', body: JSON.stringify({ title: 'Too much to do.', status: 503, code: 'overloaded' }) };
  await shopper.context.route(TOKENS, (route) => route.fulfill(busy), { times: 2 });
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.says('#progress', /Trying again/);
  await buysOnce(shopper, before);
  assert.equal(shopper.asked('/v1/tokens'), 3);
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

scenario('Enter and a click in the same moment use one token', {}, async (shopper) => {
  await shopper.toCard();
  await typeCard(shopper.frame, APPROVED);
  const { x, y } = await shopper.frame.locator('#pay').boundingBox();
  let pressed;
  const both = new Promise((done) => (pressed = done));
  await shopper.context.route(TOKENS, (route) => both.then(() => route.continue()));
  await Promise.all([shopper.page.keyboard.press('Enter'), shopper.page.mouse.click(x + 20, y + 20)]);
  pressed();
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
