// The playground for everyone: axe-core in each of its states, the keyboard alone, and its pictures. With
// CARDSEAL_PICTURES=docs/playground these are made anew; without it each must be there.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { choose, code, stands, visit } from './playground.mjs';
import { scenario } from './scenario.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { CARDSEAL_PICTURES: wished } = process.env;
const FOLDER = new URL('../../docs/playground/', import.meta.url).pathname;
const DOCUMENT = new URL('../../docs/playground.md', import.meta.url).pathname;

/** What axe-core finds in the page; the forms in its frames have tests of their own. */
async function violations(page) {
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document, { iframes: false }));
  assert.ok(passes.length > 20, `only ${passes.length} rules had something to look at`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`);
}

const VARIANTS = [
  { width: 1280, scheme: 'light', lang: 'en' },
  { width: 1280, scheme: 'dark', lang: 'ja' },
  { width: 390, scheme: 'light', lang: 'ja' },
  { width: 390, scheme: 'dark', lang: 'en' },
];
/** What the pictures show, in a language that every machine has the letters of. */
const PICTURES = {
  'playground-1280-light.jpg': { width: 1280, scheme: 'light', choices: { submit: 'Pay ¥1,200', radius: '6', name: 'on' } },
  'playground-1280-dark.jpg': { width: 1280, scheme: 'dark', choices: { submit: 'Pay ¥1,200', primary: '#0f766e' } },
  'playground-390-light.jpg': { width: 390, scheme: 'light', choices: {} },
  'playground-390-dark.jpg': { width: 390, scheme: 'dark', choices: { state: 'declined' } },
  'side-by-side-1280-light.jpg': { width: 1280, scheme: 'light', choices: { view: 'several', second: 'vi', primary: '#0f766e', state: 'declined' } },
  'states-1280-light.jpg': { width: 1280, scheme: 'light', choices: { view: 'states' } },
  'states-390-dark.jpg': { width: 390, scheme: 'dark', choices: { view: 'states' } },
};

async function severalStand(page) {
  for (const at of [0, 1, 2, 3]) await page.locator('#forms iframe').nth(at).contentFrame().locator('#pay:enabled').waitFor();
}

/** All states stand: the incomplete one has shown what is missing, and the vault that does not answer has not. */
async function statesStand(page) {
  await page.locator('#forms figure').nth(1).locator('iframe').contentFrame().locator('#number-error:not(:empty)').waitFor();
  await page.locator('#forms section button').filter({ visible: true }).waitFor();
  await page.locator('#forms figure').last().locator('iframe').contentFrame().locator('#number').waitFor();
}

/** What the browser complains of where a vault does not answer. */
const SILENT = /no answer from/;
const STAND = { several: severalStand, states: statesStand };

for (const { width, scheme, lang } of VARIANTS) {
  const browser = { viewport: { width, height: width > 600 ? 900 : 844 }, colorScheme: scheme, reducedMotion: 'reduce' };
  scenario(`axe-core finds nothing in the playground (${lang}, ${width} px, ${scheme})`, { browser, complaints: [/colorText must be/, SILENT] }, async (shopper) => {
    const { page } = shopper;
    await visit(shopper, { submit: lang === 'ja' ? '¥1,200 を支払う' : 'Pay ¥1,200', radius: '6' }, lang);
    await stands(shopper);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, 'nothing is wider than the page');
    await page.locator('#log li').first().waitFor();
    const found = [await violations(page)];
    await choose(shopper, { background: '#ffffff', text: '#eeeeee', view: 'several' });
    await severalStand(page);
    await page.locator('#verdict li').waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    found.push(await violations(page));
    await choose(shopper, { view: 'states' });
    await statesStand(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    found.push(await violations(page));
    assert.deepEqual(found, [[], [], []]);
  });
}

for (const [name, { width, scheme, choices }] of wished ? Object.entries(PICTURES) : []) {
  const browser = { viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: 'reduce' };
  scenario(`${name} is taken`, { browser, complaints: choices.view === 'states' ? [SILENT] : [] }, async (shopper) => {
    const { page } = shopper;
    await visit(shopper, choices);
    await (STAND[choices.view] ?? (() => stands(shopper)))(page);
    // As high as the page: what is below the fold is not drawn in frames.
    await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) });
    for (const frame of page.frames()) {
      // One that is hidden draws nothing, so it would never be done.
      const isShown = frame === page.mainFrame() || (await (await frame.frameElement()).isVisible());
      if (isShown) await frame.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
    await page.screenshot({ path: join(wished, name), type: 'jpeg', quality: 60 });
  });
}

test('every picture of the playground is there and shown, and there is no other', () => {
  const expected = Object.keys(PICTURES);
  assert.deepEqual(readdirSync(FOLDER).sort(), [...expected].sort(), 'make them with CARDSEAL_PICTURES=docs/playground');
  const document = readFileSync(DOCUMENT, 'utf8');
  assert.deepEqual(expected.filter((name) => !document.includes(`playground/${name}`)), [], 'docs/playground.md does not show them');
});

scenario('axe-core finds a label that is missing in the playground', {}, async (shopper) => {
  await visit(shopper);
  await shopper.page.evaluate(() => document.querySelector('label[for="locale"]').remove());
  const found = await violations(shopper.page);
  assert.ok(found.some((each) => each.startsWith('select-name:')), `${found}`);
});

const PERMISSIONS = ['clipboard-read', 'clipboard-write'];

scenario('the keyboard alone chooses, comes to the form, and copies the code', { browser: { permissions: PERMISSIONS } }, async (shopper) => {
  const { page } = shopper;
  const { keyboard } = page;
  await visit(shopper);
  await stands(shopper);
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.name || document.activeElement.dataset.copies || document.activeElement.tagName);
  const tabTo = async (wanted) => {
    for (let times = 0; times < 60; times++) {
      if ((await focused()) === wanted) return;
      await keyboard.press('Tab');
      // The page hears a moment later that the focus has gone into a frame.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
    assert.fail(`Tab never comes to ${wanted}, but to ${await focused()}`);
  };
  // A radio that cannot be seen shows on its label that it has the focus.
  const showsFocus = () => page.evaluate(() => [document.activeElement, document.activeElement.closest('label')].some((element) => element && getComputedStyle(element).outlineStyle === 'solid'));
  await tabTo('theme');
  assert.ok(await showsFocus());
  await keyboard.press('ArrowRight');
  assert.equal(await page.isChecked('[name=theme][value=light]'), true);
  await tabTo('submit');
  await keyboard.type('Go on');
  await shopper.says('#pay', 'Go on');
  await tabTo('CARDSEAL-CARD');
  assert.equal(await shopper.document().evaluate(() => document.activeElement.id), 'number');
  await tabTo('module');
  assert.ok(await showsFocus());
  await keyboard.press('Enter');
  await shopper.shows('#copied', 'Copied.');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await code(shopper, 'module'));
  assert.ok((await code(shopper, 'module')).includes('submit: "Go on"'));
});

scenario('where a browser does not let the page copy, it says so', {}, async (shopper) => {
  const { page } = shopper;
  await visit(shopper);
  await page.evaluate(() => (navigator.clipboard.writeText = () => Promise.reject(new Error('no'))));
  await page.click('#copy-link');
  await shopper.shows('#copied', /select the text/);
});
