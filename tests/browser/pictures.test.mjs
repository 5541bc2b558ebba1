// The pictures of docs/screenshots. With CARDSEAL_PICTURES=docs/screenshots they are made anew, on a machine
// with Japanese fonts; without it one walk goes through the same states, and each picture must be there.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scenario } from './scenario.mjs';
import { STATES, walk } from './walk.mjs';

const { CARDSEAL_PICTURES: wished } = process.env;
const FOLDER = new URL('../../docs/screenshots/', import.meta.url).pathname;
const INDEX = new URL('../../docs/screenshots.md', import.meta.url).pathname;
if (wished) mkdirSync(wished, { recursive: true });

const VARIANTS = [1280, 390].flatMap((width) => ['light', 'dark'].flatMap((scheme) => ['en', 'ja'].map((lang) => ({ width, scheme, lang }))));
const HERO = 'popup.png';
const nameOf = (state, { width, scheme, lang }) => `${state}-${width}-${scheme}-${lang}.jpg`;

/** Waits until nothing moves: pictures are loaded, fonts too, and every transition is over. */
const still = async (page) => {
  const isOpen = await page.locator('dialog').isVisible();
  // A hidden form draws nothing, so it would never be done.
  for (const frame of isOpen ? page.frames() : [page.mainFrame()]) {
    await frame.evaluate(async () => {
      await document.fonts.ready;
      await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
      await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {})));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    });
  }
};

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

// All of them are walked to make pictures; one shows that the states can be reached.
for (const variant of wished ? VARIANTS : VARIANTS.slice(0, 1)) {
  const { width, scheme, lang } = variant;
  const browser = {
    viewport: { width, height: width > 600 ? 800 : 844 },
    colorScheme: scheme,
    locale: lang,
    reducedMotion: 'reduce',
    ...(width < 600 && { hasTouch: true, isMobile: true }),
  };
  scenario(`every state that has a picture is reached (${width} px, ${scheme}, ${lang})`, { browser }, async ({ page }) => {
    const seen = [];
    await walk(page, { lang }, async (state) => {
      seen.push(state);
      if (wished) for (const name of picturesOf(state, variant)) await take(page, name);
    });
    assert.deepEqual(seen, STATES);
  });
}

test('every state has its picture in every variant, the index shows it, and there is no other', () => {
  const expected = STATES.flatMap((state) => VARIANTS.flatMap((variant) => picturesOf(state, variant)));
  assert.equal(expected.length, STATES.length * VARIANTS.length + 1);
  assert.deepEqual(readdirSync(FOLDER).sort(), [...expected].sort(), 'make them with CARDSEAL_PICTURES=docs/screenshots');
  const index = readFileSync(INDEX, 'utf8');
  assert.deepEqual(expected.filter((name) => !index.includes(`screenshots/${name}`)), [], 'docs/screenshots.md does not show them');
});
