// A phone: a small viewport, touch, no keyboard of its own. And the dark.
import assert from 'node:assert/strict';
import { scenario, shop } from './scenario.mjs';
import { scrollTo, shareSeen } from './screen.mjs';
import { APPROVED, cardFrame, fillDetails, LONGEST_WAIT, PURCHASER } from './support.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/** Where the next click arrives in the form: on which element, and how far from the top. */
const nextClick = () =>
  new Promise((done) => addEventListener('click', ({ target, clientY }) => done({ id: target.id, y: clientY }), { once: true, capture: true }));

/** Touches until a click arrives: the second of two quick touches may be taken for one of a double tap. */
async function touchUntilClicked(page, document, x, y) {
  const clicked = document.evaluate(nextClick);
  for (;;) {
    await page.touchscreen.tap(x, y);
    const click = await Promise.race([clicked, new Promise((done) => setTimeout(done, 700))]);
    if (click) return click;
  }
}

/**
 * A finger for the form. In some versions of Chromium the click of an injected touch arrives in a frame of
 * another site too high, by the frame's own distance from the top: measured where it does no harm, and
 * made up for.
 */
async function finger({ page, frame }, document) {
  const { x, y } = await page.locator('dialog iframe').boundingBox();
  const { y: at } = await touchUntilClicked(page, document, x + 4, y + 200);
  return async (id) => {
    const box = await frame.locator(`#${id}`).boundingBox();
    const click = await touchUntilClicked(page, document, box.x + box.width / 2, box.y + box.height / 2 + 200 - at);
    assert.equal(click.id, id);
  };
}

/** Whether the page is wider than the screen, so that it scrolls sideways. */
const isTooWide = () => document.documentElement.scrollWidth > innerWidth;

scenario('a shopper with a phone buys by touch, with the form over the whole screen', { browser: PHONE }, async (shopper) => {
  const { page } = shopper;
  const fits = async () => assert.equal(await page.evaluate(isTooWide), false, `${page.url()} scrolls sideways`);
  await page.goto(`${shop}/?lang=en`);
  await fits();
  await page.tap('#add-to-cart');
  await page.waitForURL(/\/cart/);
  await fits();
  await page.tap('#to-checkout');
  await page.waitForURL(/\/checkout/);
  await fillDetails(page, PURCHASER);
  await fits();
  await page.tap('#pay-by-card');
  const frame = (shopper.frame = await cardFrame(page));
  assert.deepEqual(await page.locator('dialog').boundingBox(), { x: 0, y: 0, width: 390, height: 844 });
  assert.equal(await shopper.document().evaluate(isTooWide), false);

  const touch = await finger(shopper, shopper.document());
  for (const [id, text] of Object.entries(APPROVED)) {
    const field = frame.locator(`#${id}`);
    await touch(id);
    assert.equal(await frame.locator(':focus').getAttribute('id'), id);
    assert.equal(await field.getAttribute('inputmode'), 'numeric', 'a keyboard of digits');
    // A browser on a phone enlarges the page for a field with smaller letters.
    assert.ok(parseFloat(await field.evaluate((input) => getComputedStyle(input).fontSize)) >= 16);
    await page.keyboard.type(text);
  }
  await touch('pay');
  await shopper.review('4242');
  await fits();
  await page.tap('#place-order');
  assert.equal((await shopper.receipt()).status, 'approved');
  await fits();
});

scenario('everything to be touched in the pop-up is large enough for a finger', { browser: PHONE }, async (shopper) => {
  const { page } = shopper;
  await shopper.toCard();
  const targets = [page.locator('dialog button[aria-label]'), ...['#number', '#expiry', '#code', '#pay'].map((id) => shopper.frame.locator(id))];
  for (const target of targets) {
    const { width, height } = await target.boundingBox();
    assert.ok(width >= 44 && height >= 44, `${target}: ${width} × ${height}`);
  }
});

scenario('the pop-up on a phone that is held sideways can be scrolled to its button', { browser: { ...PHONE, viewport: { width: 844, height: 390 } } }, async (shopper) => {
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.review('4242');
});

for (const height of [420, 300]) {
  scenario(`where a phone's keyboard leaves ${height} pixels, the field that is typed into and then the button of the pop-up can be reached`, { browser: PHONE }, async (shopper) => {
    const { page } = shopper;
    const frame = await shopper.toCard();
    const [narrow, button] = [{ width: 390, height }, frame.locator('#pay')];
    // As tall as it gets.
    await shopper.pay();
    await shopper.says('#code-error', /./);
    await page.setViewportSize(narrow);
    assert.equal((await shareSeen(button)) === 1, height === 420, 'on the smaller screen a finger is needed');
    await scrollTo(page, button);
    for (const id of ['number', 'expiry', 'code']) {
      await page.setViewportSize(PHONE.viewport);
      await frame.locator(`#${id}`).focus();
      await page.setViewportSize(narrow);
      await scrollTo(page, frame.locator(`#${id}`));
      await page.keyboard.type(APPROVED[id]);
    }
    await scrollTo(page, button);
    assert.equal(await frame.locator(':focus').getAttribute('id'), 'code');
    assert.equal(await shareSeen(page.locator('dialog button[aria-label]')), 1);
    await shopper.pay();
    await shopper.review('4242');
  });
}

const lightness = () => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
  return (red + green + blue) / 3;
};

/** Waits until a document is as light as that; its policy has no place for a predicate of Playwright's. */
async function becomes(document, fits) {
  const end = Date.now() + LONGEST_WAIT;
  while (!fits(await document.evaluate(lightness))) assert.ok(Date.now() < end, 'the form keeps its colours');
}

scenario('shop and form are dark where the shopper likes it dark, and change with the wish while the form is open', { browser: { colorScheme: 'dark' } }, async (shopper) => {
  const { page } = shopper;
  await shopper.toCard();
  assert.ok((await page.evaluate(lightness)) < 80);
  assert.ok((await shopper.document().evaluate(lightness)) < 80);
  await shopper.frame.locator('#number').pressSequentially(APPROVED.number);
  await page.emulateMedia({ colorScheme: 'light' });
  await becomes(shopper.document(), (light) => light > 200);
  assert.ok((await page.evaluate(lightness)) > 200);
  assert.equal(await shopper.value('number'), '4242 4242 4242 4242');
  await page.emulateMedia({ colorScheme: 'dark' });
  await becomes(shopper.document(), (light) => light < 80);
  await shopper.give({ expiry: APPROVED.expiry, code: APPROVED.code });
  await shopper.review('4242');
  await shopper.placeOrder();
  assert.equal((await shopper.receipt()).status, 'approved');
});
