// One shopper with several tabs, and a page that the browser keeps whole to come back to.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { authorize, publishableKey } from './merchant.mjs';
import { entries, ledgerSince, scenario, shop, Shopper, vault } from './scenario.mjs';
import { APPROVED, cardFrame, launchKeeping, launchWithTabs, LONGEST_WAIT, typeCard } from './support.mjs';

const TOKENS = `${vault}/v1/tokens`;

/** Another tab of the same profile. */
const anotherTab = async ({ context }) => new Shopper(context, await context.newPage());

/** A page of the shop with a card of its own, open and filled in; it keeps its answer. */
async function fill(tab, card, url = `${shop}/?lang=en`) {
  await tab.page.bringToFront();
  await tab.page.goto(url);
  await tab.page.evaluate(async ({ key, vault }) => {
    const { load } = await import('/tokenizer.js');
    const card = load(key, { vaultOrigin: vault }).card();
    window.drawn = 0;
    card.on('ready', () => (window.drawn += 1));
    window.answer = card.open();
  }, { key: publishableKey, vault });
  tab.frame = await cardFrame(tab.page);
  await typeCard(tab.frame, card);
}

const answer = ({ page }) => page.evaluate(() => window.answer);

/** Holds what is sent to be made a token until so many are under way; each one's session by then. */
async function meet(shopper, count) {
  const sessions = [];
  let met;
  const all = new Promise((done) => (met = done));
  await shopper.context.route(TOKENS, async (route) => {
    if (sessions.push(route.request().headers()['cardseal-session']) === count) met();
    await all;
    // The tab that sent it may be gone.
    await route.continue().catch(() => {});
  });
  return sessions;
}

scenario('two tabs of one shopper pay at once, each with a token and a session of its own', {}, async (shopper) => {
  const before = await entries();
  const tabs = [shopper, await anotherTab(shopper)];
  const sessions = await meet(shopper, tabs.length);
  await fill(tabs[0], APPROVED);
  await fill(tabs[1], { ...APPROVED, number: '5555555555554444' });
  for (const tab of tabs) await tab.pay();
  const answers = await Promise.all(tabs.map(answer));
  assert.deepEqual(answers.map(({ card }) => card.last4), ['4242', '4444']);
  assert.equal(new Set(sessions).size, 2);
  const paid = await Promise.all(answers.map(({ token }) => authorize(token, 100)));
  assert.deepEqual(paid.map(({ status, card }) => [status, card.last4]), [['approved', '4242'], ['approved', '4444']]);
  assert.equal((await ledgerSince(before)).length, 2);
});

scenario('a tab that is closed while its card is on its way takes nothing from the other', {}, async (shopper) => {
  const other = await anotherTab(shopper);
  const sessions = await meet(shopper, 2);
  for (const tab of [other, shopper]) await fill(tab, APPROVED);
  const sent = other.page.waitForRequest(TOKENS);
  await other.pay();
  await sent;
  await other.page.close();
  await shopper.pay();
  const { token } = await answer(shopper);
  assert.equal(new Set(sessions).size, 2);
  assert.equal((await authorize(token, 100)).status, 'approved');
});

test('a card that is half typed is there, and goes on, when the shopper comes back from another tab', { timeout: 120_000 }, async () => {
  const { context, end } = await launchWithTabs();
  try {
    context.setDefaultTimeout(LONGEST_WAIT);
    const shopper = new Shopper(context, await context.newPage());
    const { page } = shopper;
    // By its event: Playwright looks when a page draws, and one behind another draws nothing.
    const becomes = (state) =>
      page.evaluate(
        (state) =>
          new Promise((done) => {
            const look = () => document.visibilityState === state && done();
            document.addEventListener('visibilitychange', look);
            look();
          }),
        state,
      );
    await fill(shopper, { number: APPROVED.number, expiry: '08' });
    await shopper.document().evaluate(() => (window.isTheSame = true));
    for (let times = 0; times < 2; times++) {
      const other = await anotherTab(shopper);
      await other.page.goto(`${shop}/?lang=en`);
      await becomes('hidden');
      await other.page.close();
      await page.bringToFront();
      await becomes('visible');
    }
    assert.equal(await shopper.document().evaluate(() => window.isTheSame), true);
    assert.equal(await shopper.value('number'), '4242 4242 4242 4242');
    // Where the shopper was.
    await page.keyboard.type('31');
    await page.keyboard.press('Tab');
    await page.keyboard.type(APPROVED.code);
    await page.keyboard.press('Enter');
    assert.equal((await answer(shopper)).card.last4, '4242');
  } finally {
    await end();
  }
});

/** A site at the shop's origin whose pages may be kept, as the shop's own, with its orders, may not. */
async function keepable() {
  const script = readFileSync(join(process.env.CARDSEAL_NPM, 'tokenizer.js'));
  const server = createServer(({ url }, response) => {
    const isScript = url === '/tokenizer.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? script : '<!doctype html><title>A page</title>');
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const browser = await launchKeeping(`--host-resolver-rules=MAP ${new URL(shop).host} 127.0.0.1:${server.address().port}`);
  const end = async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  };
  return { browser, end };
}

/**
 * In a form: tells the page around how much stands in its fields when it goes for good, before its own listeners
 * hear of that. What it says when it is only kept, the page, being kept too, does not hear.
 */
const note = () => {
  window.characters = () => [...document.querySelectorAll('input')].map(({ value }) => value).join('').length;
  if (parent !== window) addEventListener('pagehide', () => parent.postMessage({ typed: window.typed, left: characters() }, '*'));
};

/** The twin: what is no field of the form's, and so not wiped. */
const STAYS = 'twin';

test('a page that the browser kept whole comes back with its form emptied and drawn anew', { timeout: 120_000 }, async () => {
  const { browser, end } = await keepable();
  try {
    const context = await browser.newContext({ locale: 'en-US' });
    context.setDefaultTimeout(LONGEST_WAIT);
    const shopper = new Shopper(context, await context.newPage());
    const { page } = shopper;
    await context.addInitScript(note);
    await context.addInitScript(() => {
      window.noted = [];
      addEventListener('message', ({ data }) => data.typed && window.noted.push(data.left));
    });
    await fill(shopper, APPROVED, shop);
    const typed = await shopper.document().evaluate((stays) => {
      window.typed = window.characters();
      document.body.append(Object.assign(document.createElement('input'), { value: stays }));
      return window.typed;
    }, STAYS);
    assert.equal(typed, '4242 4242 4242 424208/31739'.length);
    await page.goto(`${shop}/elsewhere`);
    // It is there at once, and nothing of it is loaded.
    await page.goBack({ waitUntil: 'commit' });
    await page.waitForFunction(() => window.drawn === 2 && window.noted.length > 0);
    assert.deepEqual([...new Set(await page.evaluate(() => window.noted))], [STAYS.length]);
  } finally {
    await end();
  }
});
