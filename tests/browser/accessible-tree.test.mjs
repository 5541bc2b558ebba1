// A purchase by who has nothing but the accessibility tree, and what they are told on the way.
import assert from 'node:assert/strict';
import { Reader } from './reader.mjs';
import { entries, ledgerSince, scenario, shop } from './scenario.mjs';
import { TEXTS } from './states.mjs';
import { APPROVED, PURCHASER } from './support.mjs';

const DECLINED = '4000000000009995';

/** What the shop calls things. */
const SHOP = {
  en: {
    add: 'Tenugui: Add to cart', checkout: 'Checkout', pay: 'Pay by card', title: 'Your card', submit: 'Continue', place: 'Place order',
    fields: { name: 'Name', email: 'E-mail', phone: 'Phone', 'postal-code': 'Postal code', address: 'Address' },
    declined: 'The card has not enough funds, and nothing was charged. Please try another card.',
  },
  ja: {
    add: '手ぬぐい: カートに入れる', checkout: 'ご購入手続きへ', pay: 'カードで支払う', title: 'カード情報', submit: '確認へ進む', place: '注文を確定する',
    fields: { name: 'お名前', email: 'メールアドレス', phone: '電話番号', 'postal-code': '郵便番号', address: '住所' },
    declined: 'カードの残高または利用枠が足りません。請求はされていません。別のカードをお試しください。',
  },
};

/** From the shop's first page to the open form. */
async function toCard(reader, lang) {
  const words = SHOP[lang];
  await reader.page.goto(`${shop}/?lang=${lang}`);
  await reader.press('button', words.add);
  await reader.press('link', words.checkout);
  for (const [field, name] of Object.entries(words.fields)) await reader.write(name, PURCHASER[field]);
  await reader.press('button', words.pay);
  await reader.find('dialog', words.title);
}

for (const lang of Object.keys(SHOP)) {
  scenario(`roles and names alone lead from the cart over an error and a decline to the receipt (${lang})`, {}, async (shopper) => {
    const before = await entries();
    const [words, form] = [SHOP[lang], TEXTS[lang]];
    const reader = new Reader(shopper.page);
    await toCard(reader, lang);
    await reader.find('textbox', form.number);
    // What is empty is to be filled in, and not wrong: browsers differ on that where it is the element that says so.
    assert.equal((await reader.focused()).name, form.number);
    for (const name of [form.number, form.expiry, form.code]) {
      await reader.go('textbox', name);
      const { required, invalid } = await reader.focused();
      assert.deepEqual({ required, invalid }, { required: true, invalid: false }, name);
    }

    // What is wrong is told where the focus is, and aloud for each field.
    await reader.write(form.number, '4242424242424241');
    await reader.write(form.expiry, '0120');
    await reader.hears(() => reader.press('button', words.submit), `polite: ${form.expired_card}`, `polite: ${form.invalid_security_code}`);
    assert.deepEqual(await reader.focused(), { name: form.number, description: `${form.invalid_number} Visa`, required: true, invalid: true });

    await reader.write(form.number, DECLINED);
    await reader.write(form.expiry, APPROVED.expiry);
    await reader.write(form.code, APPROVED.code);
    await reader.press('button', words.submit);
    await reader.go('button', words.place);
    await reader.hears(() => reader.page.keyboard.press('Enter'), `assertive: ${form.insufficient_funds}`);
    await reader.find('dialog', words.title);

    await reader.write(form.number, APPROVED.number);
    await reader.write(form.code, APPROVED.code);
    await reader.press('button', words.submit);
    await reader.press('button', words.place);
    const order = await shopper.receipt();
    assert.equal(order.status, 'approved');
    await reader.find('StaticText', order.authorization);
    const done = await ledgerSince(before);
    assert.deepEqual(done.map(({ authorization_id, result }) => [authorization_id === order.authorization, result]), [[false, 'declined'], [true, 'approved']]);
  });
}

scenario('a field that has lost its label is not found by its name', {}, async (shopper) => {
  const { number, expiry } = TEXTS.en;
  const reader = new Reader(shopper.page);
  await toCard(reader, 'en');
  await reader.find('textbox', number);
  await shopper.document().evaluate(() => document.querySelector('label[for="number"]').remove());
  await reader.find('textbox', expiry);
  assert.equal(await reader.look('textbox', number), undefined);
});
