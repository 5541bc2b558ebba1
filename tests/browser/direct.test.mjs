// Direct entry: the shop's own page takes the card, on another site than the vault's.
import assert from 'node:assert/strict';
import { authorize, openSession, publishableKey, readSession, slept } from './merchant.mjs';
import { give, leavesNothing, openOwnForm, own, told } from './own-form.mjs';
import { entries, ledgerSince, vault } from './scenario.mjs';
import { APPROVED } from './support.mjs';

const TOKENS = `${vault}/v1/tokens`;
const KEYS = `${vault}/.well-known/cardseal-keys`;

const open = async (members) => {
  const session = await openSession({ kind: 'direct', ...members });
  assert.equal(session.http, 201, JSON.stringify(session));
  return session;
};

/** Whether a number goes over the wire in any request, in a URL, a header or a body. */
const isSent = (shopper, number) =>
  shopper.requests.some((request) => [request.url(), JSON.stringify(request.headers()), request.postData() ?? ''].some((text) => text.replaceAll(/[\s+-]|%20/g, '').includes(number)));

own('the example of the document takes a card key by key, and the purchase is approved', {}, async (shopper) => {
  const { page } = shopper;
  const before = await entries();
  const session = await open({ amount_cap: 5_000, currency: 'JPY' });
  await openOwnForm(shopper, session.session);
  for (const field of ['number', 'expiry', 'code']) await page.locator(`#${field}`).pressSequentially(APPROVED[field]);
  assert.equal(await page.inputValue('#number'), '4242 4242 4242 4242');
  assert.equal(await page.inputValue('#expiry'), '08/31');
  await page.click('#card button');
  const [{ token }] = await told(page);
  assert.equal(await page.inputValue('#number'), '', 'the example empties its form');

  const state = await readSession(session.id);
  assert.deepEqual(state.tokens.map(({ id, card }) => [id, card.last4]), [[token.split('.')[0], '4242']]);
  const paid = await authorize(token, 5_000);
  assert.deepEqual([paid.http, paid.status], [201, 'approved']);
  const [entry, ...more] = await ledgerSince(before);
  assert.deepEqual([entry.result, entry.amount, more.length], ['approved', 5_000, 0]);

  assert.equal(shopper.asked('/v1/tokens'), 1);
  assert.equal(shopper.requests.filter((request) => request.url().includes('rsa')).length, 0, 'the other program was not needed');
  assert.equal(isSent(shopper, APPROVED.number), false);
  // The twin: a page that posts the number itself is found out.
  await page.evaluate((number) => fetch('/leak', { method: 'POST', body: number }).catch(() => {}), APPROVED.number);
  assert.equal(isSent(shopper, APPROVED.number), true);
  shopper.complaints.splice(0); // the shop has no such page
});

own('while it is typed a number is corrected and judged as in the vault\'s own form', {}, async (shopper) => {
  const { page } = shopper;
  await openOwnForm(shopper, (await open()).session);
  const judged = await page.evaluate(() => [
    direct.check('number', '4242 4242'),
    direct.check('number', '４２４２ 4242-4242 4242'),
    direct.check('expiry', '01/20'),
    direct.check('code', '123', '378282246310005'),
    direct.check('code', '1234', '378282246310005'),
    direct.brand('3782'),
    direct.brand(''),
  ]);
  assert.deepEqual(judged, ['invalid_number', undefined, 'expired_card', 'invalid_security_code', undefined, 'amex', undefined]);
  const number = page.locator('#number');
  await number.pressSequentially('424242');
  await number.press('ArrowLeft');
  await number.press('ArrowLeft');
  await number.press('Backspace');
  assert.equal(await number.inputValue(), '4244 2', 'the digit beyond the gap, and the caret where it was');
  assert.equal(await number.evaluate((input) => input.selectionEnd), 3);
});

own('what is wrong with a card is told by its field, and the vault is not asked', {}, async (shopper) => {
  await openOwnForm(shopper, (await open()).session);
  await give(shopper.page, { ...APPROVED, number: '4242424242424241' });
  assert.deepEqual(await told(shopper.page), [{ error: { code: 'invalid_number', field: 'number' } }]);
  assert.equal(shopper.asked('/v1/tokens'), 0);
});

own('what only the vault can know of a card is told the same way', { complaints: [/422/] }, async (shopper) => {
  await openOwnForm(shopper, (await open()).session);
  await give(shopper.page, { ...APPROVED, number: '4539578763621486' });
  assert.deepEqual(await told(shopper.page), [{ error: { code: 'live_card_in_test_mode', field: 'number' } }]);
  assert.equal(shopper.asked('/v1/tokens'), 1);
});

// What the vault says to a page that is not its own, that page cannot read.
own('a session of the vault\'s frame is of no use to a page of the merchant\'s', { complaints: [/blocked by CORS policy/, /ERR_FAILED/] }, async (shopper) => {
  const hosted = await openSession({});
  assert.equal(hosted.http, 201);
  await openOwnForm(shopper, hosted.session);
  await give(shopper.page, APPROVED);
  assert.deepEqual(await told(shopper.page), [{ error: { code: 'origin_not_allowed' } }]);
  assert.equal(shopper.asked('/v1/tokens'), 0);
});

