// A merchant's site as the documents tell to build one: the package installed, the script bundled, the page
// served under the policy that is written down. It stands at the shop's origin, which the vault knows.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { build } from 'esbuild';
import { publishableKey } from '../merchant.mjs';
import { scenario, shop, vault } from '../scenario.mjs';
import { here, take } from './blocks.mjs';

const START = 'docs/frontend/README.md';
const PATH = '/merchant';

/** Where the merchant works; the package lies in it as npm puts it there. */
export const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cardseal-merchant-')));
after(() => rmSync(folder, { recursive: true }));

/** Installs by a document's own line. What is not published yet is given by its folder. */
export function install(path, heading) {
  const line = here(take(path, heading, 'sh'), { '@cardseal/tokenizer': `"${process.env.CARDSEAL_NPM}"` });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  execFileSync('sh', ['-c', line], {
    cwd: folder,
    env: { ...process.env, npm_config_install_links: 'true', npm_config_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The packages that a merchant may have besides. */
export const OTHERS = new URL('../../../node_modules/', import.meta.url).pathname;

/** The script as a bundler gives it to browsers, or to Node by `more`, for this vault. */
export async function bundle(code, { loader = 'js', ...more } = {}) {
  const contents = code.replaceAll('pk_test_…', publishableKey).replaceAll('https://vault.example', vault);
  const { outputFiles } = await build({ stdin: { contents, loader, resolveDir: folder }, bundle: true, format: 'esm', jsx: 'automatic', nodePaths: [OTHERS], write: false, logLevel: 'error', ...more });
  return outputFiles[0].text;
}

/** The compiler where the package is installed: what it says of these files of the merchant's. */
export function compile(files) {
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
  const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'ES2022', '--module', 'ESNext', '--moduleResolution', 'bundler', '--jsx', 'react-jsx', '--types', ''];
  return execFileSync(join(OTHERS, '.bin/tsc'), [...strict, ...Object.keys(files)], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The policy that a merchant is told to send, for this vault. */
export const policy = () =>
  here(take(START, 'Your page\'s policy', 'http'), { 'https://vault.example': vault, 'https://3ds.vault.example': vault.replace('//', '//3ds.') })
    .replace(/^Content-Security-Policy: /, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Opens a page of this markup and script. `orders` answers what the page posts to its own server. */
export async function visit({ context, page }, { html, script, orders, csp = policy(), headers = {} }) {
  const document = `<!doctype html><html lang="en"><title>Checkout</title>${html}${html.includes('<script') ? '' : '<script type="module" src="/checkout.js"></script>'}`;
  const answers = {
    [PATH]: () => ({ contentType: 'text/html; charset=utf-8', body: document }),
    '/checkout.js': () => ({ contentType: 'text/javascript', body: script }),
    '/orders': async (request) => ({ contentType: 'application/json', body: JSON.stringify(await orders(request.postDataJSON())) }),
  };
  await context.route((url) => url.origin === shop && url.pathname in answers, async (route) => {
    const answer = await answers[new URL(route.request().url()).pathname](route.request());
    return route.fulfill({ status: 200, headers: { 'content-security-policy': csp, ...headers }, ...answer });
  });
  await page.goto(shop + PATH);
}

/** A scenario on it. What a test serves has no address; a real page of this machine may call this machine. */
export const onSite = (name, options, body) => scenario(name, { browser: { permissions: ['local-network-access'] }, ...options }, body);
