// What a shop's page can get wrong, or another script on it can do: messages that pose as ours, wrong
// options, something laid over the form, a card that is thrown away.
import assert from 'node:assert/strict';
import { cover, covered, uncover } from './lure.mjs';
import { publishableKey } from './merchant.mjs';
import { scenario, shop, vault } from './scenario.mjs';
import { APPROVED, cardFrame, typeCard } from './support.mjs';

/** A published test number of a card that is Visa and MyDebit. */
const CO_BADGED = '4000004580000002';

/** Makes a card of the page's own, under `window.card`, beside the one that the checkout would make. */
const makeCard = (page, options = {}) =>
  page.evaluate(async ({ key, vault, options }) => {
    const { load } = await import('/tokenizer.js');
    window.card = load(key, { vaultOrigin: vault }).card(options);
    window.told = [];
    window.changes = () => window.told.filter(([name]) => name === 'change').map(([, { complete, empty, brand }]) => [complete, empty, brand]);
    for (const name of ['change', 'focus', 'blur', 'loaderror']) window.card.on(name, (detail) => window.told.push([name, detail]));
    await new Promise((ready) => window.card.on('ready', ready));
  }, { key: publishableKey, vault, options });

const open = async (shopper) => {
  await shopper.page.evaluate(() => void (window.answer = window.card.open()));
  shopper.frame = await cardFrame(shopper.page);
};

scenario('messages that pose as the form\'s are counted by the page and change nothing', {}, async (shopper) => {
  const { page } = shopper;
  await page.goto(`${shop}/?lang=en`);
  await makeCard(page);
  assert.equal(await page.evaluate(() => window.card.ignored), 0);
  const sent = await page.evaluate(async () => {
    const messages = [{ cardseal: 1, type: 'ready' }, { cardseal: 1, type: 'token' }, { cardseal: 2 }];
    for (const message of messages) postMessage(message, '*');
    // Not a claim to be ours: not counted either.
    postMessage({ type: 'hello' }, '*');
    await new Promise((done) => { addEventListener('message', ({ data }) => data === 'last' && done()); postMessage('last', '*'); });
    return messages.length;
  });
  assert.equal(await page.evaluate(() => window.card.ignored), sent);
  await open(shopper);
  await shopper.give(APPROVED);
  assert.equal((await page.evaluate(() => window.answer)).card.last4, '4242');
});

scenario('messages and ports from others are counted by the form and change nothing', {}, async (shopper) => {
  const { page } = shopper;
  await page.goto(`${shop}/?lang=en`);
  await makeCard(page);
  const ignored = () => shopper.document().evaluate(() => Number(document.documentElement.dataset.ignored ?? 0));
  assert.equal(await ignored(), 0);
  await page.evaluate(() => {
    const { contentWindow } = document.querySelector('cardseal-card').shadowRoot.querySelector('iframe');
    const { port1, port2 } = new MessageChannel();
    window.stolen = [];
    port1.onmessage = ({ data }) => window.stolen.push(data);
    contentWindow.postMessage({ cardseal: 1, type: 'connect' }, '*', [port2]);
    contentWindow.postMessage({ cardseal: 1, type: 'options' }, '*');
    contentWindow.postMessage('garbage', '*');
    // The frame's own messages on the port of others would come here.
    port1.postMessage(JSON.stringify({ type: 'options', locale: 'ja' }));
  });
  await open(shopper);
  await shopper.document().evaluate(() => new Promise((done) => setTimeout(done)));
  assert.equal(await ignored(), 3);
  assert.equal(await shopper.document().evaluate(() => document.documentElement.lang), 'en');
  await shopper.give(APPROVED);
  assert.equal((await page.evaluate(() => window.answer)).card.last4, '4242');
  assert.deepEqual(await page.evaluate(() => window.stolen), []);
});

/** The changes the page was told, once the last of them is this one. */
const changes = async (page, last) => {
  await page.waitForFunction((last) => JSON.stringify(window.changes().at(-1)) === last, JSON.stringify(last));
  return page.evaluate(() => window.changes());
};

/** The messages on the port with a digit of a card in them: heights have digits of their own. */
const withDigits = (messages) => messages.filter((text) => !text.startsWith('{"type":"height"') && /\d/.test(text));

