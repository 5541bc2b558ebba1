// A page with nothing in it but a card form, in each of the ways one can stand there.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publishableKey } from './merchant.mjs';
import { shop, vault } from './support.mjs';

const { CARDSEAL_NPM: scripts } = process.env;

/** Each way to stand in a page, with the package's script for it. */
export const MODES = { popup: 'tokenizer.js', inline: 'inline.js', element: 'element.js' };

/** In the shop's page: leaves nothing of it but its address. */
const empty = () => {
  document.querySelector('link[rel="stylesheet"]').remove();
  const main = document.createElement('main');
  main.append(Object.assign(document.createElement('h1'), { textContent: 'Checkout' }), Object.assign(document.createElement('div'), { id: 'place' }));
  document.body.replaceChildren(main);
};

/** In the page: makes a form and shows it. Whichever way it stands, it goes by the same three names. */
async function begin({ script, options, key, vault }) {
  const place = document.getElementById('place');
  const { load } = await import(`/${script}`);
  if (load) {
    const card = load(key, { vaultOrigin: vault }).card(script === 'inline.js' ? { ...options, place } : options);
    Object.assign(window, { card, dress: (changes) => card.update(changes), leave: () => card.destroy() });
    void card.open();
    return;
  }
  const card = document.createElement('cardseal-form');
  const dress = ({ appearance, name, ...attributes }) => {
    for (const [attribute, text] of Object.entries(attributes)) card.setAttribute(attribute, text);
    card.toggleAttribute('name', !!name);
    card.appearance = appearance;
  };
  dress({ ...options, 'publishable-key': key, 'vault-origin': vault });
  Object.assign(window, { card, dress, leave: () => card.remove() });
  place.append(card);
}

/** One form at a time in a page of its own. */
export class Stand {
  /** What the last row of options had between its fields: tells the form that is drawn with them from the one before. */
  #spacing = 8;

  constructor(page, mode) {
    Object.assign(this, { page, mode, frame: page.frameLocator('cardseal-card iframe') });
  }

  /** Goes to the page, empty. */
  async go() {
    for (const script of Object.values(MODES)) {
      await this.page.context().route(`${shop}/${script}`, async (route) => route.fulfill({ contentType: 'text/javascript', body: await readFile(join(scripts, script), 'utf8') }));
    }
    await this.page.goto(`${shop}/cart?lang=en`);
    await this.page.evaluate(empty);
  }

  /** Makes a form and shows it, without waiting for it. */
  async make(options = {}) {
    await this.page.evaluate(begin, { script: MODES[this.mode], options: { name: true, ...options }, key: publishableKey, vault });
  }

  /** Makes a form and waits until it can be typed into. */
  async draw(options) {
    await this.make(options);
    await this.frame.locator('#pay:enabled').waitFor();
    if (this.mode === 'popup') await this.frame.locator(':focus').waitFor();
  }

  /** Gives other options to the form that stands, and waits until it is drawn with them, if it is one. */
  async dress({ appearance, ...options }, isDrawn = true) {
    this.#spacing = this.#spacing === 24 ? 9 : this.#spacing + 1;
    const spacing = `${this.#spacing}px`;
    await this.page.evaluate((options) => window.dress(options), { name: true, ...options, appearance: { ...appearance, spacing } });
    if (isDrawn) await this.frame.locator(`html[style*="--spacing: ${spacing};"]`).waitFor({ state: 'attached' });
  }

  /** Takes the form away. */
  async leave() {
    await this.page.evaluate(() => window.leave());
    await this.page.locator('cardseal-card').waitFor({ state: 'detached' });
    await this.page.unrouteAll({ behavior: 'ignoreErrors' });
  }

  /** The document in the frame. */
  async document() {
    return (await this.page.locator('cardseal-card iframe').elementHandle()).contentFrame();
  }

  /** Puts texts into fields. */
  async fill(texts) {
    for (const [id, text] of Object.entries(texts)) await this.frame.locator(`#${id}`).fill(text);
  }

  press = () => this.frame.locator('#pay').click();
}
