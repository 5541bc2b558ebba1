// The form enlarged, respaced, in a device's own colours, without motion: whoever needs that can use it.
import assert from 'node:assert/strict';
import { moving, overlapping, targets, tooWide } from './layout.mjs';
import { scenario, shop, vault } from './scenario.mjs';
import { MODES, Stand } from './stand.mjs';
import { FORM, reach } from './states.mjs';
import { APPROVED, cardFrame, fillDetails, PURCHASER } from './support.mjs';

// A screen of 1280 × 1024 at 400 % is as large as this (WCAG 1.4.10).
const MAGNIFIED = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4, reducedMotion: 'reduce' };
// And one of 1280 × 800 at 200 % (WCAG 1.4.4).
const DOUBLED = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2, reducedMotion: 'reduce' };

/** The form with everything in it: two brands, and something wrong with each field. */
async function full(stand, locale) {
  await stand.draw({ locale });
  await stand.fill({ number: '4000004580000002', name: 'a\u202eb' });
  await stand.frame.locator('#choice').waitFor();
  await stand.press();
  await stand.frame.locator('#name-error:not(:empty)').waitFor();
  await stand.page.evaluate(() => void window.card.fail({ decline_code: 'insufficient_funds' }));
  await stand.frame.locator('#status:not(:empty)').waitFor();
}

for (const [percent, browser] of [[400, MAGNIFIED], [200, DOUBLED]]) {
  scenario(`a shopper buys at ${percent} %, and no page scrolls sideways`, { browser }, async (shopper) => {
    const { page } = shopper;
    const fits = async () => assert.deepEqual(await page.evaluate(tooWide), [], page.url());
    await page.goto(`${shop}/?lang=en`);
    await fits();
    await page.click('#add-to-cart');
    await page.waitForURL(/\/cart/);
    await fits();
    await page.click('#to-checkout');
    await page.waitForURL(/\/checkout/);
    await fillDetails(page, PURCHASER);
    await fits();
    await page.click('#pay-by-card');
    shopper.frame = await cardFrame(page);
    await fits();
    await shopper.give(APPROVED);
    await shopper.review('4242');
    await fits();
    await shopper.placeOrder();
    assert.equal((await shopper.receipt()).status, 'approved');
    await fits();
  });
}

scenario('at 400 % every language fits into form and pop-up, errors too, in every way to stand', { browser: MAGNIFIED }, async ({ page }) => {
  for (const mode of Object.keys(MODES)) {
    const stand = new Stand(page, mode);
    await stand.go();
    await full(stand, 'en');
    for (const { tag, lang } of FORM.languages) {
      await stand.dress({ locale: tag });
      const document = await stand.document();
      assert.equal(await document.evaluate(() => document.documentElement.lang), lang);
      const found = { form: await document.evaluate(tooWide), page: await page.evaluate(tooWide), over: await document.evaluate(overlapping) };
      assert.deepEqual(found, { form: [], page: [], over: [] }, `${mode}, ${tag}`);
    }
    // The twin: a label that cannot be broken is found.
    const document = await stand.document();
    await document.evaluate(() => (document.getElementById('number-label').textContent = 'X'.repeat(60)));
    assert.deepEqual((await document.evaluate(tooWide)).slice(1), ['X'.repeat(60)]);
    await stand.leave();
  }
});

/** How far below a field's box what is said about it begins. */
const below = () => {
  const [hint, code] = ['code-hint', 'code'].map((id) => document.getElementById(id).getBoundingClientRect());
  return Math.round(hint.top - code.bottom);
};

