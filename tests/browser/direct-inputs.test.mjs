// Inputs of the merchant's own, formatted as the vault's form formats its fields.
import assert from 'node:assert/strict';
import { fillIn, holds } from './filling.mjs';
import { openSession } from './merchant.mjs';
import { give, openOwnForm, own, told } from './own-form.mjs';
import { APPROVED } from './support.mjs';

const FILLED = { number: '4242424242424242', expiry: '2031-08' };
const SHOWN = { number: '4242 4242 4242 4242', expiry: '08/2031' };

/** A scenario on the page of the document, with a session in it. */
const typing = (name, body) =>
  own(name, {}, async (shopper) => {
    await openOwnForm(shopper, (await openSession({ kind: 'direct' })).session);
    await body(shopper, shopper.page);
  });

typing('what a password manager fills into inputs of one\'s own is left alone until all of it is there', async (shopper, page) => {
  assert.deepEqual(await fillIn(page, FILLED), FILLED, 'nothing was rewritten meanwhile');
  for (const [field, text] of Object.entries(SHOWN)) await holds(page, field, text);
  await page.locator('#code').pressSequentially(APPROVED.code);
  await page.click('#card button');
  assert.match((await told(page))[0].token, /^tok_test_/);
});

typing('its twin: what is typed into them is rewritten at once', async (_, page) => {
  assert.deepEqual(await fillIn(page, FILLED, 'insertText'), SHOWN);
});

typing('a month that is corrected is completed when it is left, and not before', async (_, page) => {
  await page.locator('#expiry').pressSequentially('0831');
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  assert.equal(await page.inputValue('#expiry'), '8/31');
  await page.locator('#code').focus();
  assert.equal(await page.inputValue('#expiry'), '08/31');
});

typing('what was typed into an input of one\'s own can be undone to its beginning', async (_, page) => {
  await page.locator('#number').pressSequentially('42424242');
  const seen = [await page.inputValue('#number')];
  assert.deepEqual(seen, ['4242 4242']);
  while (seen.at(-1) !== seen.at(-2)) {
    await page.keyboard.press('Control+Z');
    seen.push(await page.inputValue('#number'));
  }
  assert.equal(seen.at(-1), '', `${seen}`);
  for (const text of seen) assert.ok('42424242'.startsWith(text.replaceAll(' ', '')), `${seen}`);
});

typing('what an input method composes is its own until it is done', async (shopper, page) => {
  await page.locator('#number').focus();
  const session = await shopper.context.newCDPSession(page);
  for (const text of ['４', '４２', '４２４２４']) {
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    assert.equal(await page.inputValue('#number'), text);
  }
  await session.send('Input.insertText', { text: '４２４２４' });
  assert.equal(await page.inputValue('#number'), '4242 4');
  await session.detach();
});

typing('in a shadow tree the caret stays where it was, and two forms do not meet', async (_, page) => {
  await page.evaluate(() => {
    const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
    const input = root.appendChild(Object.assign(document.createElement('input'), { id: 'other' }));
    direct.attach({ number: input });
  });
  const other = page.locator('#other');
  await other.pressSequentially('424242');
  await other.press('ArrowLeft');
  await other.press('ArrowLeft');
  await other.press('Backspace');
  assert.deepEqual([await other.inputValue(), await other.evaluate((input) => input.selectionEnd)], ['4244 2', 3]);
  assert.equal(await page.inputValue('#number'), '');
});

typing('an input that was let go is the page\'s again', async (_, page) => {
  await page.evaluate(() => {
    const input = document.body.appendChild(Object.assign(document.createElement('input'), { id: 'other' }));
    window.letGo = direct.attach({ expiry: input, number: null });
  });
  const other = page.locator('#other');
  await other.pressSequentially('0831');
  assert.equal(await other.inputValue(), '08/31');
  await fillIn(page, { other: '0931' });
  await page.evaluate(() => {
    letGo();
    letGo();
  });
  // What was to be completed of the filled-in text is left as well: beside it the page's own form is.
  await give(page, APPROVED);
  await told(page);
  assert.equal(await other.inputValue(), '0931');
  await other.fill('');
  await other.pressSequentially('1031');
  assert.equal(await other.inputValue(), '1031');
});

typing('what is no input, or has nothing to format, is told to the developer', async (_, page) => {
  const said = await page.evaluate(() =>
    [{ number: document.body }, { expiry: 'input' }, { code: document.querySelector('#code') }].map((inputs) => {
      try {
        return direct.attach(inputs);
      } catch (error) {
        return `${error}`;
      }
    }),
  );
  assert.deepEqual(
    said,
    ['number', 'expiry', 'code'].map((field) => `TypeError: Cardseal: attach({ ${field} }): give the input of number, or of expiry. See docs/frontend`),
  );
});
