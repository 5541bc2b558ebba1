// axe-core on every state of the shop and of the form inside it.
import assert from 'node:assert/strict';
import { IN_A_FRAME, violations } from './axe.mjs';
import { scenario, vault } from './scenario.mjs';
import { STATES, walk } from './walk.mjs';

const VARIANTS = [
  { lang: 'en', browser: {} },
  { lang: 'ja', browser: { colorScheme: 'dark', viewport: { width: 390, height: 844 } } },
];

for (const { lang, browser } of VARIANTS) {
  const { colorScheme = 'light', viewport: { width } = { width: 1280 } } = browser;
  // Colours and boxes as they end up: axe-core would take a fading dialog for a pale one.
  scenario(`axe-core finds nothing in any state of shop and form (${lang}, ${width} px, ${colorScheme})`, { browser: { ...browser, reducedMotion: 'reduce' } }, async (shopper) => {
    const { page } = shopper;
    const seen = [];
    const found = {};
    let forms = 0;
    await walk(page, { lang }, async (state) => {
      found[state] = await violations(page);
      if (state.startsWith('popup-')) {
        found[`${state}, in the frame`] = await violations(shopper.document(), IN_A_FRAME);
        forms += 1;
      }
      seen.push(state);
    });
    assert.deepEqual(Object.entries(found).filter(([, each]) => each.length > 0), []);
    assert.equal(Object.keys(found).length, seen.length + forms);
    assert.deepEqual(seen, STATES);
    assert.equal(forms, STATES.filter((state) => state.startsWith('popup-')).length);
  });
}

scenario('axe-core finds a label that is missing, in the shop and in the form', {}, async (shopper) => {
  const { page } = shopper;
  await shopper.toCard();
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.querySelector('label[for="purchaser-email"]').remove());
  const inShop = await violations(page);
  assert.ok(inShop.some((each) => each.startsWith('label:')), `${inShop}`);
  await shopper.openCard();
  await shopper.document().evaluate(() => document.querySelector('label[for="number"]').remove());
  const inForm = await violations(shopper.document());
  assert.ok(inForm.some((each) => each.startsWith('label:')), `${inForm}`);
  assert.ok(shopper.document().url().startsWith(vault));
});

scenario('axe-core finds nothing in the form where it offers the choice of a co-badged card', {}, async (shopper) => {
  const frame = await shopper.toCard();
  await frame.locator('#number').pressSequentially('4000004580000002');
  await frame.locator('#choice').waitFor();
  assert.deepEqual(await violations(shopper.document(), IN_A_FRAME), []);
});
