// From the click on the shop's button to the number field with the focus, on the screen: cold and
// prewarmed, with the whole processor and with a quarter of it.
import { LONGEST_WAIT, PURCHASER, shop, vault } from '../support.mjs';

const TIMES = 9;

/** A field that has no focus by now gets none any more. */
const NEVER = 10_000;

/** Milliseconds, `TIMES` of each, in turns. */
export async function measureOpening(browser) {
  const kinds = [['prewarmed', 1], ['cold', 1], ['prewarmed', 4], ['cold', 4]].map(([kind, rate]) => ({ kind, rate, times: [], slowdown: [], unfocused: 0 }));
  for (let time = 0; time < TIMES; time++) {
    for (const one of kinds) {
      let opened;
      while (!(opened = await open(browser, one.kind === 'cold', one.rate))) one.unfocused++;
      one.times.push(opened.took);
      one.slowdown.push(opened.slowdown);
    }
  }
  return kinds;
}

/** One opening in a profile of its own, with nothing in its cache; nothing when no field got the focus. */
async function open(browser, cold, rate) {
  const context = await browser.newContext();
  context.setDefaultTimeout(LONGEST_WAIT);
  const page = await context.newPage();
  await throttle(context, page, rate);
  await page.addInitScript(inEveryDocument, { purchaser: PURCHASER, cold });
  await page.goto(`${shop}/checkout?product=tenugui&lang=en`);
  const card = await cardFrame(page);
  if (!cold) {
    // Loaded and drawn, long before the shopper has typed an address.
    // (A frame that is not shown draws no frames to wait by.)
    await card.waitForFunction(() => document.querySelector('#pay')?.disabled === false, undefined, { polling: 20 });
    await page.evaluate(() => window.buy());
  }
  const focused = await card.waitForFunction(() => window.usable, undefined, { polling: 20, timeout: NEVER }).catch(() => null);
  if (!focused) {
    await context.close();
    return undefined;
  }
  const usable = await focused.jsonValue();
  const clicked = await page.evaluate(() => window.clicked);
  const slowdown = await card.evaluate(work);
  await context.close();
  return { took: usable - clicked, slowdown };
}

async function cardFrame(page) {
  const is = (frame) => frame.url().startsWith(vault);
  while (!page.frames().some(is)) await page.waitForEvent('framenavigated', is).catch(() => {});
  return page.frames().find(is);
}

/** Slows the page and each frame of another site, a process of its own, from its first step on. */
async function throttle(context, page, rate) {
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  session.on('Target.attachedToTarget', ({ sessionId }) => {
    const send = (id, method, params = {}) => session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) }).catch(() => {});
    void send(1, 'Emulation.setCPUThrottlingRate', { rate });
    void send(2, 'Runtime.runIfWaitingForDebugger');
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: false });
}

/** How long a fixed piece of work takes: whether the slowing holds. */
function work() {
  const begun = performance.now();
  let sum = 0;
  for (let at = 0; at < 2e7; at++) sum = (sum + at * at) % 1000003;
  return performance.now() - begun + sum * 0;
}

function inEveryDocument({ purchaser, cold }) {
  const now = () => performance.timeOrigin + performance.now();
  if (window !== top) {
    // Focused, and on the screen.
    addEventListener('focusin', ({ target }) => {
      const seen = () => requestAnimationFrame(() => (window.usable ??= now()));
      if (target.id === 'number') requestAnimationFrame(seen);
    }, true);
    return;
  }
  addEventListener('click', ({ target }) => target.id === 'pay-by-card' && (window.clicked = now()), true);
  // As soon as the button can be clicked, or when the script says so.
  window.buy = () => {
    for (const [field, text] of Object.entries(purchaser)) document.getElementById(`purchaser-${field}`).value = text;
    document.querySelector('#pay-by-card').click();
  };
  if (!cold) return;
  const watch = new MutationObserver(() => {
    if (document.querySelector('#pay-by-card')?.disabled !== false) return;
    watch.disconnect();
    window.buy();
  });
  watch.observe(document, { subtree: true, childList: true, attributes: true });
}
