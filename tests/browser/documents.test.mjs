// What the documents tell a merchant to write on the page, run on a page as it stands there.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { publishableKey } from './merchant.mjs';
import { scenario, shop, vault } from './scenario.mjs';
import { APPROVED, cardFrame } from './support.mjs';

/** The example of a document, with this vault in the place of the one it names. */
const example = async (path) => {
  const text = await readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, block]) => block);
  const block = blocks.find((block) => block.includes('@cardseal/tokenizer'));
  assert(block, `${path} has an example`);
  return [
    [/^import \{ load \} from ['"]@cardseal\/tokenizer['"];?$/m, "const { load } = await import('/tokenizer.js');"],
    ['pk_test_…', publishableKey],
    ['https://vault.example', vault],
  ].reduce((code, [named, here]) => {
    const changed = code.replace(named, here);
    assert.notEqual(changed, code, `${path} names ${named}`);
    return changed;
  }, block);
};

/** Runs it on a page with one button, and presses that. `page` is what the merchant's own script has. */
const run = async (shopper, path, page) => {
  await shopper.page.goto(`${shop}/?lang=en`);
  const code = await example(path);
  await shopper.page.evaluate(`(async () => {
    window.told = [];
    document.body.prepend(Object.assign(document.createElement('button'), { id: 'pay', textContent: 'Pay' }));
    ${page}
    ${code}
  })()`);
  await shopper.page.click('#pay');
  shopper.frame = await cardFrame(shopper.page);
};

const told = (shopper, count) =>
  shopper.page.waitForFunction((count) => window.told.length === count && window.told, count).then((told) => told.jsonValue());

scenario('the example of the README gives a token', {}, async (shopper) => {
  await run(shopper, 'README.md', 'const showReview = (answer) => window.told.push(answer);');
  assert.equal(await shopper.frame.locator('#pay').textContent(), 'Continue');
  await shopper.give(APPROVED);
  const [answer] = await told(shopper, 1);
  assert.match(answer.token, /^tok_test_/);
  assert.equal(answer.card.last4, '4242');
});

scenario('the example of the package tells a decline in the form and asks again', {}, async (shopper) => {
  await run(shopper, 'tokenizer-wasm/npm/README.md', `
    const payButton = document.querySelector('#pay');
    const placeOrder = async (token) => {
      window.told.push(token);
      return { declined: 'insufficient_funds' };
    };`);
  await shopper.give(APPROVED);
  assert.match((await told(shopper, 1))[0], /^tok_test_/);
  await shopper.frame.locator('#status').filter({ hasText: 'insufficient' }).waitFor();
  assert.equal(await shopper.frame.locator('#code').inputValue(), '');
  assert.equal(await shopper.frame.locator('#number').inputValue(), '4242 4242 4242 4242');
});
