// What the documents tell a merchant to write, run as it stands there, and that nothing they tell is left out.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import './documents/five-minutes.mjs';
import './documents/places.mjs';
import './documents/frameworks.mjs';
import './documents/redirect.mjs';
import './documents/reference.mjs';
import { BLOCKS, blocksOf, take, untaken } from './documents/blocks.mjs';
import { bundle, onSite, visit } from './documents/site.mjs';
import { openSession } from './merchant.mjs';
import { give, openOwnForm, own, told } from './own-form.mjs';
import { APPROVED, cardFrame } from './support.mjs';

const ROOT = new URL('../../', import.meta.url);

/** Runs a script on a page with one button, and presses that. `page` is what the merchant's own script has. */
const run = async (shopper, code, page) => {
  const script = await bundle(`window.told = [];\n${page}\n${code}`);
  await visit(shopper, { html: '<button id="pay">Pay</button>', script });
  await shopper.page.click('#pay');
  shopper.frame = await cardFrame(shopper.page);
};

onSite('the example of the README gives a token', {}, async (shopper) => {
  await run(shopper, take('README.md', 'On your page', 'js'), 'const showReview = (answer) => window.told.push(answer);');
  assert.equal(await shopper.frame.locator('#pay').textContent(), 'Continue');
  await shopper.give(APPROVED);
  const [answer] = await told(shopper.page);
  assert.match(answer.token, /^tok_test_/);
  assert.equal(answer.card.last4, '4242');
});

onSite('the example of the package tells a decline in the form and asks again', {}, async (shopper) => {
  await run(shopper, take('tokenizer-wasm/npm/README.md', '@cardseal/tokenizer', 'js'), `
    const payButton = document.querySelector('#pay');
    const placeOrder = async (token) => {
      window.told.push(token);
      return { declined: 'insufficient_funds' };
    };`);
  await shopper.give(APPROVED);
  assert.match((await told(shopper.page))[0], /^tok_test_/);
  await shopper.frame.locator('#status').filter({ hasText: 'insufficient' }).waitFor();
  assert.equal(await shopper.frame.locator('#code').inputValue(), '');
  assert.equal(await shopper.frame.locator('#number').inputValue(), '4242 4242 4242 4242');
});

onSite('the example of the package for a place of the page gives a token', {}, async (shopper) => {
  const script = await bundle(`${take('tokenizer-wasm/npm/README.md', 'In a place of your page', 'js')}\nwindow.told = [answer];`);
  await visit(shopper, { html: '<section id="card"></section>', script });
  shopper.frame = shopper.page.frameLocator('#card iframe');
  await shopper.give(APPROVED);
  await shopper.page.waitForFunction(() => window.told?.[0].card.last4 === '4242');
});

own('the example of direct entry gives a token, under the policy that it asks for', {}, async (shopper) => {
  await openOwnForm(shopper, (await openSession({ kind: 'direct' })).session);
  await give(shopper.page, APPROVED);
  assert.match((await told(shopper.page))[0].token, /^tok_test_/);
});

/** What is run elsewhere, or is nothing to run, and where or why. */
const ELSEWHERE = {
  'README.md, Cardseal: sh': 'a demonstration for people; `tests/browser/purchase.rs` runs what it checks',
  'README.md, Cardseal: drawing': 'a drawing',
  'README.md, Take a payment without a browser: sh': '`tests/api/readme.rs` runs the lines of curl; `tests/src/vault.rs` starts a vault by the other',
  'README.md, Take a payment without a browser: js': '`tests/api/readme.rs` runs it',
  'README.md, Find your way: drawing': 'a list of folders',
  'tokenizer-wasm/npm/README.md, @cardseal/tokenizer: sh': 'the line of `docs/frontend/README.md`, which is run',
  'tokenizer-wasm/npm/README.md, Content-Security-Policy: drawing': 'a part of the policy of `docs/frontend/README.md`, which is served',
  'docs/test-cards.md, Test cards: drawing': '`tests/src/cards.rs` gives these ranges to the vault of every test',
};

test('every block of code that merchants read was run by one of these, or it is said where it is', () => {
  assert.deepEqual([...new Set(untaken())], Object.keys(ELSEWHERE));
  for (const [, file] of Object.values(ELSEWHERE).join().matchAll(/`([\w./-]+)`/g)) assert.ok(existsSync(new URL(file, ROOT)), file);
  const run = BLOCKS.length - untaken().length;
  console.log(`${run} blocks were run, ${untaken().length} are run elsewhere`);
  assert.ok(run > 20);
  // The twin: a block that nobody takes is found.
  assert.deepEqual(untaken(blocksOf('docs/new.md', '# New\n\n```js\nload();\n```\n')), ['docs/new.md, New: js']);
});
