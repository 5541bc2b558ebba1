// The pictures of docs/screenshots. With CARDSEAL_PICTURES=docs/screenshots they are made anew, on a machine
// with fonts of all its languages; without it one walk of each kind goes through the same states, and each picture must
// be there.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scenario } from './scenario.mjs';
import { SHEETS } from './sheets.mjs';
import { FORM } from './states.mjs';
import { still } from './still.mjs';
import { walkColours, walkInline, walkLanguage, walkRedirect } from './walk-own.mjs';
import { STATES, walk } from './walk.mjs';

const { CARDSEAL_PICTURES: wished } = process.env;
const FOLDER = new URL('../../docs/screenshots/', import.meta.url).pathname;
const INDEX = new URL('../../docs/screenshots.md', import.meta.url).pathname;
if (wished) mkdirSync(wished, { recursive: true });

const WIDTHS = [1280, 390];
const VARIANTS = WIDTHS.flatMap((width) => ['light', 'dark'].flatMap((scheme) => ['en', 'ja'].map((lang) => ({ width, scheme, lang }))));
const HERO = 'popup.png';

const LIGHT_AND_DARK = WIDTHS.flatMap((width) => [{ width, scheme: 'light', lang: 'en' }, { width, scheme: 'dark', lang: 'ja' }]);

/** What is shown beside the walk through the shop: how to come there, its states, and the variants it is shown in. */
const BESIDE = [
  { walk: walkInline, states: ['inline-empty', 'inline-error', 'inline-filled'], variants: LIGHT_AND_DARK },
  { walk: walkRedirect, states: ['redirect-empty', 'redirect-error'], variants: LIGHT_AND_DARK },
  { walk: walkColours, states: ['popup-colours'], variants: WIDTHS.map((width) => ({ width, scheme: 'light', lang: 'en' })) },
  // The walk shows English and Japanese.
  { walk: walkLanguage, states: ['popup-error'], variants: FORM.languages.filter(({ tag }) => !['en', 'ja'].includes(tag)).map(({ tag }) => ({ width: 390, scheme: 'light', lang: tag })) },
];
const WALKS = [{ walk, states: STATES, variants: VARIANTS }, ...BESIDE];
const nameOf = (state, { width, scheme, lang }) => `${state}-${width}-${scheme}-${lang}.jpg`;

async function take(page, name) {
  await still(page);
  const options = name.endsWith('.png') ? {} : { type: 'jpeg', quality: 52 };
  await page.screenshot({ path: join(wished, name), caret: 'initial', ...options });
}

/** The pictures of a state; one of them is the README's. */
function picturesOf(state, variant) {
  const { width, scheme, lang } = variant;
  const isHero = state === 'popup-filled' && width === 1280 && scheme === 'light' && lang === 'en';
  return [nameOf(state, variant), ...(isHero ? [HERO] : [])];
}

// All of them are walked to make pictures; one of each kind shows that the states can be reached.
for (const { walk, states, variants } of WALKS) {
  for (const variant of wished ? variants : variants.slice(0, 1)) {
    const { width, scheme, lang } = variant;
    const browser = {
      viewport: { width, height: width > 600 ? 800 : 844 },
      colorScheme: scheme,
      locale: lang,
      reducedMotion: 'reduce',
      ...(width < 600 && { hasTouch: true, isMobile: true }),
    };
    scenario(`every state that has a picture is reached (${states[0]}, ${width} px, ${scheme}, ${lang})`, { browser }, async ({ page }) => {
      const seen = [];
      await walk(page, variant, async (state) => {
        seen.push(state);
        if (wished) for (const name of picturesOf(state, variant)) await take(page, name);
      });
      assert.deepEqual(seen, states);
    });
  }
}

test('every state has its picture in every variant, the index shows it, and there is no other', () => {
  const walked = WALKS.flatMap(({ states, variants }) => states.flatMap((state) => variants.flatMap((variant) => picturesOf(state, variant))));
  const expected = [...walked, ...SHEETS.map(({ name }) => name)];
  assert.equal(expected.length, new Set(expected).size);
  assert.equal(walked.length, STATES.length * VARIANTS.length + 1 + (3 + 2) * 4 + 2 + FORM.languages.length - 2);
  assert.deepEqual(readdirSync(FOLDER).sort(), [...expected].sort(), 'make them with CARDSEAL_PICTURES=docs/screenshots');
  const index = readFileSync(INDEX, 'utf8');
  assert.deepEqual(expected.filter((name) => !index.includes(`screenshots/${name}`)), [], 'docs/screenshots.md does not show them');
});
