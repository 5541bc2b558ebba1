// A vault that has an RSA key alone: the form and direct entry load the program that seals to it.
import assert from 'node:assert/strict';
import { authorize, openSession } from './merchant.mjs';
import { give, leavesNothing, openOwnForm, own, told } from './own-form.mjs';
import { BACK, listen, visit } from './redirect.mjs';
import { scenario, vault } from './scenario.mjs';
import { APPROVED, typeCard } from './support.mjs';

/** The header of the one envelope that went to the vault. */
const header = (shopper) => {
  const sent = shopper.requests.filter((request) => request.url() === `${vault}/v1/tokens` && request.method() === 'POST');
  assert.equal(sent.length, 1);
  return JSON.parse(Buffer.from(sent[0].postData().split('.')[0], 'base64url').toString());
};

scenario('the form seals to it, and the purchase is approved', {}, async (shopper) => {
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.review('4242');
  assert.equal(header(shopper).alg, 'RSA-OAEP-256');
  await shopper.placeOrder();
  assert.equal((await shopper.receipt()).status, 'approved');
});

scenario('the page by itself seals to it too', {}, async (shopper) => {
  const posts = await listen(shopper);
  await visit(shopper);
  await typeCard(shopper.page, APPROVED);
  await shopper.page.keyboard.press('Enter');
  await shopper.page.waitForURL(BACK);
  assert.equal(header(shopper).alg, 'RSA-OAEP-256');
  assert.equal((await authorize(posts[0].form.token, 1_200)).status, 'approved');
});

own('direct entry fetches the other program and seals to it', {}, async (shopper) => {
  const session = await openSession({ kind: 'direct' });
  await openOwnForm(shopper, session.session);
  assert.equal(shopper.requests.some((request) => request.url().endsWith('/direct-rsa.wasm')), false, 'not before it is needed');
  await give(shopper.page, APPROVED);
  const [{ token }] = await told(shopper.page);
  assert.equal(header(shopper).alg, 'RSA-OAEP-256');
  assert.equal(shopper.requests.some((request) => request.url().endsWith('/direct-rsa.wasm')), true);
  const paid = await authorize(token, 1_200);
  assert.deepEqual([paid.http, paid.status], [201, 'approved']);
});

own('the other program\'s memory holds nothing of the card either', {}, async (shopper) => {
  await leavesNothing(shopper, (await openSession({ kind: 'direct' })).session);
});
