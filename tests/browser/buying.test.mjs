// Approved, and declined and then approved: what the shopper sees is what the acquirer did.
import assert from 'node:assert/strict';
import { entries, ledgerSince, scenario } from './scenario.mjs';
import { APPROVED } from './support.mjs';

const AMEX = { number: '378282246310005', expiry: '0831', code: '7391' };
const NO_FUNDS = { number: '4000000000009995', expiry: '0831', code: '739' };

for (const [brand, card] of Object.entries({ Visa: APPROVED, 'American Express': AMEX })) {
  scenario(`a purchase with a card of ${brand} ends in a receipt that tells what the ledger has`, {}, async (shopper) => {
    const before = await entries();
    await shopper.toCard();
    await shopper.give(card);
    const last4 = card.number.slice(-4);
    await shopper.review(last4);
    await shopper.shows('#review-brand', brand);
    assert.deepEqual(await ledgerSince(before), [], 'nothing is charged before the order is placed');
    await shopper.placeOrder();

    const order = await shopper.receipt();
    const [entry, ...more] = await ledgerSince(before);
    assert.equal(more.length, 0);
    assert.deepEqual(
      { status: order.status, amount: order.amount, currency: order.currency, last4: order.last4, reference: order.reference, authorization: order.authorization },
      { status: entry.result, amount: entry.amount, currency: entry.currency, last4: entry.last4, reference: entry.reference, authorization: entry.authorization_id },
    );
    assert.equal(entry.result, 'approved');
    await shopper.shows('#receipt-status', 'approved');
    await shopper.shows('#receipt-brand', brand);
    await shopper.shows('#receipt-last4', last4);
    await shopper.shows('#receipt-reference', order.reference);
    assert.match(await shopper.page.textContent('#receipt-approval'), /\w{6}/);
    assert.equal(shopper.asked('/v1/tokens'), 1);
  });
}

const REASONS = {
  en: /insufficient funds/,
  ja: /残高/,
};

for (const [lang, reason] of Object.entries(REASONS)) {
  scenario(`a declined card leads back to the form with the reason told, and another card is approved (${lang})`, {}, async (shopper) => {
    const before = await entries();
    await shopper.toCard({ lang });
    await shopper.give(NO_FUNDS);
    await shopper.review('9995');
    await shopper.placeOrder();

    await shopper.says('#status', reason);
    await shopper.page.locator('#checkout-message[data-code="insufficient_funds"]').waitFor();
    assert.equal(await shopper.value('number'), '4000 0000 0000 9995');
    assert.equal(await shopper.value('expiry'), '08/31');
    assert.equal(await shopper.value('code'), '');
    assert.equal(await shopper.frame.locator(':focus').getAttribute('id'), 'code');

    await shopper.frame.locator('#number').fill('');
    await shopper.give({ number: APPROVED.number, code: APPROVED.code });
    await shopper.review('4242');
    await shopper.placeOrder();
    const order = await shopper.receipt();
    assert.equal(order.status, 'approved');
    const done = await ledgerSince(before);
    assert.deepEqual(done.map(({ result, last4 }) => [result, last4]), [['declined', '9995'], ['approved', '4242']]);
    assert.equal(order.authorization, done[1].authorization_id);
  });
}

scenario('a card declined for its code can be tried again, and then another one', {}, async (shopper) => {
  const before = await entries();
  await shopper.toCard();
  await shopper.give({ number: '4000000000000127', expiry: '0831', code: '739' });
  await shopper.review('0127');
  await shopper.placeOrder();
  await shopper.says('#status', /declined/);
  await shopper.says('#code-error', 'Check the security code.');
  // The same card again: declined again, and still not the end.
  await shopper.give({ code: '740' });
  await shopper.review('0127');
  await shopper.placeOrder();
  await shopper.says('#status', /declined/);
  await shopper.frame.locator('#number').fill('');
  await shopper.give({ number: APPROVED.number, code: APPROVED.code });
  await shopper.review('4242');
  await shopper.placeOrder();
  assert.equal((await shopper.receipt()).status, 'approved');
  assert.deepEqual((await ledgerSince(before)).map(({ result }) => result), ['declined', 'declined', 'approved']);
});
