// The form in a place of the page, by the package's other two scripts.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { publishableKey } from './merchant.mjs';
import { scenario, shop, vault } from './scenario.mjs';
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
