// Forms of a page's own over the shop's checkout, where the shop's has none: in the page, in every language, in
// other colours; and the page of the vault. What pictures are made of beside the walk.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publishableKey } from './merchant.mjs';
import { visit } from './redirect.mjs';
import { cardFrame, goToCheckout, shop, typeCard, vault } from './support.mjs';

const { CARDSEAL_NPM: scripts } = process.env;
const GOOD = { number: '4242424242424242', expiry: '0831', code: '739' };
const WRONG = { number: '4242424242424241', expiry: '0120', code: '73' };

/** The shop's colours, as its own form has them. */
const SHOPS = {
  light: { theme: 'light', colorPrimary: '#1d3a6b', colorBackground: '#fffdf8', colorText: '#1b2440', colorDanger: '#a8321c', radius: '4px' },
  dark: { theme: 'dark', colorPrimary: '#a9c6ee', colorBackground: '#182238', colorText: '#ece8dd', colorDanger: '#ff9d87', radius: '4px' },
};

/** Another merchant's. */
const OTHERS = { colorBackground: '#12372a', colorPrimary: '#fbd38d', radius: '20px', spacing: '20px', font: 'serif' };

/** In the shop's checkout: a form of its own in the place of the shop's, of this script. */
async function replace({ script, options, key, vault }) {
  document.querySelector('cardseal-card').remove();
  const { load } = await import(`/${script}`);
  const tokenizer = load(key, { vaultOrigin: vault });
  if (script === 'inline.js') {
    const place = Object.assign(document.createElement('div'), { id: 'place' });
    document.getElementById('details-form').replaceWith(place);
    document.getElementById('details-heading').textContent = document.getElementById('words').dataset.title;
    document.querySelector('#details .soft').remove();
    document.querySelector('[data-step="details"]').removeAttribute('aria-current');
    document.querySelector('[data-step="card"]').setAttribute('aria-current', 'step');
    // The form has a margin of its own, and so has the sheet around it.
    place.style.margin = '12px -16px -16px';
    options.place = place;
  }
  void tokenizer.card(options).open();
}

async function putInstead(page, script, options) {
  await page.route(`${shop}/${script}`, async (route) => route.fulfill({ contentType: 'text/javascript', body: await readFile(join(scripts, script), 'utf8') }));
  await page.evaluate(replace, { script, options, key: publishableKey, vault });
}

/** Types what is wrong and presses the button. */
async function goWrong(frame) {
  await typeCard(frame, WRONG);
  await frame.locator('#code').press('Enter');
  await frame.locator('#number:focus').waitFor();
}

/** The form in the shop's page, in each state. */
export async function walkInline(page, { lang, scheme }, see) {
  await goToCheckout(page, lang);
  await putInstead(page, 'inline.js', { locale: lang, appearance: SHOPS[scheme] });
  const frame = page.frameLocator('#place iframe');
  await frame.locator('#pay:enabled').waitFor();
  await page.evaluate(() => document.getElementById('details').scrollIntoView());
  await see('inline-empty');
  await goWrong(frame);
  await see('inline-error');
  for (const id of Object.keys(GOOD)) await frame.locator(`#${id}`).fill('');
  await typeCard(frame, GOOD);
  await frame.locator('#code').press('Tab');
  await see('inline-filled');
}

/** The card page by itself. */
export async function walkRedirect(page, { lang }, see) {
  await visit({ page }, `#${lang}`);
  await see('redirect-empty');
  await goWrong(page);
  await see('redirect-error');
}

/** What is wrong, said over the shop in one of the form's languages. */
export async function walkLanguage(page, { lang }, see) {
  await goToCheckout(page);
  await putInstead(page, 'tokenizer.js', { locale: lang, appearance: SHOPS.light });
  await goWrong(await cardFrame(page));
  await see('popup-error');
}

/** The pop-up in another merchant's colours. */
export async function walkColours(page, _, see) {
  await goToCheckout(page);
  await putInstead(page, 'tokenizer.js', { locale: 'en', submit: 'Pay ¥1,200', appearance: OTHERS });
  const frame = await cardFrame(page);
  await typeCard(frame, { ...GOOD, expiry: '0120' });
  await frame.locator('#expiry-error:not(:empty)').waitFor();
  await see('popup-colours');
}
