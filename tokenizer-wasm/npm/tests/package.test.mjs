import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { PACKAGE } from './world.mjs';

const PUBLISHABLE = 'pk_test_abc';
const VAULT = 'https://vault.example';
const { load } = await import(new URL('tokenizer.js', PACKAGE));

/** Runs with a console that remembers. */
function complaints(run) {
  const { error } = console;
  const said = [];
  console.error = (text) => said.push(text);
  try {
    run();
  } finally {
    console.error = error;
  }
  return said;
}

test('importing it in plain Node does nothing, and load() makes no request', () => {
  const script = `
    const before = Reflect.ownKeys(globalThis).length;
    globalThis.fetch = () => { throw new Error('a request'); };
    await import(${JSON.stringify(new URL('inline.js', PACKAGE).href)});
    await import(${JSON.stringify(new URL('element.js', PACKAGE).href)});
    const { load } = await import(${JSON.stringify(new URL('tokenizer.js', PACKAGE).href)});
    const tokenizer = load('${PUBLISHABLE}', { vaultOrigin: '${VAULT}' });
    if (Reflect.ownKeys(globalThis).length !== before) throw new Error('a global');
    console.log(Object.keys(tokenizer).join());
  `;
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  // That it ends shows that no timer and no socket was opened.
  assert.equal(said.trim(), 'card');
});

test('what would be published is what package.json lists, and it depends on nothing', async () => {
  const manifest = JSON.parse(await readFile(new URL('package.json', PACKAGE), 'utf8'));
  const there = (await readdir(PACKAGE)).filter((name) => !name.startsWith('.')).sort();
  assert.deepEqual(there, [...manifest.files, 'README.md', 'package.json'].sort());
  assert.deepEqual([manifest.dependencies, manifest.scripts, manifest.sideEffects], [undefined, undefined, ['./element.js']]);
  for (const entry of ['.', './inline', './element', './direct']) assert.equal(Object.keys(manifest.exports[entry])[0], 'types');
});

/** The relative links of a page that lead to nothing. */
const dead = (text, page) =>
  [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link]) => new URL(link, page)).filter((file) => !existsSync(file) || !file.href.startsWith(PACKAGE.href));

test('the documents that the console names are in the package, and no link of them leads out of it', async () => {
  const complaint = complaints(() => load(PUBLISHABLE, { vaultOrigin: VAULT, colour: 1 }))[0];
  const named = /See (\S+)$/.exec(complaint)[1];
  assert.ok(existsSync(new URL(`${named}/README.md`, PACKAGE)), named);
  assert.ok(existsSync(new URL('docs/languages.md', PACKAGE)), 'which the form names');
  const names = (await readdir(PACKAGE, { recursive: true })).filter((name) => name.endsWith('.md'));
  assert.ok(names.length > 10, `${names}`);
  let links = 0;
  for (const name of names) {
    const page = new URL(name, PACKAGE);
    const text = await readFile(page, 'utf8');
    assert.deepEqual(dead(text, page).map(String), [], name);
    links += text.split('](').length - 1;
  }
  assert.ok(links > 20, `${links}`);
  // The twins: a page that is not there, and one that is, outside.
  assert.equal(dead('[a](nowhere.md) [b](../../)', new URL('docs/x.md', PACKAGE)).length, 2);
});

test('importing direct entry in plain Node does nothing either, and loadDirect() says what to write', async () => {
  const script = `
    const before = Reflect.ownKeys(globalThis).length;
    globalThis.fetch = () => { throw new Error('a request'); };
    const { loadDirect } = await import(${JSON.stringify(new URL('direct.js', PACKAGE).href)});
    if (Reflect.ownKeys(globalThis).length !== before) throw new Error('a global');
    console.log(typeof loadDirect);
  `;
  assert.equal(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }).trim(), 'function');
  const { loadDirect } = await import(new URL('direct.js', PACKAGE));
  const wasm = await readFile(new URL('direct.wasm', PACKAGE));
  await assert.rejects(loadDirect('sk_test_secret', { vaultOrigin: VAULT, wasm }), { name: 'TypeError', message: /secret key: use the publishable key/ });
  for (const vaultOrigin of [undefined, 'vault.example', 'http://vault.example', `${VAULT}/`, `${VAULT}/path`]) {
    await assert.rejects(loadDirect(PUBLISHABLE, { vaultOrigin, wasm }), { name: 'TypeError', message: /vaultOrigin must be https:/ }, `${vaultOrigin}`);
  }
  const direct = await loadDirect(PUBLISHABLE, { vaultOrigin: VAULT, wasm });
  assert.deepEqual(direct.format('number', '42424', 5, 'insertText'), { text: '4242 4', caret: 6 });
  assert.equal(direct.check('number', '4242 4242 4242 4242'), undefined);
});