own('a vault that another root vouches for gets nothing', {}, async (shopper) => {
  const key = publishableKey.slice(0, -2) + (publishableKey.at(-2) === 'A' ? 'B' : 'A') + publishableKey.at(-1);
  await openOwnForm(shopper, (await open()).session, key);
  await give(shopper.page, APPROVED);
  assert.deepEqual(await told(shopper.page), [{ error: { code: 'keys_refused' } }]);
  assert.deepEqual([shopper.asked('/v1/tokens'), shopper.requests.some((request) => request.url() === KEYS)], [0, true]);
});

for (const { hours, taken } of [
  { hours: 23, taken: true },
  { hours: 25, taken: false },
]) {
  own(`a device whose clock is ${hours} hours behind ${taken ? 'buys' : 'trusts no keys, and sends nothing'}`, {}, async (shopper) => {
    await shopper.page.addInitScript((behind) => {
      const { now } = Date;
      Date.now = () => now() - behind;
    }, hours * 3_600_000);
    await openOwnForm(shopper, (await open()).session);
    await give(shopper.page, APPROVED);
    const [{ token, error }] = await told(shopper.page);
    assert.deepEqual([Boolean(token), error], [taken, taken ? undefined : { code: 'keys_refused' }]);
    assert.equal(shopper.asked('/v1/tokens'), taken ? 1 : 0);
  });
}

own('a broken network is tried again, and gives one token', { complaints: [/ERR_FAILED/] }, async (shopper) => {
  const session = await open();
  await openOwnForm(shopper, session.session);
  await shopper.context.route(TOKENS, (route) => route.abort(), { times: 1 });
  await give(shopper.page, APPROVED);
  const [{ token }] = await told(shopper.page);
  assert.match(token, /^tok_test_/);
  assert.equal((await readSession(session.id)).tokens.length, 1);
});

own('an envelope that is not opened is sealed anew to a fresh key, once', { complaints: [/400/] }, async (shopper) => {
  const { context, page } = shopper;
  await openOwnForm(shopper, (await open()).session);
  const refused = { status: 400, contentType: 'application/problem+json', headers: { 'access-control-allow-origin': '*' }, body: '{"code":"invalid_envelope"}' };
  await context.route(TOKENS, (route) => (route.request().method() === 'POST' ? route.fulfill(refused) : route.continue()), { times: 1 });
  const asked = () => shopper.requests.filter((request) => request.url() === KEYS).length;
  await give(page, APPROVED);
  assert.match((await told(page))[0].token, /^tok_test_/);
  assert.equal(asked(), 2);
});

own('a session is kept alive while the shopper types', {}, async (shopper) => {
  const renewed = shopper.context.waitForEvent('response', (response) => response.url() === `${vault}/v1/sessions/renew` && response.request().method() === 'POST');
  await openOwnForm(shopper, (await open()).session);
  const answer = await renewed;
  assert.equal(answer.status(), 200);
  const { session } = await answer.json();
  await give(shopper.page, APPROVED);
  await told(shopper.page);
  const sent = shopper.requests.find((request) => request.url() === TOKENS && request.method() === 'POST');
  assert.equal(sent.headers()['cardseal-session'], session, 'the newest text is the one that is sent');
});

own('a session that slept through its end is renewed for the card that comes after it', { complaints: [/ERR_FAILED/, /410/] }, async (shopper) => {
  const { context, page } = shopper;
  const renew = `${vault}/v1/sessions/renew`;
  await context.route(renew, (route) => route.abort(), { times: 1 });
  const cut = page.waitForEvent('requestfailed');
  await openOwnForm(shopper, slept.direct.session);
  await cut;
  await give(page, APPROVED);
  const [{ token }] = await told(page);
  assert.deepEqual((await readSession(slept.direct.id)).tokens.map(({ id }) => id), [token.split('.')[0]]);
  const statuses = await Promise.all(shopper.requests.filter((request) => request.url() === TOKENS && request.method() === 'POST').map(async (request) => (await request.response()).status()));
  assert.deepEqual(statuses, [410, 201]);
});

own('a page that wants it no more is not kept waiting', { complaints: [/ERR_FAILED/] }, async (shopper) => {
  const { context, page } = shopper;
  const session = await open();
  await openOwnForm(shopper, session.session);
  await context.route(TOKENS, (route) => route.abort());
  const lost = page.waitForEvent('requestfailed');
  await page.evaluate((session) => {
    window.aborted = new AbortController();
    window.answer = direct.tokenize({ session, number: '4242424242424242', expiry: '08/31' }, { signal: aborted.signal });
  }, session.session);
  await lost;
  const answer = await page.evaluate(() => {
    aborted.abort();
    return window.answer;
  });
  assert.deepEqual(answer, { error: { code: 'aborted' } });
  assert.deepEqual(await page.evaluate(() => direct.tokenize()), { error: { code: 'invalid_number', field: 'number' } });
});

own('once there is a token, the program\'s memory holds nothing of the card', {}, async (shopper) => {
  await leavesNothing(shopper, (await open()).session);
});
