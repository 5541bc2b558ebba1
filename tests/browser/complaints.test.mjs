// What people complain of in card forms elsewhere, where no other scenario shows that ours does not have it.
// docs/complaints.md lists them all.
import assert from 'node:assert/strict';
import { publishableKey } from './merchant.mjs';
import { scenario, shop, vault } from './scenario.mjs';
import { APPROVED, cardFrame, typeCard } from './support.mjs';

/** The origins of all requests so far but the ones given. */
const others = (shopper, ...known) => shopper.requests.map((request) => new URL(request.url()).origin).filter((origin) => !known.includes(origin));

scenario('a purchase asks nobody but the shop and the vault, and leaves no cookie of the vault', {}, async (shopper) => {
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.review('4242');
  await shopper.placeOrder();
  await shopper.receipt();
  assert.ok(shopper.requests.length > 10);
  assert.deepEqual(others(shopper, shop, vault), []);
  assert.deepEqual(await shopper.context.cookies(vault), []);

  // The twin: whoever calls home is found.
  await assert.rejects(shopper.page.goto('http://telemetry.localhost:1/'), /ERR_/);
  assert.deepEqual(others(shopper, shop, vault), ['http://telemetry.localhost:1']);
});

scenario('the lines that errors are read from stand empty before there is an error, and are the same ones after it', {}, async (shopper) => {
  const frame = await shopper.toCard();
  const lines = ['status', 'number-error', 'expiry-error', 'code-error'];
  const stood = await shopper.document().evaluate((ids) => {
    const elements = ids.map((id) => document.getElementById(id));
    window.stood = elements;
    return elements.map(({ role, ariaLive, textContent }) => [role, ariaLive, textContent]);
  }, lines);
  assert.deepEqual(stood, [['alert', null, ''], ...Array(3).fill([null, 'polite', ''])]);
  await frame.locator('#pay').click();
  await frame.locator('#number-error:not(:empty)').waitFor();
  assert.ok(await shopper.document().evaluate((ids) => ids.every((id, at) => document.getElementById(id) === window.stood[at]), lines));
  const invalid = await shopper.document().evaluate(() => [...document.querySelectorAll('[aria-invalid=true]')].map((input) => input.getAttribute('aria-describedby').split(' ').some((id) => document.getElementById(id).textContent)));
  assert.deepEqual(invalid, [true, true, true], 'each wrong field is described by what is wrong');
});

scenario('all fields are in one document, tell autofill what they are, and have no pattern for a screen reader to fail', {}, async (shopper) => {
  const frame = await shopper.toCard();
  const inputs = () =>
    shopper.document().evaluate(() =>
      [...document.querySelectorAll('input:not([type=hidden])')].map((input) => [input.id, input.autocomplete, input.inputMode, input.hasAttribute('pattern'), input.matches(':invalid')]),
    );
  const good = [
    ['number', 'cc-number', 'numeric', false, false],
    ['expiry', 'cc-exp', 'numeric', false, false],
    ['code', 'cc-csc', 'numeric', false, false],
    ['name', 'cc-name', '', false, false],
  ];
  assert.deepEqual(await inputs(), good, 'empty');
  await typeCard(frame, APPROVED);
  assert.deepEqual(await inputs(), good, 'typed');

  // The twin: a browser that is given something to judge calls the same number, and an empty field, wrong.
  await shopper.document().evaluate(() => {
    document.getElementById('number').pattern = '\\d*';
    document.getElementById('name').required = true;
  });
  assert.deepEqual((await inputs()).filter(([, , , , isInvalid]) => isInvalid).map(([id]) => id), ['number', 'name']);
});

scenario('a button inside a shadow tree opens the pop-up and gets the focus back', {}, async (shopper) => {
  const { page } = shopper;
  await page.goto(`${shop}/?lang=en`);
  await page.evaluate(async ({ key, vault }) => {
    const { load } = await import('/tokenizer.js');
    const root = document.body.appendChild(document.createElement('shop-checkout')).attachShadow({ mode: 'open' });
    const button = root.appendChild(Object.assign(document.createElement('button'), { id: 'in-shadow', textContent: 'Pay' }));
    const card = load(key, { vaultOrigin: vault }).card();
    button.onclick = async () => (window.answer = await card.open());
  }, { key: publishableKey, vault });
  await page.click('#in-shadow');
  shopper.frame = await cardFrame(page);
  await shopper.give(APPROVED);
  await page.waitForFunction(() => window.answer?.card.last4 === '4242');
  assert.equal(await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.id), 'in-shadow');
});

scenario('however often it is opened, the form is loaded once and keeps what was typed', {}, async (shopper) => {
  const frame = await shopper.toCard();
  await typeCard(frame, { number: APPROVED.number });
  for (let times = 0; times < 5; times++) {
    await shopper.page.keyboard.press('Escape');
    await shopper.page.locator('dialog').waitFor({ state: 'hidden' });
    await shopper.openCard();
    assert.equal(await shopper.value('number'), '4242 4242 4242 4242');
  }
  const loads = shopper.requests.filter((request) => request.url().startsWith(`${vault}/v1/frame`));
  assert.equal(loads.length, 1);
});