scenario('a hint stays with its own field, however long the error of the one beside it is', { browser: { viewport: { width: 390, height: 844 } } }, async ({ page }) => {
  const stand = new Stand(page, 'popup');
  await stand.go();
  await stand.draw({ locale: 'en' });
  await stand.fill({ number: '4242424242424242', expiry: '1', code: '123' });
  await stand.press();
  await stand.frame.locator('#expiry-error:not(:empty)').waitFor();
  const document = await stand.document();
  for (const { tag } of FORM.languages) {
    await stand.dress({ locale: tag });
    assert.equal(await document.evaluate(below), 4, tag);
  }
  // In whatever font.
  await document.evaluate(() => (document.getElementById('expiry-error').textContent = 'wrong '.repeat(20)));
  assert.equal(await document.evaluate(below), 4);
  // The twin: a hint that moves with the end of the longer error is found.
  await document.evaluate(() => (document.getElementById('code-hint').parentElement.style.alignSelf = 'end'));
  assert.ok((await document.evaluate(below)) > 4);
});

/** What WCAG 1.4.12 lets every user set, in a document and in the trees inside it. */
const respace = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}');
  const trees = [document, ...[...document.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot).filter(Boolean)];
  for (const tree of trees) tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet];
};

scenario('with spacing of a shopper’s own no text is cut off or lies over another, in any language', { browser: { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' } }, async ({ page }) => {
  const stand = new Stand(page, 'popup');
  await stand.go();
  await full(stand, 'en');
  const document = await stand.document();
  const before = await document.evaluate(() => document.getElementById('number-label').getBoundingClientRect().width);
  await document.evaluate(respace);
  await page.evaluate(respace);
  for (const { tag } of FORM.languages) {
    await stand.dress({ locale: tag });
    const found = { form: await document.evaluate(tooWide), page: await page.evaluate(tooWide), over: await document.evaluate(overlapping) };
    assert.deepEqual(found, { form: [], page: [], over: [] }, tag);
  }
  // The twin: a hint moved up lies over its field's label.
  await document.evaluate(() => document.getElementById('code-hint').setAttribute('id', 'moved'));
  await document.evaluate(() => { const { style } = document.getElementById('moved'); style.position = 'absolute'; style.top = '0'; style.left = '0'; style.width = '100%'; style.height = '100%'; });
  assert.ok((await document.evaluate(overlapping)).length > 0);
  assert.ok(before > 0);
});

/** In the page: what of the part with the focus can be seen, from 0 to 1; `inside` is where the focus is in the frame. */
const seen = (inside) => {
  const root = document.querySelector('cardseal-card').shadowRoot;
  const active = root.activeElement;
  const outer = active.getBoundingClientRect();
  const { left, top, width, height } = inside && active.localName === 'iframe' ? { ...inside, left: inside.left + outer.left, top: inside.top + outer.top } : outer;
  // Near its corners, which are round, and in the middle.
  const points = [[0.1, 0.1], [0.9, 0.1], [0.5, 0.5], [0.1, 0.9], [0.9, 0.9]];
  const shows = ([x, y]) => root.elementFromPoint(left + x * width, top + y * height) === active;
  return points.filter(shows).length / points.length;
};

const focusInside = () => {
  const { left, top, width, height } = document.activeElement.getBoundingClientRect();
  return { left, top, width, height, id: document.activeElement.id };
};

/** Everything that can have the focus in a pop-up with two brands. */
const STOPS = ['button', 'choice', 'code', 'expiry', 'name', 'number', 'pay'];

for (const [what, viewport] of Object.entries({ 'at 400 %': MAGNIFIED.viewport, 'on a phone held sideways': { width: 844, height: 390 } })) {
  scenario(`whatever has the focus is in full view (${what})`, { browser: { viewport, reducedMotion: 'reduce' } }, async ({ page }) => {
    const stand = new Stand(page, 'popup');
    await stand.go();
    await full(stand, 'en');
    const document = await stand.document();
    for (const key of ['Tab', 'Shift+Tab']) {
      const found = new Map();
      for (let times = 0; times < 40 && found.size < STOPS.length; times++) {
        await page.keyboard.press(key);
        const at = await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.localName);
        // Between the last and the first is the browser's own bar.
        if (!at) continue;
        const inside = await document.evaluate(focusInside);
        found.set(at === 'iframe' ? inside.id : at, await page.evaluate(seen, inside));
      }
      assert.deepEqual([...found].sort(), STOPS.map((stop) => [stop, 1]), key);
    }
    await stand.frame.locator('#number').focus();
    // The twin: a bar over the form is found.
    await page.evaluate(() => {
      const root = document.querySelector('cardseal-card').shadowRoot;
      const bar = root.querySelector('dialog').appendChild(document.createElement('p'));
      Object.assign(bar.style, { position: 'fixed', inset: '0', background: '#fff' });
    });
    assert.equal(await page.evaluate(seen, await document.evaluate(focusInside)), 0);
  });
}

