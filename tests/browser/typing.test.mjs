// Texts that do not come key by key: filled in by the browser or a password manager, pasted, composed on a
// phone's keyboard; and what is taken back again.
import assert from 'node:assert/strict';
import { fillIn as fillFields, holds as held } from './filling.mjs';
import { scenario } from './scenario.mjs';
import { APPROVED } from './support.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const FILLED = { number: '4242424242424242', expiry: '2031-08', code: '739' };
const LONG = { ...APPROVED, number: '6205500000000000004' };

const fillIn = (shopper, texts, inputType) => fillFields(shopper.document(), texts, inputType);
const holds = (shopper, id, text) => held(shopper.document(), id, text);

for (const inputType of [undefined, '', 'insertReplacementText']) {
  scenario(`what is filled in (${inputType ?? 'an event without a kind'}) is rewritten only when all of it is there`, {}, async (shopper) => {
    await shopper.toCard();
    assert.deepEqual(await fillIn(shopper, FILLED, inputType), FILLED, 'nothing was rewritten meanwhile');
    await holds(shopper, 'number', '4242 4242 4242 4242');
    await holds(shopper, 'expiry', '08/2031');
    await shopper.says('#brand', 'Visa');
    assert.equal(await shopper.frame.locator('[aria-invalid="true"]').count(), 0);
    await shopper.pay();
    await shopper.review('4242');
  });
}

