// The shopper's side of each attempt, and what counts as the card.
import { fillDetails, LONGEST_WAIT, PURCHASER, typeCard } from '../support.mjs';

/** An American Express card: a code of four digits is not in every text by chance. */
export const CARD = { number: '378282246310005', expiry: '0831', code: '7391' };

/** What of the card stands in a text. The page may know brand and last four, and with a token the expiry. */
export function found(text, { token = false } = {}) {
  const parts = new Set();
  const digits = text.replace(/(?<=\d)[ -](?=\d)/g, '');
  for (let at = 0; at + 6 <= CARD.number.length; at++) if (digits.includes(CARD.number.slice(at, at + 6))) parts.add('number');
  if (!token && /(?<!\d)08 ?\/? ?31(?!\d)|2031-08/.test(text)) parts.add('expiry');
  if (/(?<!\d)7391(?!\d)/.test(text)) parts.add('code');
  // Keys come one by one, and make one row of digits.
  if (digits.includes(CARD.number + CARD.expiry)) parts.add('expiry');
  if (digits.endsWith(CARD.expiry + CARD.code)) parts.add('code');
  return [...parts];
}

/** A page of the hostile shop with these attempts in it, at the checkout. */
export async function visit(browser, shop, rows) {
  const context = await browser.newContext({ locale: 'en-US' });
  context.setDefaultTimeout(LONGEST_WAIT);
  await context.addCookies([{ name: 'hostile', value: encodeURIComponent(rows.map(({ name }) => name).join('|')), url: shop }]);
  const page = await context.newPage();
  await page.goto(`${shop}/checkout?product=tenugui&lang=en`);
  await fillDetails(page, PURCHASER);
  return page;
}

/** Opens the pop-up and types the card in every way there is: keys, an input method, the clipboard. */
export async function type(page) {
  await page.click('#pay-by-card');
  const frame = page.frameLocator('cardseal-card iframe');
  const number = frame.locator('#number');
  await number.waitFor();
  await typeCard(frame, CARD);
  await number.click();
  await page.keyboard.press('Control+A');
  await compose(page, CARD.number);
  for (const key of ['Control+A', 'Control+C', 'Control+V', 'Control+A']) await page.keyboard.press(key);
  return frame;
}

/** A text by way of an input method, in whatever has the focus. */
async function compose(page, text) {
  const [, card] = page.frames();
  // A frame of another site is a target of its own.
  const session = await page.context().newCDPSession(card).catch(() => page.context().newCDPSession(page));
  const at = text.length;
  await session.send('Input.imeSetComposition', { text, selectionStart: at, selectionEnd: at });
  await session.send('Input.insertText', { text });
  await session.detach();
}

/** What stands in the form, as the shopper sees it. */
export const standing = async (frame) => {
  const values = ['number', 'expiry', 'code'].map((id) => frame.locator(`#${id}`).inputValue());
  return (await Promise.all(values)).map((value) => value.replace(/\D/g, ''));
};
