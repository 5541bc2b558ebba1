// The card page by itself, to stand on as on a page of the merchant's: it has no options but its language.
import { invite } from './redirect.mjs';
import { Stand } from './stand.mjs';

/** One page at a time, each with a session of its own. */
export class Alone extends Stand {
  constructor(page) {
    super(page, 'redirect');
    this.frame = page;
  }

  /** Every page is gone to when it is made. */
  async go() {}

  /** Sends the shopper to a new page, without waiting for its form. */
  async make({ locale }) {
    const { address } = await invite(`#${locale}`);
    await this.page.goto(address, { waitUntil: 'commit' });
  }

  /** The same, and waits until it can be typed into. */
  async draw(options) {
    await this.make(options);
    await this.page.locator('#pay:enabled').waitFor();
    await this.page.locator(':focus').waitFor();
  }

  async leave() {
    await this.page.goto('about:blank');
    await this.page.unrouteAll({ behavior: 'ignoreErrors' });
  }

  document = async () => this.page.mainFrame();
}
