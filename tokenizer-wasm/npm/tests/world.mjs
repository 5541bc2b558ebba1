// Two origins for the tests: a shop that imports the built package, and a vault with a stand-in form.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const HERE = new URL('.', import.meta.url);

/** The folder that would be published. */
export const PACKAGE = new URL(`file://${process.env.CARDSEAL_NPM_PACKAGE ?? new URL('../../../target/npm', HERE).pathname}/`);

const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript' };

/** What a merchant with a strict policy sends. `frame-src` is all that it lists for us. */
const strict = (vault) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `frame-src ${vault} ${vault.replace('://', '://3ds.')}`,
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

async function file(url) {
  return { body: await readFile(url), type: TYPES[url.pathname.split('.').pop()] };
}

function serve(answer) {
  return new Promise((listening) => {
    const server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url, 'http://x');
      try {
        const { body, type, headers } = await answer(pathname, request);
        response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store', ...headers });
        response.end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    server.listen(0, '127.0.0.1', () => listening(server));
  });
}

/** Starts both servers and the browser. */
export async function start() {
  const asked = [];
  const vaultServer = await serve((path, request) => {
    if (!path.startsWith('/fake/')) asked.push({ url: request.url, host: request.headers.host, headers: request.headers });
    return file(new URL(path.startsWith('/fake/') ? `.${path}` : './fake/frame.html', HERE));
  });
  const vault = `http://vault.localhost:${vaultServer.address().port}`;
  const shopServer = await serve(async (path) => {
    if (path === '/') return { ...(await file(new URL('./fake/shop.html', HERE))), headers: { 'Content-Security-Policy': strict(vault) } };
    return file(path.startsWith('/fake/') ? new URL(`.${path}`, HERE) : new URL(`.${path}`, PACKAGE));
  });
  const shop = `http://shop.localhost:${shopServer.address().port}`;
  const browser = await chromium.launch({
    executablePath: process.env.CARDSEAL_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      // A sandbox of its own needs privileges that root in a container has not.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--js-flags=--expose-gc',
    ],
  });
  return {
    vault,
    shop,
    browser,
    /** Requests that the vault's origins got for documents. */
    asked,
    async stop() {
      await browser.close();
      for (const server of [shopServer, vaultServer]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
