// Closed and opened again: what was typed stays, and the focus goes in and comes back.
import assert from 'node:assert/strict';
import { publishableKey } from './merchant.mjs';
import { scenario, shop, vault } from './scenario.mjs';
import { APPROVED, cardFrame } from './support.mjs';

const focused = (page) => page.evaluate(() => document.activeElement.id);

const WAYS = {
  'Escape in a field': ({ frame }) => frame.locator('#expiry').press('Escape'),
  'Escape outside the frame': async ({ page }) => {
    await page.locator('dialog button[aria-label]').focus();
    await page.keyboard.press('Escape');
  },
  'its button': ({ page }) => page.locator('dialog button[aria-label]').click(),
  'a click beside it': ({ page }) => page.mouse.click(8, 300),
};

for (const [name, close] of Object.entries(WAYS)) {
  scenario(`closed by ${name}, the pop-up opens again with what was typed`, {}, async (shopper) => {
    const { page } = shopper;
    await shopper.toCard();
    assert.equal(await page.evaluate(() => document.activeElement.localName), 'cardseal-card', 'the focus went in');
    await shopper.frame.locator('#number').pressSequentially('4242424242424242');
    await shopper.frame.locator('#expiry').pressSequentially('08');

    await close(shopper);
    await page.locator('dialog').waitFor({ state: 'hidden' });
    assert.equal(await focused(page), 'pay-by-card');
    assert.equal(await page.locator('#checkout-message[data-code]').count(), 0, 'closing is no error');
    // The shop hears of it after the pop-up is gone.
    await page.locator('#steps [aria-current][data-step="details"]').waitFor();

    await shopper.openCard();
    assert.equal(await shopper.value('number'), '4242 4242 4242 4242');
    assert.match(await shopper.value('expiry'), /^08/);
    // The first field that needs something; what is half typed is marked by now.
    assert.equal(await shopper.frame.locator(':focus').getAttribute('id'), 'expiry');
    await shopper.frame.locator('#expiry').press('End');
    await shopper.give({ expiry: '31', code: APPROVED.code });
    await shopper.review('4242');
    assert.equal(shopper.asked('/v1/tokens'), 1);
  });
}

scenario('done() empties every field, and so does leaving the page', {}, async (shopper) => {
  const { page } = shopper;
  await page.goto(`${shop}/?lang=en`);
  await page.evaluate(async ({ key, vault }) => {
    const { load } = await import('/tokenizer.js');
    window.card = load(key, { vaultOrigin: vault }).card({ name: true });
    void window.card.open();
  }, { key: publishableKey, vault });
  shopper.frame = await cardFrame(page);
  const typed = { ...APPROVED, name: 'HANAKO YAMADA' };
  const values = () => Promise.all(Object.keys(typed).map(shopper.value));
  const ways = {
    done: () => page.evaluate(() => window.card.done()),
    leaving: () => shopper.document().evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide'))),
  };
  for (const [way, wipe] of Object.entries(ways)) {
    for (const [id, text] of Object.entries(typed)) await shopper.frame.locator(`#${id}`).pressSequentially(text);
    assert.ok((await values()).every((value) => value.length > 2), `there is something to wipe by ${way}`);
    await wipe();
    await shopper.document().waitForFunction(() => [...document.querySelectorAll('input')].every(({ value }) => !value));
    assert.deepEqual(await values(), ['', '', '', '']);
  }
});

scenario('a press that begins in the pop-up and ends beside it does not close it', {}, async (shopper) => {
  const { page } = shopper;
  await shopper.toCard();
  const heading = await page.locator('dialog h2').boundingBox();
  await page.mouse.move(heading.x + 40, heading.y + 20);
  await page.mouse.down();
  await page.mouse.move(8, 300);
  await page.mouse.up();
  assert.ok(await page.locator('dialog').isVisible());
  // Its twin: the same release after a press beside it.
  await page.mouse.down();
  await page.mouse.up();
  await page.locator('dialog').waitFor({ state: 'hidden' });
});

scenario('the page behind the open pop-up does not scroll, and scrolls again after it', { browser: { viewport: { width: 800, height: 400 } } }, async (shopper) => {
  const { page } = shopper;
  const scrolls = async () => {
    await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
    await page.mouse.move(10, 200);
    await page.mouse.wheel(0, 120);
    await page.waitForFunction(() => scrollY > 0);
  };
  const overflow = () => page.evaluate(() => getComputedStyle(document.documentElement).overflow);
  await shopper.checkout();
  await scrolls();
  const before = await overflow();
  await shopper.openCard();
  assert.equal(await overflow(), 'hidden');
  await shopper.frame.locator('#number').press('Escape');
  await page.locator('dialog').waitFor({ state: 'hidden' });
  assert.equal(await overflow(), before);
  await scrolls();
});
