// A scenario: one shopper with a browser profile of their own, and a look at the end for what the
// browser complained of and nobody expected.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cardFrame, entries, goToCheckout, launch, LONGEST_WAIT, openCard, order, shop, typeCard, vault } from './support.mjs';

/** Each wait in a scenario ends sooner; some look at hundreds of pages, and a slow machine takes minutes for that. */
const LONGEST_SCENARIO = 300_000;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A shopper before the shop's page. */
export class Shopper {
  /** What the console said as an error, and scripts that threw. */
  complaints = [];
  /** Every request of the page and its frames. */
  requests = [];

  constructor(context, page) {
    Object.assign(this, { context, page });
    context.on('request', (request) => this.requests.push(request));
    context.on('console', (message) => message.type() === 'error' && this.complaints.push(message.text()));
    context.on('weberror', (error) => this.complaints.push(String(error.error())));
  }

  /** Goes to the checkout with one product in the cart and the details filled in. */
  async checkout({ lang = 'en' } = {}) {
    await goToCheckout(this.page, lang);
  }

  /** Opens the pop-up from the checkout. */
  async openCard() {
    this.frame = await openCard(this.page);
    return this.frame;
  }

  /** From nothing to the open pop-up. */
  async toCard(options) {
    await this.checkout(options);
    return this.openCard();
  }

  /** Goes from the review back to the form: keys that come before it has the focus would go to the page. */
  async changeCard() {
    await this.page.click('#change-card');
    this.frame = await cardFrame(this.page);
  }

  /** Types a card and presses the button. */
  async give(card) {
    await typeCard(this.frame, card);
    await this.pay();
  }

  pay = () => this.frame.locator('#pay').click();

  /** Waits for the step that shows the card's brand and last four. */
  async review(last4) {
    await this.page.locator('dialog').waitFor({ state: 'hidden' });
    await this.page.locator('#review').waitFor();
    await this.shows('#review-last4', last4);
  }

  placeOrder = () => this.page.click('#place-order');

  /** Lets long waits of the vault's pages last a fifth. Before the first page. */
  hurry = () =>
    this.context.addInitScript((vault) => {
      const later = window.setTimeout;
      const isLong = (milliseconds) => location.origin === vault && milliseconds >= 10_000;
      window.setTimeout = (task, milliseconds, ...rest) => later(task, isLong(milliseconds) ? milliseconds / 5 : milliseconds, ...rest);
    }, vault);

  /** Keeps what the page hears on its port, for `hears`. Before the first page. */
  overhear = () =>
    this.page.addInitScript(() => {
      window.heard = [];
      const Channel = window.MessageChannel;
      window.MessageChannel = class extends Channel {
        constructor() {
          super();
          this.port1.addEventListener('message', ({ data }) => window.heard.push(data));
        }
      };
    });

  /** Waits until the page was told of this error, so often: what the shopper sees in the form may come before it. */
  hears = (code, times = 1) =>
    this.page.waitForFunction(([code, times]) => window.heard.filter((text) => text.includes(`"${code}"`)).length >= times, [code, times]);

  /** Waits for the receipt and gives the order behind it. */
  async receipt() {
    await this.page.waitForURL(/\/orders\//);
    return order(this.page);
  }

  /** Waits until an element of the page shows a text. */
  shows = (selector, text) => shows(this.page.locator(selector), text);

  /** Waits until an element of the frame shows a text. */
  says = (selector, text) => shows(this.frame.locator(selector), text);

  /** Pastes a text into a field of the frame, over what is selected there. */
  async paste(id, text) {
    await this.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await this.frame.locator(`#${id}`).focus();
    await this.page.keyboard.press('Control+V');
  }

  /** What stands in a field of the frame. */
  value = (id) => this.frame.locator(`#${id}`).inputValue();

  /** How often the vault was asked for this path. */
  asked = (path) => this.requests.filter((request) => request.url() === `${vault}${path}`).length;

  /** The document in the frame. */
  document = () => this.page.frames().find((frame) => frame.url().startsWith(vault));

  /** What a scenario that failed left: the form as it stands, what the vault was asked last, what the browser complained of. */
  async left() {
    const stands = () => ({
      says: [...document.querySelectorAll('p:not(:empty)')].map(({ id, textContent }) => `${id}: ${textContent}`),
      fields: [...document.querySelectorAll('input')].map(({ id, value, ariaInvalid, readOnly }) => [id, value.length, ariaInvalid, readOnly]),
      button: ['disabled', 'ariaBusy'].map((name) => document.getElementById('pay')?.[name]),
      focus: document.activeElement?.id,
    });
    const late = new Promise((done) => setTimeout(done, 2_000, 'the form does not answer'));
    const form = await Promise.race([this.document()?.evaluate(stands).catch(String) ?? 'no form', late]);
    const asked = this.requests.slice(-6).map((request) => `${request.method()} ${new URL(request.url()).pathname} ${request.failure()?.errorText ?? ''}`);
    return JSON.stringify({ form, asked, complaints: this.complaints }, null, 1);
  }
}

/** Waits until an element shows a text; says what it shows when it never does. */
export async function shows(locator, text) {
  const fits = text instanceof RegExp ? text : new RegExp(`^\\s*${escape(text)}\\s*$`);
  await locator.filter({ hasText: fits }).waitFor({ state: 'attached' }).catch(async () => {
    assert.fail(`${locator} shows ${JSON.stringify(await locator.textContent())}, never ${text}`);
  });
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What the acquirer did since it was looked at last. */
export async function ledgerSince(before) {
  return (await entries()).slice(before.length);
}

/**
 * One scenario. `browser` are Playwright's options of the profile; `complaints` what the browser will
 * complain of, each at least once, and `mayComplain` what some of its versions do: anything else fails the scenario.
 */
export function scenario(name, { browser: profile = {}, complaints = [], mayComplain = [] }, body) {
  test(name, { timeout: LONGEST_SCENARIO }, async () => {
    const context = await browser.newContext({ locale: 'en-US', ...profile });
    context.setDefaultTimeout(LONGEST_WAIT);
    const shopper = new Shopper(context, await context.newPage());
    try {
      await body(shopper).catch(async (error) => {
        throw new Error(`${error.message}\nIt left ${await shopper.left()}`, { cause: error });
      });
      const told = [...complaints, ...mayComplain];
      const unexpected = shopper.complaints.filter((text) => !told.some((expected) => expected.test(text)));
      assert.deepEqual(unexpected, [], 'what the browser complains of');
      for (const expected of complaints) assert.ok(shopper.complaints.some((text) => expected.test(text)), `nobody complains of ${expected}`);
    } finally {
      await context.close();
    }
  });
}

/**
 * Has a held request answered by its server, and gives the answer. Goes to the loopback address by
 * itself: only browsers resolve every name below localhost.
 */
export function reach(route) {
  const url = new URL(route.request().url());
  const { host } = url;
  url.hostname = '127.0.0.1';
  return route.fetch({ url: url.href, headers: { ...route.request().headers(), host } });
}

export { entries, shop, vault };
