// Presses that arrive. The browser routes a press by what it drew last, and a machine presses sooner than it draws: where
// it is busy, that may still be what stood there before, or stood a little higher. A shopper presses what is seen.

/** So long the pointer is moved before the press is tried all the same. */
const LONGEST = 30_000;

/** Has every click wait until the pointer has reached what it is for. */
export async function arriving(browser) {
  const page = await browser.newPage();
  const [ofLocators, ofPages] = [page.locator('html'), page].map(Object.getPrototypeOf);
  await page.close();
  if (ofPages.click === clickFirst) return;
  const { click } = ofLocators;
  ofLocators.click = async function (options) {
    await reach(this);
    return click.call(this, options);
  };
  ofPages.click = clickFirst;
}

function clickFirst(selector, options) {
  return this.locator(selector).click(options);
}

/** The pointer is over it, and it did not move meanwhile: a pop-up that grows or shrinks takes its frame along. */
async function reach(locator) {
  const over = Date.now() + LONGEST;
  const place = async () => JSON.stringify(await locator.boundingBox());
  while (Date.now() < over) {
    const before = await place();
    await locator.hover();
    const isOver = await locator.evaluate((element) => element.matches(':hover'));
    if (isOver && before === (await place())) return;
  }
}
