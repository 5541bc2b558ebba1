// A page of the shop that takes the card in inputs of its own: the example of docs/direct.md as it stands
// there, under the policy that the document asks for, with the package's files beside it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { here, take } from './documents/blocks.mjs';
import { publishableKey } from './merchant.mjs';
import { scenario } from './scenario.mjs';
import { APPROVED, shop, vault } from './support.mjs';

const PACKAGE = new URL(`file://${process.env.CARDSEAL_NPM}/`);
const PATH = '/own-form';

/** The first block of a language in the document. */
const block = (language) => take('docs/direct.md', 'What your page needs', language);

const TYPES = { js: 'text/javascript', wasm: 'application/wasm', html: 'text/html; charset=utf-8' };

/** A scenario on it. What a test serves has no address; a real page of this machine may call this machine. */
export const own = (name, options, body) => scenario(name, { browser: { permissions: ['local-network-access'] }, ...options }, body);

/** Opens the page with a card session in it; `window.told` is what its script was told at the end. */
export async function openOwnForm({ page, context }, session, key = publishableKey) {
  const policy = here(block('http'), { 'https://vault.example': vault }).replace(/^Content-Security-Policy: /, '').replaceAll(/\s+/g, ' ').trim();
  const form = here(block('html'), { 'cs_test_…': session });
  const script = here(block('js'), {
    '@cardseal/tokenizer/direct': '/direct.js',
    'pk_test_…': key,
    'https://vault.example': vault,
  });
  const files = {
    [PATH]: ['html', `<!doctype html><html lang="en"><title>Own form</title>${form}<script type="module" src="/own-form.js"></script>`],
    '/own-form.js': ['js', `window.told = []; const placeOrder = (token) => told.push({ token }); const show = (error) => told.push({ error });\n${script}\nwindow.direct = direct;`],
    '/direct.js': ['js', await readFile(new URL('direct.js', PACKAGE))],
    '/direct.wasm': ['wasm', await readFile(new URL('direct.wasm', PACKAGE))],
    '/direct-rsa.wasm': ['wasm', await readFile(new URL('direct-rsa.wasm', PACKAGE))],
  };
  await context.route((url) => url.origin === shop && url.pathname in files, (route) => {
    const [type, body] = files[new URL(route.request().url()).pathname];
    return route.fulfill({ status: 200, contentType: TYPES[type], headers: { 'content-security-policy': policy }, body });
  });
  await page.goto(shop + PATH);
  await page.waitForFunction(() => window.direct);
}

/** Types a card into it key by key, and sends it. */
export async function give(page, { number, expiry, code }) {
  for (const [field, text] of Object.entries({ number, expiry, code })) await page.locator(`#${field}`).pressSequentially(text);
  await page.click('#card button');
}

/** What the page was told, once it was told so often. */
export const told = (page, count = 1) =>
  page.waitForFunction((count) => window.told.length >= count && window.told, count).then((told) => told.jsonValue());

/** Takes a card, and finds it in the memory of the page's wasms while it is under way, and not after that. */
export async function leavesNothing(shopper, session) {
  const { context, page } = shopper;
  await recordMemories(page);
  await openOwnForm(shopper, session);
  let found;
  await context.route(`${vault}/v1/tokens`, async (route) => {
    // The twin of the search at the end.
    found ??= await stands(page, APPROVED.number);
    await route.continue();
  });
  await give(page, APPROVED);
  await told(page);
  await page.evaluate(() => new Promise((later) => setTimeout(later, 0)));
  assert.equal(found, true);
  assert.equal(await stands(page, APPROVED.number), false);
}

const stands = (page, text) =>
  page.evaluate((text) => {
    const wanted = new TextEncoder().encode(text);
    return window.memories.some((memory) => {
      const bytes = new Uint8Array(memory.buffer);
      for (let at = bytes.indexOf(wanted[0]); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
        if (wanted.every((byte, index) => bytes[at + index] === byte)) return true;
      }
      return false;
    });
  }, text);

const recordMemories = (page) =>
  page.addInitScript(() => {
    window.memories = [];
    const { Instance } = WebAssembly;
    WebAssembly.Instance = function (...given) {
      const instance = new Instance(...given);
      window.memories.push(instance.exports.memory);
      return instance;
    };
  });
