// The playground as its visitors reach it: choices, and the form that comes of them.
import { vault } from './support.mjs';

export const { CARDSEAL_PLAYGROUND_URL: playground } = process.env;

/** Opens it with choices in the address, and waits until its scripts run. */
export async function visit(shopper, choices = {}, lang = 'en') {
  const { page } = shopper;
  await page.goto(`${playground}/?lang=${lang}#${new URLSearchParams(choices)}`);
  await page.locator('#module:not(:empty)').waitFor();
  shopper.frame = page.frameLocator('#place iframe');
}

/** Waits until the form stands in its place, and takes a card. */
export const stands = ({ frame }) => frame.locator('#pay:enabled').waitFor();

/** Chooses with radios, lists and boxes by their names. */
export async function choose({ page }, choices) {
  for (const [name, value] of Object.entries(choices)) {
    const control = page.locator(`[name="${name}"]`).first();
    const kind = await control.evaluate((element) => element.type);
    if (kind === 'radio') await page.check(`[name="${name}"][value="${value}"]`);
    else if (kind === 'checkbox') await control.setChecked(value);
    else if (kind === 'select-one') await control.selectOption(value);
    else {
      if (kind === 'color') await page.check(`[data-for="${name}"]`);
      await control.fill(value);
    }
  }
}

/** The code of a block as it stands. */
export const code = ({ page }, block) => page.locator(`#${block}`).textContent();

/** Waits until the page was told an event, and gives its last line. */
export async function told({ page }, event) {
  const line = page.locator('#log li').filter({ has: page.locator('strong', { hasText: new RegExp(`^${event}$`) }) });
  await line.last().waitFor({ state: 'attached' });
  return line.last().textContent();
}

/** The frames of the vault with a form in them. */
export const forms = ({ page }) => page.frames().filter((frame) => frame.url().startsWith(`${vault}/v1/frame`));