scenario('everything to be touched is larger than 24 pixels, in every way to stand, also where the form did not load', { browser: { reducedMotion: 'reduce' } }, async ({ page }) => {
  for (const mode of Object.keys(MODES)) {
    const stand = new Stand(page, mode);
    await stand.go();
    await full(stand, 'en');
    const document = await stand.document();
    assert.deepEqual(await document.evaluate(targets), { count: 6, small: [] }, mode);
    await document.evaluate(() => (document.getElementById('pay').style.cssText = 'height:20px;min-height:0;padding:0'));
    assert.equal((await document.evaluate(targets)).small.length, 1, 'the twin');
    await stand.leave();
    await reach(stand, 'failed', 'en');
    // The button to try again, and in a pop-up the one that closes it.
    assert.deepEqual(await page.evaluate(targets), { count: mode === 'popup' ? 2 : 1, small: [] }, mode);
    await stand.leave();
  }
});

/** Of each field and the button: how thick its border is, and whether it can be told from the ground. */
const borders = () =>
  Object.fromEntries(
    [...document.querySelectorAll('input, select, #pay')].filter((element) => element.checkVisibility()).map((element) => {
      const { borderTopColor, borderTopStyle, borderTopWidth } = getComputedStyle(element);
      const shows = borderTopStyle !== 'none' && borderTopColor !== getComputedStyle(document.body).backgroundColor;
      return [element.id, shows ? borderTopWidth : '0px'];
    }),
  );

const outline = () => {
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement);
  return [outlineStyle, outlineWidth, outlineColor === getComputedStyle(document.body).backgroundColor];
};

scenario('in colours of a device’s own fields, focus and what is wrong are still told apart', { browser: { forcedColors: 'active', reducedMotion: 'reduce' } }, async ({ page }) => {
  const stand = new Stand(page, 'popup');
  await stand.go();
  await stand.draw({ appearance: { colorBackground: '#102030', colorPrimary: '#102030' } });
  const document = await stand.document();
  assert.deepEqual(await document.evaluate(borders), { number: '1px', expiry: '1px', code: '1px', name: '1px', pay: '1px' });
  assert.deepEqual(await document.evaluate(outline), ['solid', '3px', false]);
  await stand.fill({ number: '4242424242424241' });
  await stand.press();
  await stand.frame.locator('#code-error:not(:empty)').waitFor();
  assert.deepEqual(await document.evaluate(borders), { number: '2px', expiry: '2px', code: '2px', name: '1px', pay: '1px' });
  // The merchant's colours are not forced on anybody.
  assert.notEqual(await document.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(16, 32, 48)');
  await page.emulateMedia({ forcedColors: 'none' });
  assert.equal(await document.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(16, 32, 48)');
});

scenario('for who wants no motion nothing moves, in form and pop-up', { browser: { reducedMotion: 'reduce' } }, async ({ page }) => {
  const stand = new Stand(page, 'popup');
  await stand.go();
  await full(stand, 'en');
  const document = await stand.document();
  assert.deepEqual([await document.evaluate(moving), await page.evaluate(moving)], [[], []]);
  // The twin: the pop-up follows its form's height for who does not mind, and what moves in the form is found.
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  assert.deepEqual(await page.evaluate(moving), ['iframe ']);
  await document.evaluate(() => (document.getElementById('pay').style.transition = 'opacity 1s'));
  assert.deepEqual(await document.evaluate(moving), ['button pay']);
  assert.ok(document.url().startsWith(vault));
});