scenario('the page hears when the form is complete, when it is empty and the brand, and not one digit', {}, async (shopper) => {
  const { page } = shopper;
  await shopper.overhear();
  await page.goto(`${shop}/?lang=en`);
  await makeCard(page, { name: true });
  await open(shopper);
  assert.deepEqual(await changes(page, [false, true, null]), [[false, true, null]]);
  await typeCard(shopper.frame, APPROVED);
  // Each once, however many keys were pressed in between; a name is not needed.
  const filled = [[false, true, null], [false, false, 'visa'], [true, false, 'visa']];
  assert.deepEqual(await changes(page, filled.at(-1)), filled);
  await shopper.frame.locator('#name').pressSequentially('HANAKO');
  await page.waitForFunction(() => window.told.some(([name, { field }]) => name === 'focus' && field === 'name'));
  const visits = await page.evaluate(() => window.told.filter(([name]) => /focus|blur/.test(name)).map(([name, { field }]) => `${name} ${field}`));
  assert.deepEqual(visits, ['focus number', 'blur number', 'focus expiry', 'blur expiry', 'focus code', 'blur code', 'focus name']);
  const heard = await page.evaluate(() => window.heard);
  assert.ok(heard.length > filled.length + visits.length);
  assert.deepEqual(withDigits(heard), []);
  const planted = '{"type":"change","detail":{"complete":false,"empty":false,"brand":"visa4"}}';
  assert.deepEqual(withDigits([...heard, planted]), [planted]);

  await shopper.frame.locator('#expiry').fill('0821');
  await changes(page, [false, false, 'visa']);
  await shopper.frame.locator('#expiry').fill('0831');
  await changes(page, [true, false, 'visa']);
  await shopper.pay();
  assert.equal((await page.evaluate(() => window.answer)).card.brand, 'visa');
  // The code has done its work; in the end nothing is left.
  await changes(page, [false, false, 'visa']);
  await page.evaluate(() => window.card.done());
  await changes(page, [false, true, null]);
  assert.equal(await page.evaluate(() => window.card.ignored), 0);
});

scenario('of a card with two brands the page hears the one that is chosen', {}, async (shopper) => {
  const { page } = shopper;
  await page.goto(`${shop}/?lang=en`);
  await makeCard(page);
  await open(shopper);
  await typeCard(shopper.frame, { ...APPROVED, number: CO_BADGED });
  await shopper.frame.locator('#choice').waitFor();
  await changes(page, [true, false, 'visa']);
  await shopper.frame.locator('#choice').focus();
  await shopper.frame.locator('#choice').selectOption('MyDebit');
  await changes(page, [true, false, 'mydebit']);
  assert.ok(await page.evaluate(() => window.told.some(([name, { field }]) => name === 'focus' && field === 'brand')));
});

scenario('retry() loads another form, which is empty and takes a card', {}, async (shopper) => {
  const { page } = shopper;
  await page.goto(`${shop}/?lang=en`);
  await makeCard(page);
  await open(shopper);
  await shopper.frame.locator('#number').pressSequentially('4242');
  await changes(page, [false, false, 'visa']);
  await page.evaluate(() => window.card.retry());
  assert.deepEqual(await changes(page, [false, true, null]), [[false, true, null], [false, false, 'visa'], [false, true, null]]);
  await shopper.frame.locator('#pay:enabled').waitFor();
  assert.equal(await shopper.value('number'), '');
  await shopper.give(APPROVED);
  assert.equal((await page.evaluate(() => window.answer)).card.last4, '4242');
  assert.equal(await page.evaluate(() => window.told.some(([name]) => name === 'loaderror')), false);
});

const MISTAKES = [
  [{ locale: 'fr' }, /^Cardseal: locale must be .*auto\|ja\|en/],
  [{ submit: '' }, /^Cardseal: submit must be/],
  [{ title: '\u200b' }, /^Cardseal: texts.title must be 1-60 characters/],
  [{ submti: 'Pay' }, /^Cardseal: there is no option submti: .*submit/],
  [{ appearance: { radius: '99px' } }, /^Cardseal: appearance.radius must be .*0px-24px/],
  [{ appearance: { colorPrimary: 'blue' } }, /^Cardseal: appearance.colorPrimary must be .*#rrggbb/],
  [{ appearance: { font: 'Comic Sans' } }, /^Cardseal: appearance.font must be .*serif/],
  [{ appearance: { color: '#fff' } }, /^Cardseal: there is no option color/],
];

scenario('each wrong option is told on the console with what to write instead, and the form works without it', { complaints: MISTAKES.map(([, said]) => said) }, async (shopper) => {
  const { page } = shopper;
  await page.goto(`${shop}/?lang=en`);
  const options = {};
  for (const [mistake] of MISTAKES) Object.assign(options, mistake, { appearance: { ...options.appearance, ...mistake.appearance } });
  await makeCard(page, options);
  await open(shopper);
  await shopper.shows('dialog h2', 'Card details');
  await shopper.give(APPROVED);
  assert.equal((await page.evaluate(() => window.answer)).card.last4, '4242');
});

scenario('right options say nothing on the console and are seen', {}, async (shopper) => {
  const { page } = shopper;
  await page.goto(`${shop}/?lang=en`);
  await makeCard(page, { locale: 'ja', submit: '支払う', title: 'カード', name: true, appearance: { colorPrimary: '#134', radius: '0px', theme: 'light', font: 'serif', spacing: '8px' } });
  await open(shopper);
  await shopper.says('#pay', '支払う');
  await shopper.shows('dialog h2', 'カード');
  await shopper.frame.locator('#name').waitFor();
  const look = await shopper.frame.locator('#pay').evaluate((button) => [getComputedStyle(button).backgroundColor, getComputedStyle(button).borderRadius]);
  assert.deepEqual(look, ['rgb(17, 51, 68)', '0px']);
});

scenario('what cannot work at all is an exception that names the right thing', {}, async (shopper) => {
  const { page } = shopper;
  await page.goto(`${shop}/?lang=en`);
  const said = await page.evaluate(async ({ key, vault }) => {
    const { load } = await import('/tokenizer.js');
    const attempts = [
      () => load('sk_test_secret', { vaultOrigin: vault }),
      () => load(key, {}),
      () => load(key, { vaultOrigin: 'http://vault.example' }),
      () => load(key, { vaultOrigin: vault }).card({ session: 'nonsense' }),
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return 'nothing';
      } catch (error) {
        return `${error}`;
      }
    });
  }, { key: publishableKey, vault });
  assert.match(said[0], /TypeError: Cardseal: use the publishable key, pk_.*never the secret key/);
  assert.match(said[1], /TypeError: Cardseal: vaultOrigin must be/);
  assert.match(said[2], /TypeError: Cardseal: vaultOrigin must be https/);
  assert.match(said[3], /TypeError: Cardseal: session must be cs_/);
});

