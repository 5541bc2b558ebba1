// What is wrong with a card is said where it can be put right, before anything is sent.
import assert from 'node:assert/strict';
import { scenario } from './scenario.mjs';
import { APPROVED } from './support.mjs';

const WRONG = [
  { what: 'a mistyped number', field: 'number', card: { ...APPROVED, number: '4242424242424241' }, en: 'Check the card number.', ja: 'カード番号をご確認ください。' },
  { what: 'a number that is too short', field: 'number', card: { ...APPROVED, number: '42424242424' }, en: 'Check the card number.' },
  { what: 'a card that has expired', field: 'expiry', card: { ...APPROVED, expiry: '0120' }, en: 'This card has expired. Use another card.', ja: 'このカードは有効期限が切れています。別のカードをお使いください。' },
  { what: 'a month that does not exist', field: 'expiry', card: { ...APPROVED, expiry: '1/3' }, en: /04\/30/ },
  { what: 'four digits of code with a Visa', field: 'code', card: { ...APPROVED, code: '7391' }, en: 'Check the security code.', ja: 'セキュリティコードをご確認ください。' },
  { what: 'three digits of code with an Amex', field: 'code', card: { number: '378282246310005', expiry: '0831', code: '739' }, en: 'Check the security code.' },
];

for (const { what, field, card, ...sentences } of WRONG) {
  for (const [lang, sentence] of Object.entries(sentences)) {
    scenario(`${what} is said beside the field on leaving it, and nothing is sent (${lang})`, {}, async (shopper) => {
      const frame = await shopper.toCard({ lang });
      for (const [id, text] of Object.entries(card)) await frame.locator(`#${id}`).pressSequentially(text);
      if (field === 'code') assert.equal(await frame.locator('#code-error').textContent(), '', 'nothing is said while it is typed');
      await frame.locator('#code').press('Tab');

      await shopper.says(`#${field}-error`, sentence);
      const input = frame.locator(`#${field}`);
      assert.equal(await input.getAttribute('aria-invalid'), 'true');
      assert.ok((await input.getAttribute('aria-describedby')).split(' ').includes(`${field}-error`));
      assert.equal(await frame.locator('[aria-invalid="true"]').count(), 1, 'the others are fine');
      // Announced, although the focus has gone on: it stands in a live region.
      assert.equal(await frame.locator(`#${field}-error`).getAttribute('aria-live'), 'polite');

      await shopper.pay();
      assert.equal(await frame.locator(':focus').getAttribute('id'), field);
      assert.equal(shopper.asked('/v1/tokens'), 0);
    });
  }
}

scenario('a wrong card that is put right loses its marks as it becomes right, and makes exactly one request', {}, async (shopper) => {
  const frame = await shopper.toCard();
  await shopper.give({ number: '4242424242424241', expiry: '0120', code: '73' });
  assert.equal(await frame.locator('[aria-invalid="true"]').count(), 3);
  assert.equal(shopper.asked('/v1/tokens'), 0);

  await frame.locator('#number').press('End');
  await frame.locator('#number').press('Backspace');
  await frame.locator('#number').press('2');
  await shopper.says('#number-error', '');
  await frame.locator('#expiry').fill('');
  await frame.locator('#expiry').pressSequentially('0831');
  await shopper.says('#expiry-error', '');
  await frame.locator('#code').pressSequentially('9');
  await shopper.says('#code-error', '');
  assert.equal(await frame.locator('[aria-invalid="true"]').count(), 0);
  await shopper.pay();
  await shopper.review('4242');
  assert.equal(shopper.asked('/v1/tokens'), 1);
});

const REAL = { en: /never a real one/, ja: /テスト用のカードをお使いください/ };

for (const [lang, sentence] of Object.entries(REAL)) {
  scenario(`a real card on a test page is refused beside its number (${lang})`, { complaints: [/Failed to load resource.* 422/] }, async (shopper) => {
    await shopper.toCard({ lang });
    await shopper.give({ ...APPROVED, number: '4539578763621486' });
    await shopper.says('#number-error', sentence);
    assert.equal(await shopper.frame.locator(':focus').getAttribute('id'), 'number');
    await shopper.frame.locator('#number').fill('');
    await shopper.give({ number: APPROVED.number });
    await shopper.review('4242');
  });
}

scenario('an empty form that is sent says which fields are missing, and sends nothing', {}, async (shopper) => {
  const frame = await shopper.toCard();
  await shopper.pay();
  assert.equal(await frame.locator('[aria-invalid="true"]').count(), 3);
  assert.equal(await frame.locator('.error:not(:empty)').count(), 3);
  assert.equal(await frame.locator(':focus').getAttribute('id'), 'number');
  assert.equal(shopper.asked('/v1/tokens'), 0);
});

scenario('the brand is named while the number is typed, and says how long its code is', {}, async (shopper) => {
  const frame = await shopper.toCard();
  await frame.locator('#number').pressSequentially('37');
  await shopper.says('#brand', 'American Express');
  await shopper.says('#code-hint', '4 digits on the front');
  await frame.locator('#number').fill('');
  await frame.locator('#number').pressSequentially('4');
  await shopper.says('#brand', 'Visa');
  await shopper.says('#code-hint', '3 digits on the back');
});