test('the script has no way to run text as code and no sink of markup', async () => {
  const scripts = await Promise.all(['tokenizer.js', 'inline.js', 'element.js', 'direct.js'].map((name) => readFile(new URL(name, PACKAGE), 'utf8')));
  const sinks = /innerHTML|outerHTML|insertAdjacentHTML|srcdoc|document\.write|\beval\b|new Function|createElement\("(script|style)|cssText/;
  for (const script of scripts) {
    assert.doesNotMatch(script, sinks);
    assert.match(`${script}a.innerHTML=b`, sinks);
  }
});

test('without a publishable key or an origin for the vault nothing can work, and load() says what to write', () => {
  for (const key of [undefined, '', null, 7, 'pk', 'pk_te st', 'cs_test_x', ['x']]) {
    assert.throws(() => load(key, { vaultOrigin: VAULT }), { name: 'TypeError', message: /publishable key/ }, `${key}`);
  }
  assert.throws(() => load('sk_test_secret', { vaultOrigin: VAULT }), (error) => {
    assert.match(error.message, /use the publishable key, pk_\.\.\., never the secret key/);
    assert.doesNotMatch(error.message, /sk_test_secret/, 'the secret is not repeated');
    return error instanceof TypeError;
  });
  for (const vaultOrigin of [undefined, '', 'vault.example', 7, 'ftp://vault.example', 'http://vault.example', 'http://localhost.example', 'javascript:1']) {
    assert.throws(() => load(PUBLISHABLE, { vaultOrigin }), { name: 'TypeError', message: /vaultOrigin must be https:/ }, `${vaultOrigin}`);
  }
  assert.throws(() => load(PUBLISHABLE), TypeError);
});

test('the origins a vault can have are taken without a word', () => {
  for (const vaultOrigin of [VAULT, 'https://vault.example:8443', 'http://localhost', 'http://localhost:8787', 'http://127.0.0.1:1', 'http://vault.localhost:8787']) {
    assert.deepEqual(complaints(() => load(PUBLISHABLE, { vaultOrigin })), [], vaultOrigin);
  }
});

test('other mistakes are told in one sentence each, and a default stands', () => {
  for (const [options, sentence] of [
    [{ vaultOrigin: `${VAULT}/path` }, /vaultOrigin must be https:.* without a path/],
    [{ vaultOrigin: `${VAULT}/` }, /vaultOrigin must be/],
    [{ vaultOrigin: VAULT, timeoutMs: '5s' }, /timeoutMs must be > 0/],
    [{ vaultOrigin: VAULT, timeoutMs: -1 }, /timeoutMs must be > 0/],
    [{ vaultOrigin: VAULT, timeout: 5 }, /no option timeout: there are vaultOrigin,timeoutMs/],
  ]) {
    const said = complaints(() => load(PUBLISHABLE, options));
    assert.equal(said.length, 1, JSON.stringify(options));
    assert.match(said[0], sentence);
  }
});

test('a merchant’s TypeScript compiles where it is right and nowhere else', () => {
  const compiler = new URL('../../../node_modules/.bin/tsc', import.meta.url).pathname;
  const project = new URL('./types/tsconfig.json', import.meta.url).pathname;
  execFileSync(compiler, ['--noEmit', '--project', project], { stdio: ['ignore', 'inherit', 'inherit'] });
});
