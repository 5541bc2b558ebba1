// docs/frontend/places.md: every way to show the form, as it is written there. Those of frameworks: frameworks.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publishableKey } from '../merchant.mjs';
import { vault } from '../scenario.mjs';
import { APPROVED, typeCard } from '../support.mjs';
import { here, take } from './blocks.mjs';
import { bundle, compile, onSite, visit } from './site.mjs';

const PLACES = 'docs/frontend/places.md';

/** Waits for the form in the page, gives it a card, and waits until the page's own line says which. */
export async function pays(shopper, label) {
  shopper.frame = shopper.page.frameLocator('cardseal-card iframe');
  await shopper.frame.locator('#pay:enabled').waitFor();
  await shopper.says('#pay', label);
  await shopper.give(APPROVED);
  await shopper.shows('#result', 'visa 4242');
}

onSite('the form in a place of the page tells which card it took', {}, async (shopper) => {
  const heading = 'In a place of your page';
  await visit(shopper, { html: take(PLACES, heading, 'html'), script: await bundle(take(PLACES, heading, 'js')) });
  await pays(shopper, 'Pay');
});

onSite('a button of the page is enabled when the form is complete, and sends it', {}, async (shopper) => {
  const heading = 'In a place of your page';
  await visit(shopper, { html: take(PLACES, heading, 'html', 1), script: await bundle(take(PLACES, heading, 'js', 1)) });
  shopper.frame = shopper.page.frameLocator('cardseal-card iframe');
  await shopper.frame.locator('#number').waitFor();
  assert.equal(await shopper.frame.locator('#pay').isVisible(), false);
  assert.equal(await shopper.page.locator('#pay').isDisabled(), true);
  await typeCard(shopper.frame, APPROVED);
  await shopper.page.locator('#pay:enabled').click();
  await shopper.shows('#result', 'visa 4242');
});

onSite('the element tells which card it took', {}, async (shopper) => {
  const heading = 'As an element';
  const html = here(take(PLACES, heading, 'html'), { 'pk_test_…': publishableKey, 'https://vault.example': vault });
  await visit(shopper, { html, script: await bundle(take(PLACES, heading, 'js')) });
  await pays(shopper, 'Pay');
});

test('the example in TypeScript compiles where the package is installed; one that takes a token for granted does not', () => {
  const code = take(PLACES, 'TypeScript', 'ts');
  compile({ 'right.ts': code });
  const wrong = { 'wrong.ts': here(code, { 'if (!answer.error) return answer;': 'return answer;' }) };
  assert.throws(() => compile(wrong), ({ stdout }) => /Failure/.test(stdout));
});
