// What of the form a shopper sees on a small screen, and a finger that brings the rest.
import assert from 'node:assert/strict';

/** How much of an element is on the screen, from nothing to 1: what something clips or the screen ends before is not. */
export const shareSeen = (locator) =>
  locator.evaluate(
    (element) =>
      new Promise((done) => {
        const look = ([{ intersectionRatio }], observer) => {
          observer.disconnect();
          done(intersectionRatio);
        };
        new IntersectionObserver(look).observe(element);
      }),
  );

/** Draws the middle of the screen up or down with a finger until all of an element is seen. */
export async function scrollTo(page, locator) {
  const { width, height } = page.viewportSize();
  const touches = await page.context().newCDPSession(page);
  const touch = (type, ...touchPoints) => touches.send('Input.dispatchTouchEvent', { type, touchPoints });
  for (let times = 0; times < 20; times++) {
    if ((await shareSeen(locator)) === 1) return touches.detach();
    const { y } = await locator.boundingBox();
    const step = y < height / 2 ? 10 : -10;
    await touch('touchStart', { x: width / 2, y: height / 2 });
    for (let moves = 1; moves <= 8; moves++) await touch('touchMove', { x: width / 2, y: height / 2 + moves * step });
    await touch('touchEnd');
  }
  assert.fail(`no finger brings ${locator} to the screen`);
}

/** Goes to the beginning of the page, where an element is below the screen: what a finger threw may still move. */
export async function toBeginning(page, below) {
  for (let times = 0; times < 50; times++) {
    await page.evaluate(() => scrollTo(0, 0));
    if ((await shareSeen(below)) === 0) return;
  }
  assert.fail(`${below} is on the screen`);
}
