// Japanese input: full-width digits, an input method that composes, a caret in the middle, and paste.
import assert from 'node:assert/strict';
import { scenario } from './scenario.mjs';
import { APPROVED } from './support.mjs';

const JAPANESE = { browser: { locale: 'ja-JP' } };

/** The caret in the focused field of the frame. */
const caret = (shopper) => shopper.frame.locator(':focus').evaluate((input) => [input.selectionStart, input.selectionEnd]);

/** Composes a text as an input method does: it grows in the field and is accepted at last. */
async function compose(shopper, ...steps) {
  const session = await shopper.context.newCDPSession(shopper.document());
  for (const text of steps) {
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await session.send('Input.insertText', { text: steps.at(-1) });
  await session.detach();
}

scenario('a shopper in Japan types full-width digits and buys', JAPANESE, async (shopper) => {
  const { page } = shopper;
  const frame = await shopper.toCard({ lang: 'ja' });
  assert.equal(await shopper.document().evaluate(() => document.documentElement.lang), 'ja');
  await shopper.says('#number-label', 'カード番号');
  for (const digit of '４２４２４２４２４２４２４２４２') await page.keyboard.insertText(digit);
  assert.equal(await shopper.value('number'), '4242 4242 4242 4242');
  await frame.locator('#expiry').focus();
  for (const character of '０８／３１') await page.keyboard.insertText(character);
  assert.equal(await shopper.value('expiry'), '08/31');
  await frame.locator('#code').focus();
  for (const digit of '７３９') await page.keyboard.insertText(digit);
  assert.equal(await shopper.value('code'), '739');
  await shopper.pay();
  await shopper.review('4242');
  await shopper.shows('#place-order', /注文/);
  await shopper.placeOrder();
  assert.equal((await shopper.receipt()).status, 'approved');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'ja');
});

scenario('digits composed with an input method are left alone until they are accepted', JAPANESE, async (shopper) => {
  const frame = await shopper.toCard({ lang: 'ja' });
  const session = await shopper.context.newCDPSession(shopper.document());
  const text = '４２４２４';
  await session.send('Input.imeSetComposition', { text, selectionStart: 5, selectionEnd: 5 });
  assert.equal(await shopper.value('number'), text, 'a text under composition is the input method\'s');
  await session.send('Input.insertText', { text });
  assert.equal(await shopper.value('number'), '4242 4');
  await session.detach();

  await compose(shopper, '２', '２４', '２４２４２', '２４２４２４２４２４２');
  assert.equal(await shopper.value('number'), '4242 4242 4242 4242');
  await frame.locator('#expiry').focus();
  await compose(shopper, '０', '０８', '０８３１');
  assert.equal(await shopper.value('expiry'), '08/31');
  await frame.locator('#code').focus();
  await compose(shopper, '７３', '７３９');
  assert.equal(await shopper.value('code'), '739');
  await shopper.pay();
  await shopper.review('4242');
});

scenario('a digit typed or taken away in the middle leaves the caret where the shopper is', {}, async (shopper) => {
  const { page } = shopper;
  const frame = await shopper.toCard();
  const number = frame.locator('#number');
  await number.pressSequentially('424242424242424');
  assert.equal(await shopper.value('number'), '4242 4242 4242 424');
  // After the fourth digit of all: what is typed there goes into the second group.
  await number.evaluate((input) => input.setSelectionRange(4, 4));
  await page.keyboard.press('1');
  assert.equal(await shopper.value('number'), '4242 1424 2424 2424');
  assert.deepEqual(await caret(shopper), [6, 6]);
  await page.keyboard.press('Backspace');
  assert.equal(await shopper.value('number'), '4242 4242 4242 424');
  assert.deepEqual((await caret(shopper)).map((at) => [4, 5].includes(at)), [true, true]);
  // Backspace over the space between two groups takes the digit before it.
  await number.evaluate((input) => input.setSelectionRange(5, 5));
  await page.keyboard.press('Backspace');
  assert.equal(await shopper.value('number'), '4244 2424 2424 24');
  assert.deepEqual(await caret(shopper), [3, 3]);
  // A selection over two groups is replaced by what is typed.
  await number.evaluate((input) => input.setSelectionRange(2, 7));
  await page.keyboard.type('5');
  assert.equal(await shopper.value('number'), '4252 4242 424');
  assert.deepEqual(await caret(shopper), [3, 3]);
});

const PASTED = ['4242 4242 4242 4242', '4242-4242-4242-4242', ' 4242 4242-42424242\n', '４２４２　４２４２　４２４２　４２４２', '4242–4242–4242–4242'];

scenario('a number is pasted as it stands in a mail or a table', {}, async (shopper) => {
  const frame = await shopper.toCard();
  let pasted = 0;
  for (const text of PASTED) {
    await frame.locator('#number').fill('');
    await shopper.paste('number', text);
    assert.equal(await shopper.value('number'), '4242 4242 4242 4242', JSON.stringify(text));
    pasted += 1;
  }
  assert.equal(pasted, PASTED.length);
  for (const text of ['08/31', '08 / 2031', '０８／３１', '8/31', '2031-08']) {
    await frame.locator('#expiry').fill('');
    await shopper.paste('expiry', text);
    await frame.locator('#code').focus();
    await shopper.says('#expiry-error', '');
  }
  await shopper.give({ code: APPROVED.code });
  await shopper.review('4242');
});
