// What every script that drives the shop in a real Chromium shares.
//
//   CARDSEAL_CHROMIUM           the browser
//   CARDSEAL_SHOP_URL           the shop as a browser reaches it
//   CARDSEAL_VAULT_BROWSER_URL  the vault as a browser reaches it
//   CARDSEAL_LEDGER_URL         the acquirer's ledger
//
// and for scenarios that are a merchant's server themselves:
//
//   CARDSEAL_VAULT_URL          the vault as servers reach it
//   CARDSEAL_PUBLISHABLE_KEY    the shop's merchant, for pages
//   CARDSEAL_SECRET_KEY         and for servers
//   CARDSEAL_SLEPT              its sessions that ended five minutes ago, by kind
//   CARDSEAL_KEYRING            the vault's own keys
import { once } from 'node:events';
import { createServer } from 'node:net';
import { chromium } from 'playwright-core';
import { arriving } from './press.mjs';

export const { CARDSEAL_SHOP_URL: shop, CARDSEAL_VAULT_BROWSER_URL: vault, CARDSEAL_LEDGER_URL: ledger } = process.env;

/** Long enough for a slow machine; waits end when their condition holds. */
export const LONGEST_WAIT = 30_000;

// A sandbox of its own needs privileges that root in a container has not.
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

async function start(flags, options) {
  const browser = await chromium.launch({
    executablePath: process.env.CARDSEAL_CHROMIUM,
    headless: true,
    args: [...sandbox, ...quiet, '--disable-gpu', '--disable-quic', ...flags],
    ...options,
  });
  await arriving(browser);
  return browser;
}

/** Starts the browser; more flags go to it as they are. */
export const launch = (...flags) => start(flags);

/** Starts one that keeps pages whole which were left, as shoppers' browsers do and Playwright's does not. */
export const launchKeeping = (...flags) => start(flags, { ignoreDefaultArgs: ['--disable-back-forward-cache'] });

/** Starts one with tabs of which one is in front, as shoppers have it; to Playwright's own every page is. */
export async function launchWithTabs() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  const browser = await launch(`--remote-debugging-port=${port}`);
  const tabs = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
  const end = async () => {
    await tabs.close();
    await browser.close();
  };
  return { context: tabs.contexts()[0], end };
}

/** A card that is approved. */
export const APPROVED = { number: '4242424242424242', expiry: '0831', code: '739' };

/** Who buys. */
export const PURCHASER = {
  name: '山田 花子',
  email: 'hanako@example.jp',
  phone: '03-1234-5678',
  'postal-code': '150-0001',
  address: '東京都渋谷区神宮前1-1-1',
};

/** A page of the shop's checkout with one product in the cart and the details filled in. */
export async function checkout(browser, { lang = 'en', ...options } = {}) {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(LONGEST_WAIT);
  await goToCheckout(page, lang);
  return page;
}

/** Goes there on a page that is open. */
export async function goToCheckout(page, lang = 'en') {
  await page.goto(`${shop}/checkout?product=tenugui&lang=${lang}`);
  await fillDetails(page, PURCHASER);
}

/** Fills in who buys. */
export async function fillDetails(page, purchaser) {
  for (const [field, text] of Object.entries(purchaser)) await page.fill(`#purchaser-${field}`, text);
}

/** Opens the pop-up and gives the vault's frame in it, ready to be typed into. */
export async function openCard(page) {
  await page.click('#pay-by-card');
  return cardFrame(page);
}

/** The vault's frame in the open dialog, once its form stands and has the focus. */
export async function cardFrame(page) {
  const frame = page.frameLocator('dialog iframe');
  await frame.locator('#pay:enabled').waitFor();
  await frame.locator(':focus').waitFor();
  return frame;
}

/** Types a card key by key into what is empty of the form. */
export async function typeCard(frame, { number, expiry, code }) {
  for (const [field, text] of Object.entries({ number, expiry, code })) {
    if (text) await frame.locator(`#${field}`).pressSequentially(text);
  }
}

/** The order of a receipt, as the shop has it. Asked by the page: only browsers resolve every name below localhost. */
export const order = (page) =>
  page.evaluate(async () => {
    const response = await fetch(location.href, { headers: { accept: 'application/json' } });
    return response.json();
  });

/** The acquirer's entries. */
export const entries = async () => (await (await fetch(ledger)).json()).entries;
