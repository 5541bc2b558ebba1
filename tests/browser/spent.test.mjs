// A token that cannot be redeemed any more, and a session that gives no more of them: the shopper is
// told, and enters a card again.
import assert from 'node:assert/strict';
import { authorize, revoke } from './merchant.mjs';
import { entries, ledgerSince, scenario } from './scenario.mjs';
import { APPROVED } from './support.mjs';

/** The next token that the vault answers, read on the wire. */
async function nextToken(shopper, act) {
  const answered = shopper.context.waitForEvent('response', (response) => response.url().endsWith('/v1/tokens'));
  await act();
  return (await answered).json();
}

const SPENT = {
  token_used: { how: 'used before', spend: ({ token }) => authorize(token, 100), charged: 1, said: /has been used before/, status: 409 },
  token_expired: { how: 'no longer valid', spend: ({ id }) => revoke(id), charged: 0, said: /the card entry has ended/, status: 410 },
};

for (const [code, { how, spend, charged, said, status }] of Object.entries(SPENT)) {
  // The shop's own answer carries a status, which the browser notes.
  scenario(`a token that is ${how} is told at Place order, and a card entered again is approved`, { complaints: [/Failed to load resource.* 4\d\d/] }, async (shopper) => {
    const before = await entries();
    await shopper.toCard();
    const token = await nextToken(shopper, () => shopper.give(APPROVED));
    await shopper.review('4242');
    const spent = await spend(token);
    assert.equal(spent.http, spent.object === 'token' ? 200 : 201);

    await shopper.placeOrder();
    await shopper.page.locator(`#checkout-message[data-code="${code}"]`).waitFor();
    await shopper.shows('#checkout-message', said);
    assert.equal(await shopper.page.locator('#place-order').isDisabled(), true, 'there is nothing to order with');
    assert.equal((await ledgerSince(before)).length, charged);
    const again = await authorize(token.token, 100);
    assert.deepEqual([again.http, again.code], [status, code], 'it is as the shop was told');

    // Number and expiry are still in the form; the code is typed anew.
    await shopper.changeCard();
    assert.equal(await shopper.value('number'), '4242 4242 4242 4242');
    assert.equal(await shopper.value('code'), '');
    await shopper.give({ code: APPROVED.code });
    await shopper.review('4242');
    await shopper.placeOrder();
    const order = await shopper.receipt();
    assert.equal(order.status, 'approved');
    const done = (await ledgerSince(before)).slice(charged);
    assert.deepEqual(done.map(({ authorization_id }) => authorization_id), [order.authorization]);
  });
}

scenario('the sixth token of a session is refused, and the next form gives one', { complaints: [/Failed to load resource.* 429/] }, async (shopper) => {
  await shopper.overhear();
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.review('4242');
  for (let more = 2; more <= 5; more++) {
    await shopper.changeCard();
    await shopper.give({ code: APPROVED.code });
    await shopper.page.locator('dialog').waitFor({ state: 'hidden' });
    assert.equal(shopper.asked('/v1/tokens'), more);
  }
  await shopper.changeCard();
  const old = shopper.document();
  await shopper.give({ code: APPROVED.code });
  await shopper.frame.locator('#status:not(:empty)').waitFor();
  await shopper.frame.locator('#pay').waitFor({ state: 'hidden' });
  assert.equal(shopper.asked('/v1/tokens'), 6);
  await shopper.hears('too_many_requests');
  await shopper.page.keyboard.press('Escape');
  await shopper.page.locator('#checkout-message[data-code="too_many_requests"]').waitFor();

  await shopper.changeCard();
  assert.ok(old.isDetached(), 'the form that had given its tokens is gone');
  assert.equal(await shopper.value('number'), '', 'and what was typed into it');
  await shopper.give(APPROVED);
  await shopper.review('4242');
  assert.equal(shopper.asked('/v1/tokens'), 7);
});
