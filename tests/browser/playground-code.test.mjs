// The code that the playground gives runs as it stands, and the form comes up as it was chosen.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { choose, code, playground, visit } from './playground.mjs';
import { scenario } from './scenario.mjs';
import { APPROVED, cardFrame, LONGEST_WAIT, typeCard } from './support.mjs';

const run = promisify(execFile);
const { CARDSEAL_NPM: npm, CARDSEAL_SECRET_KEY: secretKey, CARDSEAL_VAULT_URL: vaultUrl, CARDSEAL_VAULT_BROWSER_URL: vault } = process.env;
const CHOICES = { locale: 'ko', theme: 'dark', background: '#102030', spacing: '20', submit: '결제 "하기" <b>', name: true };

/** What the package's names stand for, as a bundler resolves them. */
const imports = Object.fromEntries(
  Object.entries(JSON.parse(await readFile(join(npm, 'package.json'), 'utf8')).exports)
    .filter(([, { default: file }]) => file)
    .map(([name, { default: file }]) => [name.replace('.', '@cardseal/tokenizer'), file.replace('.', '')]),
);

/** A merchant's page with this in it; `window.placed` is what its server would be sent. */
async function open(shopper, markup) {
  const { page } = shopper;
  const head = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><script type="importmap">${JSON.stringify({ imports })}</script>`;
  const server = '<script>window.placed = []; const placeOrder = (token) => placed.push(token);</script>';
  await page.route(`${playground}/shop`, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: head + server + markup }));
  await page.goto(`${playground}/shop`);
}

/** The form is as chosen, and the code after it gets a token, by the button of the page if there is one. */
async function takesCard(shopper) {
  await shopper.frame.locator('html[lang=ko]').waitFor();
  await shopper.frame.locator('#name').waitFor();
  assert.equal(await shopper.document().evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(16, 32, 48)');
  await typeCard(shopper.frame, APPROVED);
  const own = shopper.page.locator('body > #pay');
  if (await own.isVisible()) {
    assert.equal(await shopper.frame.locator('#pay').isVisible(), false);
    await own.click();
  } else {
    await shopper.says('#pay', CHOICES.submit);
    await shopper.pay();
  }
  const placed = await shopper.page.waitForFunction(() => window.placed[0]);
  const token = await placed.jsonValue();
  assert.match(token, /^tok_test_/);
  return token;
}

/** The code of a block after these choices. */
async function written(shopper, block, choices) {
  await visit(shopper);
  await choose(shopper, choices);
  return code(shopper, block);
}

// What a test serves has no address; a real page of this machine may call this machine.
const OPTIONS = { browser: { permissions: ['local-network-access'] } };

scenario('the module for a pop-up opens it as it was chosen', OPTIONS, async (shopper) => {
  const script = await written(shopper, 'module', { ...CHOICES, mode: 'popup' });
  await open(shopper, `<header><button id="pay">Pay</button></header><script type="module">${script}</script>`);
  await shopper.page.click('#pay');
  shopper.frame = await cardFrame(shopper.page);
  await takesCard(shopper);
});

scenario('the module for a form in the page shows it as it was chosen', OPTIONS, async (shopper) => {
  const script = await written(shopper, 'module', { ...CHOICES, mode: 'inline' });
  await open(shopper, `<div id="card"></div><script type="module">${script}</script>`);
  shopper.frame = shopper.page.frameLocator('#card iframe');
  await takesCard(shopper);
});

scenario('the module for a form without a button of its own has the page’s button send it', OPTIONS, async (shopper) => {
  const script = await written(shopper, 'module', { ...CHOICES, mode: 'inline', button: true });
  await open(shopper, `<div id="card"></div><button id="pay">Pay</button><script type="module">${script}</script>`);
  shopper.frame = shopper.page.frameLocator('#card iframe');
  await takesCard(shopper);
});

scenario('the element without a button of its own is sent by the page’s', OPTIONS, async (shopper) => {
  const markup = await written(shopper, 'element', { ...CHOICES, button: true });
  await open(shopper, `<button id="pay">Pay</button>${markup}`);
  shopper.frame = shopper.page.frameLocator('cardseal-form iframe');
  await takesCard(shopper);
});

scenario('the element shows the form as it was chosen, and the server redeems its token once', OPTIONS, async (shopper) => {
  const markup = await written(shopper, 'element', CHOICES);
  const calls = (await code(shopper, 'server')).replaceAll(vault, vaultUrl);
  await open(shopper, markup);
  shopper.frame = shopper.page.frameLocator('cardseal-form iframe');
  const TOKEN = await takesCard(shopper);
  const { stdout } = await run('sh', ['-ec', calls], { timeout: LONGEST_WAIT, env: { ...process.env, TOKEN, CARDSEAL_SECRET_KEY: secretKey } });
  const [session, authorization] = stdout.replace('}{', '}\n{').trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual([session.object, session.origin], ['session', playground]);
  assert.deepEqual([authorization.object, authorization.status, authorization.amount, authorization.reference], ['authorization', 'approved', 1200, 'order-1']);
});