scenario('a form that something is laid over takes no card, and takes it when that is gone', {}, async (shopper) => {
  const { page } = shopper;
  await shopper.toCard();
  for (const [id, text] of Object.entries(APPROVED)) await shopper.frame.locator(`#${id}`).pressSequentially(text);
  await cover(page);
  await shopper.document().evaluate(covered);
  await page.keyboard.press('Enter');
  await shopper.says('#status', 'Something covers this form. Nothing was sent. Uncover it and try again.');
  assert.equal(shopper.asked('/v1/tokens'), 0);
  assert.equal(await shopper.value('code'), APPROVED.code, 'the card is kept');

  await uncover(page);
  // What was covered a moment ago is still refused: the shopper presses again.
  const taken = page.locator('dialog').waitFor({ state: 'hidden' }).then(() => true);
  const again = () => shopper.frame.locator('#pay[aria-busy="false"]').waitFor().then(() => false);
  do await page.keyboard.press('Enter');
  while (!(await Promise.race([taken, again()])));
  await shopper.review('4242');
  assert.equal(shopper.asked('/v1/tokens'), 1);
});

/** What lives in the renderer of the page, counted after everything that can go is gone. */
async function counted(shopper) {
  const session = await shopper.context.newCDPSession(shopper.page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name) => metrics.find((each) => each.name === name).value;
  await session.detach();
  return {
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    documents: metric('Documents'),
    elements: await shopper.page.evaluate(() => document.querySelectorAll('*').length),
    frames: shopper.page.frames().length,
  };
}

scenario('after twenty times open and closed, destroy() leaves no node, listener or frame', {}, async (shopper) => {
  const { page } = shopper;
  await page.goto(`${shop}/?lang=en`);
  // Once before it is counted, so that what the page learns once is not counted as left.
  const cycles = async (times) => {
    await makeCard(page);
    for (let time = 0; time < times; time++) {
      await page.evaluate(() => void (window.answer = window.card.open()));
      await page.locator('dialog iframe').waitFor();
      await page.evaluate(() => window.card.close());
      assert.deepEqual(await page.evaluate(() => window.answer), { error: { code: 'cancelled' } });
    }
  };
  const destroy = () =>
    page.evaluate(() => {
      window.card.destroy();
      delete window.card;
      delete window.answer;
    });
  await cycles(1);
  await destroy();
  const before = await counted(shopper);
  await cycles(20);
  const alive = await counted(shopper);
  for (const what of Object.keys(before)) {
    if (what !== 'documents') assert.ok(alive[what] > before[what], `${what}: a living card is not seen, ${JSON.stringify({ before, alive })}`);
  }
  await destroy();
  assert.deepEqual(await counted(shopper), before);
});

scenario('a page that is left and come back to has no card in its form, and takes one', {}, async (shopper) => {
  const { page } = shopper;
  await shopper.toCard();
  await shopper.frame.locator('#number').pressSequentially(APPROVED.number);
  await page.goto(`${shop}/cart`);
  await page.goBack();
  await page.locator('#pay-by-card:enabled').waitFor();
  await shopper.openCard();
  assert.equal(await shopper.value('number'), '');
  await shopper.give(APPROVED);
  await shopper.review('4242');
});

scenario('back and forward go between the details and the review, and the card form stays', {}, async (shopper) => {
  const { page } = shopper;
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.review('4242');
  const form = shopper.document();
  await page.goBack();
  await page.locator('#details').waitFor();
  await page.goForward();
  await shopper.review('4242');
  await page.click('#edit-details');
  await page.locator('#details').waitFor();
  await shopper.openCard();
  assert.equal(form.isDetached(), false);
  assert.equal(await shopper.value('number'), '4242 4242 4242 4242');
  assert.equal(await shopper.value('code'), '');
  await page.goBack();
  await page.locator('dialog').waitFor({ state: 'hidden' });
});
