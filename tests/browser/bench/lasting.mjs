// What 200 openings and 100 payments of one card leave behind: bytes of JavaScript, nodes and listeners, in the
// merchant's page and in the frame, once garbage is collected.
import { authorize, publishableKey } from '../merchant.mjs';
import { APPROVED, cardFrame, shop, typeCard, vault } from '../support.mjs';

const CYCLES = 200;
const PAYMENTS = 100;
const AMOUNT = 1_200;

/** Counts once the browser and the driver have kept what they keep from their first time, and at the end. */
const WARM = 5;
const COUNTED = ['JSHeapUsedSize', 'Nodes', 'JSEventListeners', 'Documents'];

export async function measureLasting(browser) {
  return [await openings(browser), await payments(browser)];
}

async function openings(browser) {
  const { page, end } = await cardOf(browser);
  const cycles = async (times) => {
    for (let time = 0; time < times; time++) {
      await page.evaluate(() => void card.open());
      await page.locator('cardseal-card section.shown').waitFor({ state: 'attached' });
      await page.evaluate(() => card.close());
    }
  };
  await cycles(WARM);
  const before = await counts(page);
  await cycles(CYCLES);
  const after = await counts(page);
  await end();
  return { what: 'openings', times: CYCLES, before, after };
}

async function payments(browser) {
  const { page, end } = await cardOf(browser);
  const pay = async (times) => {
    for (let time = 0; time < times; time++) {
      await page.evaluate(() => void (window.answer = card.open()));
      const frame = await cardFrame(page);
      await typeCard(frame, APPROVED);
      await frame.locator('#pay').click();
      const { token, error } = await page.evaluate(() => window.answer);
      // A session gives five tokens.
      if (error) {
        times++;
        continue;
      }
      const answer = await authorize(token, AMOUNT);
      if (answer.status !== 'approved') throw new Error(`a payment is not approved: ${JSON.stringify(answer)}`);
      await page.evaluate(() => card.done());
    }
  };
  await pay(WARM);
  const before = await counts(page);
  await pay(PAYMENTS);
  const after = await counts(page);
  await end();
  return { what: 'payments', times: PAYMENTS, before, after };
}

/** A page of the shop with a card of its own, drawn and hidden. */
async function cardOf(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${shop}/?lang=en`);
  await page.evaluate(async ({ key, vault }) => {
    const { load } = await import('/tokenizer.js');
    window.card = load(key, { vaultOrigin: vault }).card();
    // What it is when a session has given its tokens: the shopper leaves, and the next opening has a new form.
    window.card.on('error', ({ final }) => final && window.card.close());
    await new Promise((ready) => window.card.on('ready', ready));
  }, { key: publishableKey, vault });
  return { page, end: () => context.close() };
}

async function counts(page) {
  const frame = page.frames().find((one) => one.url().startsWith(vault));
  return { page: await count(page, page), frame: await count(page, frame) };
}

async function count(page, target) {
  const session = await page.context().newCDPSession(target);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  return Object.fromEntries(COUNTED.map((name) => [name, metrics.find((metric) => metric.name === name).value]));
}
