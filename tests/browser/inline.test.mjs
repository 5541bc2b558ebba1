// The form in a place of the page, by the package's other two scripts.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { publishableKey } from './merchant.mjs';
import { scenario, shop, vault } from './scenario.mjs';
import { scrollTo, shareSeen, toBeginning } from './screen.mjs';
import { APPROVED, typeCard } from './support.mjs';

const PACKAGE = dirname(process.env.CARDSEAL_TOKENIZER);

/** A page of the shop with a section to stand in, which could import the script. */
async function place(shopper, script) {
  const { page } = shopper;
  await page.route(`${shop}/${script}`, async (route) => route.fulfill({ contentType: 'text/javascript', body: await readFile(join(PACKAGE, script), 'utf8') }));
  await page.goto(`${shop}/?lang=en`);
  await page.evaluate(() => {
    window.told = [];
    document.querySelector('main').prepend(Object.assign(document.createElement('section'), { id: 'place' }));
  });
  shopper.frame = page.frameLocator('#place iframe');
}

const told = ({ page }, count) => page.waitForFunction((count) => window.told.length === count && window.told, count).then((told) => told.jsonValue());

scenario('a card typed into a form in the page gives a token, and a decline asks again in the same place', {}, async (shopper) => {
  const { page } = shopper;
  await place(shopper, 'inline.js');
  await page.evaluate(async ({ key, vault }) => {
    const { load } = await import('/inline.js');
    window.card = load(key, { vaultOrigin: vault }).card({ place: '#place', submit: 'Pay now' });
    void window.card.open().then((answer) => window.told.push(answer));
  }, { key: publishableKey, vault });
  await shopper.says('#pay', 'Pay now');
  await shopper.give(APPROVED);
  const [answer] = await told(shopper, 1);
  assert.match(answer.token, /^tok_test_/);
  assert.equal(await page.locator('#place iframe').isVisible(), false);

  await page.evaluate(() => void window.card.fail({ decline_code: 'insufficient_funds' }).then((answer) => window.told.push(answer)));
  await shopper.frame.locator('#status').filter({ hasText: 'insufficient' }).waitFor();
  assert.deepEqual([await shopper.value('number'), await shopper.value('code')], ['4242 4242 4242 4242', '']);
  await typeCard(shopper.frame, { code: APPROVED.code });
  await page.keyboard.press('Enter');
  const [, again] = await told(shopper, 2);
  assert.notEqual(again.token, answer.token);
  await page.evaluate(() => window.card.destroy());
  assert.equal(await page.locator('#place > *').count(), 0);
});

scenario('a page with a button of its own sends the form by it, and hears when it may', {}, async (shopper) => {
  const { page } = shopper;
  await place(shopper, 'inline.js');
  await page.evaluate(async ({ key, vault }) => {
    const { load } = await import('/inline.js');
    const card = (window.card = load(key, { vaultOrigin: vault }).card({ place: '#place', button: false }));
    const buy = Object.assign(document.createElement('button'), { id: 'buy', textContent: 'Buy', onclick: () => card.submit() });
    // So far below that the form is not seen any more when it is pressed.
    buy.style.marginTop = '200vh';
    document.getElementById('place').append(buy);
    card.on('change', ({ complete }) => (buy.className = complete ? 'ready' : ''));
    void card.open().then((answer) => window.told.push(answer));
  }, { key: publishableKey, vault });
  await shopper.frame.locator('#number').waitFor();
  assert.equal(await shopper.frame.locator('#pay').isVisible(), false);
  const focused = () => shopper.document().evaluate(() => document.hasFocus() && document.activeElement.id);

  // Pressed too early it does what the form's own button does: says what is wrong and goes there.
  await page.click('#buy');
  await shopper.says('#number-error', 'Check the card number.');
  await shopper.frame.locator('#number:focus').waitFor();
  assert.equal(await focused(), 'number');
  await shopper.frame.locator('#number').pressSequentially(APPROVED.number);
  await page.focus('#buy');
  await page.evaluate(() => window.card.focus());
  await shopper.frame.locator('#expiry:focus').waitFor();
  assert.equal(await focused(), 'expiry');
  assert.equal(await page.locator('#buy.ready').count(), 0);

  await typeCard(shopper.frame, { expiry: APPROVED.expiry, code: APPROVED.code });
  const ready = page.locator('#buy.ready');
  await ready.scrollIntoViewIfNeeded();
  assert.equal(await shareSeen(page.locator('#place iframe')), 0);
  await ready.click();
  assert.equal((await told(shopper, 1))[0].card.last4, '4242');
  // With its button again, for a page that has none any more.
  await page.evaluate(() => {
    window.card.update({ button: undefined });
    void window.card.open();
  });
  await shopper.frame.locator('#pay').waitFor();
});

scenario('Tab goes through the form in the page and on to what follows it, and Escape leaves it where it is', {}, async (shopper) => {
  const { page } = shopper;
  await place(shopper, 'element.js');
  await page.evaluate(async ({ key, vault }) => {
    await import('/element.js');
    const form = document.createElement('cardseal-form');
    form.setAttribute('publishable-key', key);
    form.setAttribute('vault-origin', vault);
    form.addEventListener('token', ({ detail }) => window.told.push(detail));
    const [before, after] = ['before', 'after'].map((id) => Object.assign(document.createElement('button'), { id, textContent: id }));
    document.getElementById('place').append(before, form, after);
  }, { key: publishableKey, vault });
  await shopper.frame.locator('#pay:enabled').waitFor();
  await page.focus('#before');
  const focused = () => shopper.document().evaluate(() => document.hasFocus() && document.activeElement.id);
  for (const id of ['number', 'expiry', 'code', 'pay']) {
    await page.keyboard.press('Tab');
    assert.equal(await focused(), id);
  }
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'after');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#place iframe').isVisible(), true);
  await shopper.give(APPROVED);
  assert.equal((await told(shopper, 1))[0].card.last4, '4242');
});

