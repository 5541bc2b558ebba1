// The first page of docs/frontend: the page, the server, the policy and the tests that it tells to write.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { authorize } from '../merchant.mjs';
import { entries, ledgerSince, shop } from '../scenario.mjs';
import { APPROVED, cardFrame } from '../support.mjs';
import { here, take } from './blocks.mjs';
import { bundle, folder, install, onSite, policy, visit } from './site.mjs';

const { CARDSEAL_VAULT_URL: api, CARDSEAL_SECRET_KEY: key } = process.env;
const START = 'docs/frontend/README.md';
const FIVE = 'Five minutes';
const BOUND = 'An amount the token is bound to';

test('the package is installed by the line that the first page gives', () => install(START, FIVE));

/** The page with the server behind it, both as they stand there; `redeemed` is what that was told. */
async function open(shopper, more) {
  const server = join(folder, 'orders.mjs');
  writeFileSync(server, here(take(START, FIVE, 'js', 1), { 'https://vault.example': api }));
  const { redeem } = await import(server);
  const redeemed = [];
  const orders = async ({ token }) => {
    redeemed.push(await redeem(token, { amount: 1_200, currency: 'JPY', reference: 'order-1' }));
    return redeemed.at(-1);
  };
  await visit(shopper, { html: take(START, FIVE, 'html'), script: await bundle(take(START, FIVE, 'js')), orders, ...more });
  return redeemed;
}

const press = async (shopper) => {
  await shopper.page.click('#pay');
  shopper.frame = await cardFrame(shopper.page);
};

onSite('after five minutes a declined card is asked for again in the form, and the next one pays', {}, async (shopper) => {
  const before = await entries();
  const redeemed = await open(shopper);
  await press(shopper);
  await shopper.says('#pay', 'Pay');
  await shopper.give({ ...APPROVED, number: '4000000000009995' });
  await shopper.says('#status', /insufficient funds/);
  await shopper.frame.locator('#number').fill('');
  await shopper.give({ number: APPROVED.number, code: APPROVED.code });
  await shopper.shows('#result', 'approved');
  assert.deepEqual(redeemed.map(({ status, decline_code }) => [status, decline_code]), [['declined', 'insufficient_funds'], ['approved', undefined]]);
  const done = await ledgerSince(before);
  assert.deepEqual(done.map(({ amount, reference, result }) => [amount, reference, result]), [[1_200, 'order-1', 'declined'], [1_200, 'order-1', 'approved']]);
  assert.equal(await shopper.document().evaluate(() => document.getElementById('number').value), '', 'the form forgets the card');
});

onSite('a shopper who leaves is told to the page as cancelled', {}, async (shopper) => {
  await open(shopper);
  await press(shopper);
  await shopper.page.keyboard.press('Escape');
  await shopper.shows('#result', 'cancelled');
});

onSite('what the server is asked a second time with the same token is charged once', {}, async (shopper) => {
  const before = await entries();
  const redeemed = await open(shopper);
  await press(shopper);
  const sent = shopper.page.waitForRequest(`${shop}/orders`);
  await shopper.give(APPROVED);
  await shopper.shows('#result', 'approved');
  const again = await shopper.page.evaluate(async (body) => (await fetch('/orders', { method: 'POST', body })).json(), (await sent).postData());
  assert.deepEqual([again.status, redeemed.length], ['approved', 2]);
  assert.equal((await ledgerSince(before)).length, 1);
});

onSite('without its frame-src the policy lets no form in, and the console says what to add', { complaints: [/frame-src|default-src/, /^Cardseal: no answer from .*: is it in frame-src/] }, async (shopper) => {
  await open(shopper, { csp: policy().replace(/frame-src [^;]+;/, '') });
  await shopper.page.click('#pay');
  await shopper.page.locator('dialog section.failed').waitFor();
});

onSite('a session that the server opens by the line of curl binds its token to the amount', {}, async (shopper) => {
  const line = here(take(START, BOUND, 'sh'), { 'https://vault.example': api, 'https://shop.example': shop });
  const { session } = JSON.parse(execFileSync('sh', ['-c', line], { encoding: 'utf8', env: { ...process.env, CARDSEAL_SECRET_KEY: key } }));
  const script = `
    import { load } from "@cardseal/tokenizer";
    const tokenizer = load("pk_test_…", { vaultOrigin: "https://vault.example" });
    ${here(take(START, BOUND, 'js'), { 'cs_test_…': session })}
    window.answer = card.open();`;
  await visit(shopper, { html: '', script: await bundle(script) });
  shopper.frame = await cardFrame(shopper.page);
  await shopper.give(APPROVED);
  const { token } = await shopper.page.evaluate(() => window.answer);
  const above = await authorize(token, 1_201);
  assert.deepEqual([above.http, above.code], [422, 'amount_over_cap']);
  const within = await authorize(token, 1_200);
  assert.deepEqual([within.status, within.code], ['approved', undefined]);
});

onSite('the lines for a merchant\'s own tests fill the form in and send it', {}, async (shopper) => {
  const redeemed = await open(shopper);
  await press(shopper);
  const Lines = Object.getPrototypeOf(async () => {}).constructor;
  await new Lines('page', take(START, 'Testing', 'js'))(shopper.page);
  await shopper.shows('#result', 'approved');
  assert.equal(redeemed.length, 1);
});

for (const embedder of ['require-corp', 'credentialless']) {
  onSite(`a page that isolates itself by ${embedder} gets the form too`, {}, async (shopper) => {
    await open(shopper, { headers: { 'cross-origin-embedder-policy': embedder, 'cross-origin-opener-policy': 'same-origin' } });
    await press(shopper);
    assert.equal(await shopper.page.evaluate(() => crossOriginIsolated), true);
    await shopper.give(APPROVED);
    await shopper.shows('#result', 'approved');
  });
}
