// All states a shopper sees, one after the other: what accessibility is tested in and pictures are made of.
import { cardFrame, fillDetails, PURCHASER, shop, typeCard } from './support.mjs';

const DECLINED = '4000000000009995';
const CO_BADGED = '4000004580000002';
const GOOD = { number: '4242424242424242', expiry: '0831', code: '739' };

/** Walks from the shop's first page to the receipt and calls `see(state)` in each state. */
export async function walk(page, { lang }, see) {
  await page.goto(`${shop}/?lang=${lang}`);
  await see('shop-products');
  await page.click('#add-to-cart');
  await page.waitForURL(/\/cart/);
  await see('shop-cart');
  await page.click('#to-checkout');
  await page.waitForURL(/\/checkout/);
  await fillDetails(page, PURCHASER);
  await page.locator('#purchaser-name').focus();
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await see('shop-checkout');

  const frame = page.frameLocator('dialog iframe');
  await page.click('#pay-by-card');
  await cardFrame(page);
  // The focus elsewhere for a moment, to see the form as it is without one.
  await page.locator('dialog h2').focus();
  await see('popup-empty');
  await frame.locator('#number').focus();
  await see('popup-focused');
  await typeCard(frame, { number: CO_BADGED });
  await frame.locator('#choice').waitFor();
  await see('popup-co-badged');
  await frame.locator('#number').fill('');
  await typeCard(frame, { ...GOOD, number: '4242424242424241', expiry: '0120', code: '73' });
  await frame.locator('#code').press('Enter');
  await frame.locator('#number:focus').waitFor();
  await see('popup-error');
  for (const id of ['number', 'expiry', 'code']) await frame.locator(`#${id}`).fill('');
  await typeCard(frame, GOOD);
  await frame.locator('#code').press('Tab');
  await see('popup-filled');
  await frame.locator('#pay').click();
  await page.locator('#review').waitFor();
  await see('shop-review');

  await page.click('#change-card');
  await cardFrame(page);
  await frame.locator('#number').fill('');
  await typeCard(frame, { number: DECLINED, code: GOOD.code });
  await frame.locator('#pay').click();
  await page.locator('dialog').waitFor({ state: 'hidden' });
  await page.click('#place-order');
  await page.locator('#checkout-message[data-code]').waitFor({ state: 'attached' });
  await cardFrame(page);
  await see('popup-declined');

  await frame.locator('#number').fill('');
  await typeCard(frame, { number: GOOD.number, code: GOOD.code });
  await frame.locator('#pay').click();
  await page.locator('dialog').waitFor({ state: 'hidden' });
  await page.locator('#place-order:enabled').click();
  await page.waitForURL(/\/orders\//);
  await page.locator('#receipt-status').filter({ hasText: 'approved' }).waitFor();
  await see('shop-receipt');
}

/** Every state, in the order of the walk. */
export const STATES = [
  'shop-products', 'shop-cart', 'shop-checkout',
  'popup-empty', 'popup-focused', 'popup-co-badged', 'popup-error', 'popup-filled',
  'shop-review', 'popup-declined', 'shop-receipt',
];
