// One purchase as a shopper makes it: types a card key by key into the vault's frame, waits for the
// receipt, and prints what the shop was told as one line of JSON.
//
//   CARDSEAL_SHOP_URL   the shop as a browser reaches it
//   CARDSEAL_CHROMIUM   the browser
//   CARDSEAL_CARD       what to type: number, expiry and code, separated by spaces
//   CARDSEAL_SCREENSHOT where to put a picture of the receipt (optional)
import { chromium } from 'playwright-core';

const { CARDSEAL_SHOP_URL: shop, CARDSEAL_CHROMIUM: executablePath, CARDSEAL_SCREENSHOT: picture } = process.env;
const [number, expiry, code] = (process.env.CARDSEAL_CARD ?? '4242424242424242 08/31 739').split(' ');
const LONGEST_WAIT = 30_000;

// A sandbox of its own needs privileges that root in a container has not.
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: [...sandbox, ...quiet, '--disable-gpu', '--disable-quic'],
});

try {
  const page = await browser.newPage();
  page.setDefaultTimeout(LONGEST_WAIT);
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(shop);
  const frame = page.frameLocator('#checkout-frame');
  await frame.locator('#pay:enabled').waitFor();
  for (const [field, text] of [['#number', number], ['#expiry', expiry], ['#code', code]]) {
    await frame.locator(field).pressSequentially(text);
  }
  await frame.locator('#pay').click();

  // A receipt, a refusal told to the shop, or one told by the frame, which can then be used again.
  const outcomes = {
    receipt: page.locator('#receipt-status'),
    shop: page.locator('#checkout-message[data-code]'),
    frame: frame.locator('main:has(#pay:enabled) #status:not(:empty)'),
  };
  const awaited = Object.entries(outcomes).map(async ([by, place]) => {
    await place.waitFor();
    return by;
  });
  const by = await Promise.any(awaited).catch(() => {
    throw new Error(`no receipt and no refusal; the browser says: ${complaints.join('; ')}`);
  });
  if (by !== 'receipt') {
    console.log(JSON.stringify({ refused: { by, text: await outcomes[by].textContent() } }));
    process.exitCode = 1;
  } else {
    // A receipt asks again by itself while the payment is under way.
    const settled = ['approved', 'declined', 'reversed', 'refused'];
    await page.waitForFunction((words) => words.includes(document.querySelector('#receipt-status')?.textContent), settled);
    // Asked by the page itself: only browsers resolve every name below localhost.
    const order = await page.evaluate(async () => {
      const response = await fetch(location.href, { headers: { accept: 'application/json' } });
      return response.json();
    });
    const shown = async (part) => (await page.locator(`#receipt-${part}`).textContent()).trim();
    const pairs = [['status', order.status], ['last4', order.last4], ['reference', order.reference], ['authorization', order.authorization]];
    for (const [part, told] of pairs) {
      if ((await shown(part)) !== told) throw new Error(`the receipt shows another ${part} than the shop was told`);
    }
    if (picture) await page.screenshot({ path: picture, fullPage: true });
    if (complaints.length > 0) throw new Error(`the browser complains: ${complaints.join('; ')}`);
    const { authorization: id, status, amount, currency, reference, brand, last4 } = order;
    const amountShown = await shown('amount');
    const authorization = { id, status, amount, currency, reference, card: { brand, last4 } };
    console.log(JSON.stringify({ authorization, shown: { amount: amountShown, approval: await shown('approval') } }));
  }
} finally {
  await browser.close();
}
