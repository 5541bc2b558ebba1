// What the pop-up costs in a real Chromium: one line of JSON for `cargo xtask bench`.
import { measureLasting } from './bench/lasting.mjs';
import { measureSealing } from './bench/sealing.mjs';
import { measureSizes } from './bench/sizes.mjs';
import { measureOpening } from './bench/opening.mjs';
import { launch } from './support.mjs';

const browser = await launch();
try {
  const result = {
    chromium: browser.version(),
    sizes: await measureSizes(browser),
    sealing: await measureSealing(browser),
    opening: await measureOpening(browser),
    lasting: await measureLasting(browser),
  };
  console.log(JSON.stringify(result));
} finally {
  await browser.close();
}
