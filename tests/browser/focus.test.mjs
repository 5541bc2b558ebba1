// Who else moves the focus: a phone's keyboard by its arrows, a page that pulls it back, a password manager.
import assert from 'node:assert/strict';
import { publishableKey } from './merchant.mjs';
import { scenario, shop, vault } from './scenario.mjs';
import { APPROVED, cardFrame } from './support.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const CO_BADGED = '4000004580000002';

/** Opens a pop-up with these options on the page as it is; it keeps its answer. */
async function open(shopper, options = {}) {
  await shopper.page.evaluate(async ({ key, vault, options }) => {
    const { load } = await import('/tokenizer.js');
    window.answer = load(key, { vaultOrigin: vault }).card(options).open();
  }, { key: publishableKey, vault, options });
  shopper.frame = await cardFrame(shopper.page);
}

const focused = (shopper) => shopper.frame.locator(':focus').getAttribute('id');

scenario('next and previous of a phone’s keyboard go through all fields in their order', { browser: PHONE }, async (shopper) => {
  const { page } = shopper;
  await page.goto(`${shop}/?lang=en`);
  await open(shopper, { name: true });
  await shopper.frame.locator('#number').pressSequentially(CO_BADGED);
  await shopper.frame.locator('#choice').waitFor();
  const order = ['number', 'choice', 'expiry', 'code', 'name'];
  // Such keyboards leave neither document nor form, and go where Tab goes.
  const forms = await shopper.document().evaluate(() => [...document.forms].map((form) => [...form.elements].map(({ id }) => id)));
  assert.deepEqual(forms, [order]);
  const walk = async (key, from) => {
    await shopper.frame.locator(`#${from}`).focus();
    const seen = [from];
    for (let times = 1; times < order.length; times++) {
      await page.keyboard.press(key);
      seen.push(await focused(shopper));
    }
    return seen;
  };
  assert.deepEqual(await walk('Tab', 'number'), order);
  assert.deepEqual(await walk('Shift+Tab', 'name'), order.toReversed());

  // The twin: a field with a place of its own in the order is passed over.
  await shopper.document().evaluate(() => (document.getElementById('code').tabIndex = 1));
  assert.notDeepEqual(await walk('Tab', 'number'), order);
});

for (const container of ['section', 'dialog']) {
  scenario(`a page that pulls the focus back into a ${container} of its own does not take it from the pop-up`, {}, async (shopper) => {
    const { page } = shopper;
    const { keyboard } = page;
    await page.goto(`${shop}/?lang=en`);
    await page.evaluate((container) => {
      const modal = document.body.appendChild(document.createElement(container));
      const [inside, outside] = ['inside', 'outside'].map((id) => Object.assign(document.createElement('input'), { id }));
      modal.append(inside);
      document.body.append(outside);
      window.pulls = 0;
      // As those of component libraries do: when the focus goes somewhere, and every now and then.
      const pull = () => {
        if (modal.contains(document.activeElement)) return;
        window.pulls += 1;
        inside.focus();
      };
      document.addEventListener('focusin', pull);
      setInterval(pull, 50);
      outside.focus();
      modal.showModal?.();
    }, container);
    // The twin: from everything else it takes it.
    await page.waitForFunction(() => window.pulls && document.activeElement.id === 'inside');

    await open(shopper);
    const before = await page.evaluate(() => window.pulls);
    assert.equal(await focused(shopper), 'number');
    for (const text of [APPROVED.number, APPROVED.expiry, APPROVED.code]) {
      await keyboard.type(text, { delay: 5 });
      await keyboard.press('Tab');
    }
    await page.waitForFunction((before) => window.pulls > before, before);
    assert.equal(await focused(shopper), 'pay');
    await keyboard.press('Enter');
    assert.equal((await page.evaluate(() => window.answer)).card.last4, '4242');
    await page.waitForFunction(() => document.activeElement.id === 'inside');
  });
}

scenario('a password manager that goes from field to field and fills them finds the focus where it put it', {}, async (shopper) => {
  const document = await shopper.toCard().then(shopper.document);
  await document.evaluate(async (texts) => {
    window.moves = [];
    addEventListener('focusin', ({ target }) => window.moves.push(target.id));
    for (const [id, text] of Object.entries(texts)) {
      const field = document.getElementById(id);
      field.focus();
      for (const type of ['keydown', 'keypress', 'keyup']) field.dispatchEvent(new KeyboardEvent(type, { bubbles: true }));
      field.value = text;
      for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
      field.blur();
      await new Promise((next) => setTimeout(next));
    }
    document.getElementById('number').focus();
  }, APPROVED);
  const moves = ['expiry', 'code', 'number'];
  await shopper.frame.locator('#expiry').and(shopper.frame.locator('[aria-invalid="false"]')).waitFor();
  assert.deepEqual([await shopper.value('number'), await shopper.value('expiry'), await shopper.value('code')], ['4242 4242 4242 4242', '08/31', '739']);
  assert.deepEqual(await document.evaluate(() => window.moves), moves);

  // The twin: the form itself moves it when the button is pressed and a field is wrong.
  await shopper.frame.locator('#code').fill('7');
  await shopper.pay();
  await shopper.frame.locator('#code[aria-invalid="true"]:focus').waitFor();
  assert.notDeepEqual(await document.evaluate(() => window.moves), moves);
  await shopper.frame.locator('#code').fill(APPROVED.code);
  await shopper.page.keyboard.press('Enter');
  await shopper.review('4242');
});