/** The ways to have a form in the place; `again` opens it. */
const MAKERS = {
  'inline.js': async ({ key, vault }) => {
    const { load } = await import('/inline.js');
    const card = load(key, { vaultOrigin: vault }).card({ place: '#place' });
    window.again = () => void card.open().then((answer) => window.told.push(answer));
    card.on('error', ({ final }) => (window.final = final));
    window.again();
  },
  'element.js': async ({ key, vault }) => {
    await import('/element.js');
    const form = document.createElement('cardseal-form');
    form.setAttribute('publishable-key', key);
    form.setAttribute('vault-origin', vault);
    form.addEventListener('token', ({ detail }) => window.told.push(detail));
    form.addEventListener('error', ({ detail }) => (window.final = detail.final));
    window.again = () => form.open();
    document.getElementById('place').append(form);
  },
};
const FULL = { status: 429, contentType: 'application/problem+json', body: JSON.stringify({ title: 'Too many requests', status: 429, code: 'too_many_requests' }) };

for (const [script, make] of Object.entries(MAKERS)) {
  scenario(`a form in the page that takes no card any more makes room for a new one when it is opened again (${script})`, { complaints: [/Failed to load resource.* 429/] }, async (shopper) => {
    const { page, context } = shopper;
    await context.route(`${vault}/v1/tokens`, (route) => route.fulfill(FULL), { times: 1 });
    await place(shopper, script);
    await page.evaluate(make, { key: publishableKey, vault });
    await shopper.frame.locator('#pay:enabled').waitFor();
    await shopper.give(APPROVED);
    await page.waitForFunction(() => window.final);
    await shopper.says('#status', /can no longer be used/);
    await shopper.frame.locator('#pay').waitFor({ state: 'hidden' });
    const old = shopper.document();

    await page.evaluate(() => window.again());
    await shopper.frame.locator('#pay:enabled').waitFor();
    assert.ok(old.isDetached());
    await shopper.give(APPROVED);
    // The element tells tokens alone; a promise tells why the first opening ended, too.
    const answers = await told(shopper, script === 'inline.js' ? 2 : 1);
    assert.equal(answers.at(-1).card.last4, '4242');
    if (script === 'inline.js') assert.deepEqual(answers[0], { error: { code: 'too_many_requests' } });
  });
}
/** Shows a form in the place; its answer is told. */
const show = ({ page }) =>
  page.evaluate(async ({ key, vault }) => {
    const { load } = await import('/inline.js');
    void load(key, { vaultOrigin: vault }).card({ place: '#place' }).open().then((answer) => window.told.push(answer));
  }, { key: publishableKey, vault });

scenario('a place that is not displayed yet gives the form its whole height when it is', {}, async (shopper) => {
  const { page } = shopper;
  await place(shopper, 'inline.js');
  await page.evaluate(() => (document.getElementById('place').style.display = 'none'));
  await show(shopper);
  await shopper.frame.locator('#pay:enabled').waitFor({ state: 'attached' });
  assert.equal(await page.locator('#place iframe').isVisible(), false);
  await page.evaluate(() => (document.getElementById('place').style.display = ''));
  await shopper.frame.locator('#pay').waitFor();
  // Not the 320 px that stand there until the form tells its own, and are left by a transition.
  const [form, around] = [shopper.document(), page.locator('#place iframe')];
  const height = await form.evaluate(() => document.getElementById('form').getBoundingClientRect().height);
  assert.ok(height > 200, `${height}`);
  await around.evaluate(
    (frame, height) =>
      new Promise((done) => {
        const look = () => (Math.abs(frame.clientHeight - height) < 2 ? done() : requestAnimationFrame(look));
        look();
      }),
    height,
  );
  await shopper.give(APPROVED);
  assert.equal((await told(shopper, 1))[0].card.last4, '4242');
});

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

scenario('where a phone\'s keyboard leaves 420 pixels, the field that is typed into and then the button can be reached in the page', { browser: PHONE }, async (shopper) => {
  const { page } = shopper;
  await place(shopper, 'inline.js');
  await page.evaluate(() => (document.getElementById('place').style.marginTop = '450px'));
  await show(shopper);
  await shopper.frame.locator('#pay:enabled').waitFor();
  for (const [id, text] of Object.entries(APPROVED)) {
    const field = shopper.frame.locator(`#${id}`);
    await field.focus();
    await page.setViewportSize({ width: 390, height: 420 });
    await scrollTo(page, field);
    assert.equal(await shopper.frame.locator(':focus').getAttribute('id'), id);
    await page.keyboard.type(text);
    await page.setViewportSize(PHONE.viewport);
  }
  await page.setViewportSize({ width: 390, height: 420 });
  await toBeginning(page, shopper.frame.locator('#pay'));
  await scrollTo(page, shopper.frame.locator('#pay'));
  await shopper.pay();
  assert.equal((await told(shopper, 1))[0].card.last4, '4242');
});