scenario('a wallet that pauses between the fields finds each as it left it until it is done', {}, async (shopper) => {
  await shopper.toCard();
  const found = await shopper.document().evaluate(async ([texts, pause]) => {
    const fields = Object.entries(texts).map(([id, text]) => [document.getElementById(id), text]);
    const found = [];
    for (const [field, text] of fields) {
      await new Promise((done) => setTimeout(done, pause));
      found.push(fields.map(([field]) => field.value));
      field.focus();
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    return found;
  }, [FILLED, 250]);
  const { number, expiry } = FILLED;
  assert.deepEqual(found, [['', '', ''], [number, '', ''], [number, expiry, '']]);
  await holds(shopper, 'number', '4242 4242 4242 4242');
  await holds(shopper, 'expiry', '08/2031');
  await shopper.pay();
  await shopper.review('4242');
});

scenario('its twin: what is typed is rewritten at once', {}, async (shopper) => {
  await shopper.toCard();
  const typed = await fillIn(shopper, FILLED, 'insertText');
  assert.deepEqual(typed, { number: '4242 4242 4242 4242', expiry: '08/2031', code: '739' });
});

scenario('the button may be pressed while a card is still being filled in', {}, async (shopper) => {
  await shopper.toCard();
  await shopper.document().evaluate((texts) => {
    for (const [id, text] of Object.entries(texts)) {
      document.getElementById(id).value = text;
      document.getElementById(id).dispatchEvent(new Event('input', { bubbles: true }));
    }
    document.getElementById('pay').click();
  }, FILLED);
  await shopper.review('4242');
});

for (const [text, shown] of [
  ['1/28', '01/28'],
  ['012028', '01/2028'],
  ['2028-01', '01/2028'],
  ['01 / 28', '01/28'],
  ['1-2028', '01/2028'],
]) {
  scenario(`an expiry filled in as ${text} is understood, and so is a typed one`, {}, async (shopper) => {
    const frame = await shopper.toCard();
    await fillIn(shopper, { expiry: text });
    await holds(shopper, 'expiry', shown);
    await shopper.says('#expiry-error', '');
    await frame.locator('#expiry').fill('');
    if (!text.startsWith('20')) await frame.locator('#expiry').pressSequentially(text);
    else await frame.locator('#expiry').fill(text);
    await frame.locator('#code').focus();
    await holds(shopper, 'expiry', shown);
    await shopper.says('#expiry-error', '');
    await shopper.give({ number: APPROVED.number, code: APPROVED.code });
    await shopper.review('4242');
  });
}

scenario('a number of nineteen digits is filled in, pasted, typed and bought with', {}, async (shopper) => {
  const frame = await shopper.toCard();
  await fillIn(shopper, { number: LONG.number });
  await holds(shopper, 'number', '6205 5000 0000 0000 004');
  for (const text of [LONG.number, '6205 5000 0000 0000 004', '6205-5000-0000-0000-004']) {
    await frame.locator('#number').fill('');
    await shopper.paste('number', text);
    assert.equal(await shopper.value('number'), '6205 5000 0000 0000 004', text);
  }
  await frame.locator('#number').fill('');
  await shopper.give(LONG);
  await shopper.review('0004');
});

scenario('on a phone whose keyboard composes, the text is its own until it is done', { browser: PHONE }, async (shopper) => {
  const frame = await shopper.toCard();
  const session = await shopper.context.newCDPSession(shopper.document());
  const compose = (text) => session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  for (let length = 1; length <= 16; length++) {
    const text = APPROVED.number.slice(0, length);
    await compose(text);
    assert.equal(await shopper.value('number'), text);
  }
  await session.send('Input.insertText', { text: APPROVED.number });
  assert.equal(await shopper.value('number'), '4242 4242 4242 4242');
  // A keyboard that gives each digit by itself, and none of them as a key.
  await frame.locator('#expiry').focus();
  for (const text of APPROVED.expiry) await session.send('Input.insertText', { text });
  assert.equal(await shopper.value('expiry'), '08/31');
  await frame.locator('#code').focus();
  for (const text of APPROVED.code) await session.send('Input.insertText', { text });
  await session.detach();
  await shopper.pay();
  await shopper.review('4242');
});

scenario('arrow keys go through the number, also over its gaps', {}, async (shopper) => {
  const { keyboard } = shopper.page;
  const frame = await shopper.toCard();
  await frame.locator('#number').pressSequentially('42424242');
  for (let times = 0; times < 5; times++) await keyboard.press('ArrowLeft');
  await keyboard.type('1');
  assert.equal(await shopper.value('number'), '4242 1424 2');
  await keyboard.press('ArrowRight');
  await keyboard.press('Delete');
  assert.equal(await shopper.value('number'), '4242 1442');
  await keyboard.press('Home');
  await keyboard.press('Delete');
  assert.equal(await shopper.value('number'), '2421 442');
});

scenario('what was typed can be undone to its beginning and done again, also where it was rewritten', {}, async (shopper) => {
  const { keyboard } = shopper.page;
  const frame = await shopper.toCard();
  const number = frame.locator('#number');
  await number.pressSequentially('42424242');
  assert.equal(await shopper.value('number'), '4242 4242');
  /** Presses a key until nothing changes any more: what stood there on the way. */
  const repeat = async (key) => {
    const seen = [await shopper.value('number')];
    for (;;) {
      await keyboard.press(key);
      const now = await shopper.value('number');
      if (now === seen.at(-1)) return seen;
      seen.push(now);
    }
  };
  const undone = await repeat('Control+Z');
  assert.equal(undone.at(-1), '');
  assert.ok(undone.length > 2, `${undone}`);
  const digits = (text) => text.replaceAll(' ', '');
  for (const text of undone) assert.ok('42424242'.startsWith(digits(text)), `${undone}`);
  const redone = await repeat('Control+Shift+Z');
  assert.equal(digits(redone.at(-1)), '42424242');
  // And what is typed next is as ever.
  await keyboard.type('4242');
  assert.equal(await shopper.value('number'), '4242 4242 4242');
  await keyboard.press('Backspace');
  assert.equal(await shopper.value('number'), '4242 4242 424');
  await number.fill('');
  await shopper.give(APPROVED);
  await shopper.review('4242');
});

scenario('what was wiped cannot be undone', {}, async (shopper) => {
  const { keyboard } = shopper.page;
  const frame = await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.review('4242');
  // The code has done its work, and the form is open again.
  await shopper.page.click('#change-card');
  await frame.locator('#code').focus();
  assert.equal(await shopper.value('code'), '');
  await keyboard.press('Control+Z');
  assert.equal(await shopper.value('code'), '');
});

scenario('a browser knows each field for what it is, all in one form, and keeps its hands free', {}, async (shopper) => {
  await shopper.toCard();
  const fields = await shopper.document().evaluate(() =>
    [...document.querySelectorAll('input')].map(({ id, autocomplete, type, form }) => ({ id, autocomplete, type, form: form?.id })),
  );
  const text = { type: 'text', form: 'fields' };
  assert.deepEqual(fields, [
    { id: 'number', autocomplete: 'cc-number', ...text },
    { id: 'expiry', autocomplete: 'cc-exp', ...text },
    { id: 'code', autocomplete: 'cc-csc', ...text },
    { id: 'name', autocomplete: 'cc-name', ...text },
  ]);
  const forbidden = ['[pattern]', '[type=password]', '[autocomplete=off]', '[readonly]', '[oninput]', '[onpaste]'];
  for (const selector of forbidden) assert.equal(await shopper.frame.locator(selector).count(), 0, selector);
  const shortest = { number: 19 + 4, expiry: '2031-08'.length, code: 4 };
  for (const [id, length] of Object.entries(shortest)) {
    assert.ok((await shopper.frame.locator(`#${id}`).getAttribute('maxlength')) >= length, `${id} has room for what is filled in`);
  }
});
