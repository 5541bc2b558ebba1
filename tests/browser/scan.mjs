// A session in which cards of every outcome are typed, and everything a browser can show of it written
// into files, for the scanner to read. With a number to plant, it is put into every such place instead.
//
//   CARDSEAL_OUTPUT  the folder for the files
//   CARDSEAL_PLANT   a number to plant (optional)
import { launchRecorded, Recorder } from './scan/recorder.mjs';
import { plantEverywhere } from './scan/plant.mjs';
import { cardFrame, goToCheckout, LONGEST_WAIT, openCard, typeCard } from './support.mjs';

const { CARDSEAL_OUTPUT: output, CARDSEAL_PLANT: plant } = process.env;

const wide = (text) => text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const [APPROVED, WIDE, AMEX, NO_FUNDS, OTHER, LIVE, CANCELLED] = [
  '5555555555554444',
  '3530111333300000',
  '378282246310005',
  '4000000000009995',
  '6011111111111117',
  '4539578763621486',
  '2223003122003222',
];
const typed = new Set();
let attempts = 0;

const context = await launchRecorded(output);
context.setDefaultTimeout(LONGEST_WAIT);
const recorder = new Recorder(context, output);

/** A page at the checkout, with the pop-up open. */
async function start() {
  const page = await context.newPage();
  await recorder.watch(page);
  await goToCheckout(page);
  const frame = await openCard(page);
  await recorder.look(page, 'empty');
  return [page, frame];
}

async function give(frame, number, { expiry = '0831', code = number.length === 15 ? '7391' : '739', write = (text) => text } = {}) {
  attempts++;
  typed.add(number);
  await typeCard(frame, { number: write(number), expiry: write(expiry), code: write(code) });
  await frame.locator('#pay').click();
}

/** A token was made: the card stands in the form still, and nowhere else. */
async function review(page) {
  await page.locator('#review').waitFor();
  await recorder.look(page, 'token');
}

async function buy(page) {
  await page.click('#place-order');
  await page.waitForURL(/\/orders\//);
  await page.waitForFunction(() => ['approved', 'declined', 'refused'].includes(document.querySelector('#receipt-status')?.textContent));
  await recorder.look(page, 'receipt');
  await page.close();
}

async function approved(number, options) {
  const [page, frame] = await start();
  await give(frame, number, options);
  await review(page);
  await buy(page);
}

async function declined() {
  const [page, frame] = await start();
  await give(frame, NO_FUNDS);
  await review(page);
  await page.click('#place-order');
  await cardFrame(page);
  await page.locator('#checkout-message[data-code="insufficient_funds"]').waitFor();
  await recorder.look(page, 'declined');
  await frame.locator('#number').fill('');
  await give(frame, OTHER, { expiry: '' });
  await review(page);
  await buy(page);
}

/** Refused in the form: a real number in test mode, then an expiry that is over. */
async function refused() {
  const [page, frame] = await start();
  await give(frame, LIVE);
  await frame.locator('#number[aria-invalid="true"]').waitFor();
  await recorder.look(page, 'refused');
  await frame.locator('#number').fill('');
  await frame.locator('#expiry').fill('');
  await give(frame, APPROVED, { expiry: '0120', code: '' });
  await frame.locator('#expiry[aria-invalid="true"]').waitFor();
  await recorder.look(page, 'refused');
  await page.close();
}

async function cancelled() {
  const [page, frame] = await start();
  typed.add(CANCELLED);
  attempts++;
  await typeCard(frame, { number: CANCELLED, expiry: '0831', code: '739' });
  await page.keyboard.press('Escape');
  await page.locator('#pay-by-card').waitFor();
  await recorder.look(page, 'cancelled');
  await page.close();
}

/** The first request for a token is lost on its way. */
async function broken() {
  const [page, frame] = await start();
  let lost = 0;
  await page.route('**/v1/tokens', (route) => (lost++ === 0 ? route.abort() : route.continue()));
  await give(frame, APPROVED);
  await review(page);
  await buy(page);
}

if (plant) {
  const [page] = await start();
  await plantEverywhere(page, plant);
  await recorder.look(page, 'planted');
} else {
  await approved(APPROVED);
  await approved(WIDE, { write: wide });
  await approved(AMEX);
  await declined();
  await refused();
  await cancelled();
  await broken();
}
await context.close();
console.log(JSON.stringify({ attempts, typed: [...typed], looks: recorder.looks, memories: recorder.memories }));
