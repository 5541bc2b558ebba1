// One purchase as a shopper makes it, from the first page to the receipt, with a card typed key by key
// into the vault's frame. Prints what the shop was told as one line of JSON.
//
//   CARDSEAL_CARD        what to type: number, expiry and code, separated by spaces (optional)
//   CARDSEAL_SCREENSHOT  where to put a picture of the receipt (optional)
//
// and what support.mjs names.
import { fillDetails, launch, LONGEST_WAIT, openCard, order, PURCHASER, shop, typeCard } from './support.mjs';

const { CARDSEAL_CARD: typed = '4242424242424242 08/31 739', CARDSEAL_SCREENSHOT: picture } = process.env;
const [number, expiry, code] = typed.split(' ');

/** The first of these places that appears, by its name. */
async function first(outcomes) {
  const awaited = Object.entries(outcomes).map(async ([name, place]) => {
    await place.waitFor();
    return name;
  });
  return Promise.any(awaited).catch(() => {
    throw new Error(`none of ${Object.keys(outcomes).join(', ')} was shown`);
  });
}

function refused(by, code, text) {
  process.exitCode = 1;
  return { refused: { by, ...(code && { code }), text: text.trim() } };
}

async function buy(page) {
  await page.goto(`${shop}/?lang=en`);
  await page.click('#add-to-cart');
  await page.click('#to-checkout');
  await fillDetails(page, PURCHASER);
  const frame = await openCard(page);
  await typeCard(frame, { number, expiry, code });
  await frame.locator('#pay').click();

  // What is said while the form can be used again is the end of it, and not a step on the way.
  const wrong = frame.locator('main:has(#pay:enabled:not([aria-busy="true"])) :is(#status, .error):not(:empty)').first();
  if ((await first({ review: page.locator('#review'), frame: wrong })) === 'frame') {
    return refused('frame', undefined, await wrong.textContent());
  }
  await page.click('#place-order');
  const message = page.locator('#checkout-message[data-code]');
  if ((await first({ receipt: page.locator('#receipt-status'), message })) === 'message') {
    return refused('shop', await message.getAttribute('data-code'), await message.textContent());
  }

  // A receipt asks again by itself while the payment is under way.
  const settled = ['approved', 'declined', 'reversed', 'refused'];
  await page.waitForFunction((words) => words.includes(document.querySelector('#receipt-status')?.textContent), settled);
  const told = await order(page);
  const shown = async (part) => (await page.locator(`#receipt-${part}`).textContent()).trim();
  for (const part of ['status', 'last4', 'reference', 'authorization']) {
    if ((await shown(part)) !== told[part]) throw new Error(`the receipt shows another ${part} than the shop was told`);
  }
  if (picture) await page.screenshot({ path: picture, fullPage: true });
  const { authorization: id, status, amount, currency, reference, brand, last4 } = told;
  return {
    authorization: { id, status, amount, currency, reference, card: { brand, last4 } },
    shown: { amount: await shown('amount'), approval: await shown('approval') },
  };
}

const browser = await launch();
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(LONGEST_WAIT);
  const complaints = [];
  // A refusal by status is the shop's answer, and told as such.
  const isAnswer = (text) => text.startsWith('Failed to load resource');
  page.on('console', (message) => message.type() === 'error' && !isAnswer(message.text()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  const said = await buy(page).catch((error) => {
    throw new Error(`${error.message}; the browser says: ${complaints.join('; ') || 'nothing'}`);
  });
  if (complaints.length > 0) throw new Error(`the browser complains: ${complaints.join('; ')}`);
  console.log(JSON.stringify(said));
} finally {
  await browser.close();
}
