// Every state of the card page by itself, by the rules that hold for a form in a page: axe-core in both themes and in a
// device's own colours, texts that can be read, 400 %, and everything to be touched large enough.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Alone } from './alone.mjs';
import { violations } from './axe.mjs';
import { faint } from './contrast.mjs';
import { overlapping, targets, tooWide } from './layout.mjs';
import { onScript, visit } from './redirect.mjs';
import { scenario } from './scenario.mjs';
import { NOT_ALONE, ONLY_ALONE, reachAlone, SPEECHLESS, STATES_ALONE } from './states-alone.mjs';
import { COMPLAINTS, FORM, STATES } from './states.mjs';
import { APPROVED, typeCard } from './support.mjs';

/** The page has the vault's looks: what differs is the device. */
const LOOKS = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'dark', forcedColors: 'active' },
};
/** axe-core asks for colours before the device's own are put in their place. */
const RULES = { forced: { 'color-contrast': { enabled: false } } };

/** The widths of a desktop and of a phone, and what is left of a desktop's at 400 % (WCAG 1.4.10). */
const SIZES = [{ width: 1280, height: 800 }, { width: 390, height: 664 }, { width: 320, height: 256 }];

/** Each state in one language, by turns. */
const spokenIn = (tag) => STATES_ALONE.filter((_, at) => FORM.languages[at % FORM.languages.length].tag === tag);
const WRONG = { ...APPROVED, number: '4242424242424241', expiry: '0120', code: '73' };

/** Without a script there is no sheet either, and the browser's own controls may be of its own size (WCAG 2.5.8). */
const UNSTYLED = 'without a script';

/** Whatever does not fit into the page at each size, and whatever there is too small to be touched. */
async function misfits(page, state) {
  const found = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    found.push(await page.evaluate(tooWide), await page.evaluate(overlapping));
    if (state !== UNSTYLED) found.push((await page.evaluate(targets)).small);
  }
  return found.flat();
}

/** Whatever is wrong with a state in any look and at any size. */
async function wrong(page, state) {
  const found = [];
  for (const [look, device] of Object.entries(LOOKS)) {
    await page.emulateMedia(device);
    found.push(await violations(page, RULES[look]), await page.evaluate(faint));
  }
  return [...found.flat(), ...(await misfits(page, state))];
}

test('each state of the page is one of the form or of the page alone, and each is planned once', () => {
  assert.equal(STATES_ALONE.length, STATES.length - NOT_ALONE.length + ONLY_ALONE);
  assert.ok(NOT_ALONE.every((state) => STATES.includes(state)));
  assert.equal(ONLY_ALONE, 5);
  const planned = FORM.languages.flatMap(({ tag }) => spokenIn(tag));
  assert.deepEqual(planned.sort(), [...STATES_ALONE].sort());
});

const seen = [];

describe('every state of the page by itself', { concurrency: 3 }, () => {
  for (const { tag, lang } of FORM.languages) {
    const options = { browser: { reducedMotion: 'reduce', locale: 'en-US' }, complaints: COMPLAINTS.slice(0, 1) };
    scenario(`can be read, touched and magnified, and axe-core finds nothing (${tag})`, options, async ({ page }) => {
      const stand = new Alone(page);
      const found = {};
      for (const state of spokenIn(tag)) {
        await reachAlone(stand, state, tag);
        if (!SPEECHLESS.includes(state)) assert.equal(await page.locator('html').getAttribute('lang'), lang, state);
        found[state] = await wrong(page, state);
        seen.push(state);
        await stand.leave();
      }
      assert.deepEqual(Object.entries(found).filter(([, all]) => all.length > 0), []);
    });
  }
});

test('every state was looked at, and none twice', () => {
  assert.deepEqual(seen.sort(), [...STATES_ALONE].sort());
});

scenario('with an error at every field the page fits at 400 % in every language', { browser: { reducedMotion: 'reduce' } }, async (shopper) => {
  const { page } = shopper;
  for (const { tag } of FORM.languages) {
    await visit(shopper, `#${tag}`);
    await typeCard(page, WRONG);
    await page.keyboard.press('Enter');
    await page.locator('#number:focus').waitFor();
    assert.deepEqual(await misfits(page), [], tag);
  }
});

scenario('what no state may have is found: a label that is missing, a faint, a long and a small one', {}, async (shopper) => {
  const { page } = shopper;
  await visit(shopper);
  assert.deepEqual(await wrong(page), []);
  await page.evaluate(() => {
    document.querySelector('label[for="number"]').remove();
    document.getElementById('sealed').textContent = 'x'.repeat(500);
    document.getElementById('back').style.cssText = 'min-height:0;height:20px;padding:0';
    document.getElementById('title').style.color = '#999';
  });
  const found = await wrong(page);
  for (const start of ['label:', 'color-contrast:', 'faint:', 'xxx', '<button id="back"']) assert.ok(found.some((each) => each.startsWith(start)), `${start} ${found}`);
});

scenario('the name of the shop breaks where it is too long for the page', {}, async (shopper) => {
  const { page } = shopper;
  await visit(shopper);
  await page.locator('header p').evaluate((host) => (host.textContent = `${'x'.repeat(240)}.example`));
  assert.deepEqual(await misfits(page), []);
});

scenario('while its form is under way the page is drawn and says so, and after ten seconds that none came', {}, async ({ page }) => {
  await page.clock.install();
  await onScript(page, 1, () => {});
  await new Alone(page).make({ locale: 'en' });
  await page.locator('#progress').filter({ hasText: 'Loading…' }).waitFor();
  // Of a page whose rendering waits for something there is no picture, and its shopper is before an empty window.
  await page.screenshot();
  assert.equal(await page.locator('#status').isVisible(), false);
  await page.clock.runFor(10_000);
  await page.locator('#status').filter({ hasText: 'cannot take a card now' }).waitFor();
  assert.equal(await page.locator('#back').getAttribute('value'), 'timeout');
});
