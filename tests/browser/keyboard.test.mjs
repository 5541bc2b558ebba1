// From the cart to the receipt with Tab, Enter, Escape and what is typed; nothing else.
import assert from 'node:assert/strict';
import { scenario, shop } from './scenario.mjs';
import { APPROVED, cardFrame, PURCHASER } from './support.mjs';

/** Goes on with Tab until the focus is on this element. */
async function tabTo(page, id) {
  for (let times = 0; times < 40; times++) {
    if ((await page.evaluate(() => document.activeElement.id)) === id) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab never comes to #${id}`);
}

/** Whether what has the focus shows it. */
const showsFocus = () => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
  return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
};

scenario('a shopper with a keyboard alone goes from the cart to the receipt', {}, async (shopper) => {
  const { page } = shopper;
  const { keyboard } = page;
  await page.goto(`${shop}/?lang=en`);
  await tabTo(page, 'add-to-cart');
  assert.ok(await page.evaluate(showsFocus));
  await keyboard.press('Enter');
  await page.waitForURL(/\/cart/);
  await tabTo(page, 'to-checkout');
  assert.ok(await page.evaluate(showsFocus));
  await keyboard.press('Enter');
  await page.waitForURL(/\/checkout/);
  for (const [field, text] of Object.entries(PURCHASER)) {
    await tabTo(page, `purchaser-${field}`);
    await keyboard.insertText(text);
  }
  await tabTo(page, 'pay-by-card');
  assert.ok(await page.evaluate(showsFocus));
  await keyboard.press('Enter');

  shopper.frame = await cardFrame(page);
  const focused = () => shopper.frame.locator(':focus').getAttribute('id');
  assert.equal(await focused(), 'number');
  assert.ok(await shopper.document().evaluate(showsFocus));
  await keyboard.type(APPROVED.number);
  await keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'pay-by-card');
  await keyboard.press('Enter');
  await cardFrame(page);
  assert.equal(await focused(), 'expiry');
  await keyboard.type(APPROVED.expiry);
  await keyboard.press('Tab');
  assert.equal(await focused(), 'code');
  await keyboard.type(APPROVED.code);
  await keyboard.press('Tab');
  assert.equal(await focused(), 'pay');
  assert.ok(await shopper.document().evaluate(showsFocus));
  await keyboard.press('Shift+Tab');
  assert.equal(await focused(), 'code');
  await keyboard.press('Enter');

  await shopper.review('4242');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'review-heading');
  await tabTo(page, 'place-order');
  assert.ok(await page.evaluate(showsFocus));
  await keyboard.press('Enter');
  assert.equal((await shopper.receipt()).status, 'approved');
});

scenario('Tab never leaves the open pop-up for the page behind it', {}, async (shopper) => {
  const { page } = shopper;
  await shopper.toCard();
  const seen = new Set();
  for (let times = 0; times < 40 && seen.size < 5; times++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => document.activeElement.localName);
    assert.ok(['cardseal-card', 'body'].includes(at), `the focus is on ${at} behind the pop-up`);
    // Between the last and the first is the browser's own bar.
    if (at === 'body') continue;
    const part = await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.localName);
    seen.add(part === 'iframe' ? await shopper.document().evaluate(() => document.activeElement.id) : part);
  }
  assert.deepEqual([...seen].sort(), ['button', 'code', 'expiry', 'number', 'pay']);
});
