// One shopper on the stand-in shop, with a card the page made.

const LONGEST_WAIT = 10_000;

/** Opens the shop and makes a card there. `key` and so on tell the stand-in form how to behave. */
export async function visit(world, { key = 'pk_test_ok', load = {}, card = {}, context = {} } = {}) {
  const shopper = await world.browser.newContext(context);
  const page = await shopper.newPage();
  page.setDefaultTimeout(LONGEST_WAIT);
  const errors = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.message}`));
  await page.goto(`${world.shop}/?vault=${world.vault}`);
  await page.waitForFunction(() => window.load);
  await page.evaluate(
    ([key, loadOptions, cardOptions]) => {
      window.make = (options = cardOptions) => load(key, { vaultOrigin: vault, ...loadOptions }).card(options);
      window.card = window.make();
      window.heard = [];
      for (const name of ['ready', 'open', 'close', 'token', 'authenticated', 'error', 'loaderror', 'change', 'focus', 'blur']) {
        card.on(name, (detail) => heard.push([name, detail]));
      }
      window.answers = [];
      window.open_ = (method = 'open', ...given) => void card[method](...given).then((answer) => answers.push(answer));
    },
    [key, load, card],
  );
  return {
    page,
    /** What the console said was wrong, in order. */
    errors,
    dialog: page.locator('cardseal-card dialog'),
    inside: page.frameLocator('cardseal-card iframe:not([hidden])'),
    /** The document in the frame, once it is loaded. */
    async frame(path = '/v1/frame') {
      const found = () => page.frames().findLast((frame) => frame.url().includes(path));
      await until(() => found());
      // Asked by a timer: nothing is drawn in a hidden frame, so nothing can wait for a drawing.
      // One that is being taken out answers no more.
      await until(() => found()?.evaluate(() => !!window.fake).catch(() => false));
      return found();
    },
    /** Opens the pop-up and waits until the form has the focus. */
    async open(...call) {
      await page.evaluate((call) => open_(...call), call);
      await page.locator('cardseal-card section.shown').waitFor({ state: 'attached' });
    },
    /** The answers of `open()` and its kin so far, once there are as many. */
    async answers(count = 1) {
      await page.waitForFunction((count) => answers.length >= count, count);
      return page.evaluate(() => answers);
    },
    /** What was heard of an event, once there is as much. */
    async events(name, count = 1) {
      await page.waitForFunction(([name, count]) => heard.filter(([other]) => other === name).length >= count, [name, count]);
      return page.evaluate((name) => heard.filter(([other]) => other === name).map(([, detail]) => detail), name);
    },
    leave: () => shopper.close(),
  };
}

/** Looks again and again until it is so. */
export async function until(holds) {
  for (const end = Date.now() + LONGEST_WAIT; ; ) {
    const value = await holds();
    if (value) return value;
    if (Date.now() > end) throw new Error(`never came to hold: ${holds}`);
    await new Promise((look) => setTimeout(look, 20));
  }
}

/** The vault's answer to a card, as the frame hands it on. */
export const ANSWER = {
  object: 'token',
  id: 'tok_test_00AAAAAAAAAAAAAAAAAAAAAA',
  token: `tok_test_00AAAAAAAAAAAAAAAAAAAAAA.${'s'.repeat(43)}`,
  card: { brand: 'visa', last4: '4242', exp: '2031-08' },
  expires_at: '2026-12-01T10:30:00.000Z',
};

/** The message that carries it. */
export const tokenMessage = (answer = ANSWER) => ({ type: 'token', body: JSON.stringify(answer) });
