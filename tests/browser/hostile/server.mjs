// The shop in the hands of an attacker, under the shop's own origin: the browser is told that the
// shop's address is here. What comes from the real shop loses its policies and gets the attacker's
// script before all others. With `twin`, the card frame is here too, without its policies.
import http from 'node:http';
import { readFileSync } from 'node:fs';
import { ATTEMPTS } from './attempts.mjs';

const file = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const POLICIES = /^(content-security-policy|cross-origin-opener-policy|integrity-policy|connection-allowlist|content-length|connection|keep-alive|transfer-encoding)$/;
const OWN = {
  '/hostile/worker.js': ['text/javascript', file('worker.js')],
  '/hostile/careless.js': ['text/javascript', file('careless.js')],
  '/hostile/blank': ['text/html', '<title>blank</title>'],
  // Only the header that not every browser knows.
  '/hostile/listed': ['text/html', '<title>listed</title>', { 'connection-allowlist': '(response-origin)' }],
  '/hostile/form': ['text/html', '<title>form</title><input id="number">'],
};

/** Listens, and gives `flag` for the browser; `elsewhere` is another site with the same server. */
export async function hostileShop({ shop, vault, twin }) {
  // Servers find no names below localhost, and this browser finds the attacker at the shop's.
  const [shopServer, vaultServer] = [shop, vault].map((url) => `http://127.0.0.1:${new URL(url).port}`);
  const shopHost = new URL(shop).host;
  const server = http.createServer(async (request, response) => {
    try {
      const { pathname } = new URL(request.url, shop);
      const [mediaType, text, headers] = pathname === '/hostile/page.js' ? ['text/javascript', pageScript(request)] : (OWN[pathname] ?? []);
      if (mediaType) return answer(response, 200, { 'content-type': mediaType, 'service-worker-allowed': '/', ...headers }, text);
      if (pathname === '/hostile/around') return answer(response, 200, { 'content-type': 'text/html' }, around(new URL(request.url, shop)));
      // The keys name another issuer than this origin; without them the form stands all the same.
      if (twin && pathname === '/.well-known/cardseal-keys') return answer(response, 503, {}, '');
      const isFrames = twin && /^\/(v1|assets)\//.test(pathname);
      const from = isFrames ? vaultServer : shopServer;
      const got = await forward(request, from, isFrames ? new URL(vault).host : shopHost);
      let body = got.body;
      if (/text\/html/.test(got.headers['content-type'])) {
        const script = isFrames ? '/hostile/careless.js' : '/hostile/page.js';
        body = body.toString().replace('<head>', `<head><script src="${script}"></script>`);
        if (twin) body = body.replace(`data-vault="${vault}"`, `data-vault="${shop}"`);
      }
      answer(response, got.status, got.headers, body);
    } catch (error) {
      answer(response, 502, {}, String(error));
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    elsewhere: (path) => `http://elsewhere.localhost:${server.address().port}${path}`,
    flag: `--host-resolver-rules=MAP ${shopHost} 127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer(response, status, headers, body) {
  response.writeHead(status, headers);
  response.end(body);
}

/** A page around another one. It says nothing of where it is itself. */
const around = ({ searchParams }) =>
  `<meta name="referrer" content="no-referrer"><iframe src="${searchParams.get('src').replaceAll('&', '&amp;')}" referrerpolicy="no-referrer"></iframe>`;

/** The library, and the attempts that this browser's cookie asks for. */
function pageScript(request) {
  const asked = decodeURIComponent(/hostile=([^;]*)/.exec(request.headers.cookie ?? '')?.[1] ?? '').split('|');
  const rows = ATTEMPTS.filter(({ name }) => asked.includes(name)).map(({ name, everywhere, arm, read }) => {
    const functions = Object.entries({ everywhere, arm, read }).filter(([, body]) => body);
    return `hostile.add(${JSON.stringify(name)}, { ${functions.map(([key, body]) => `${key}: ${body}`)} });`;
  });
  return [file('page.js'), ...rows, 'hostile.begin();'].join('\n');
}

function forward(request, to, host) {
  const headers = { ...request.headers, host, 'accept-encoding': 'identity' };
  // The twin's form may be shown in any window.
  if (headers['sec-fetch-dest'] === 'document' && request.url.startsWith('/v1/frame')) {
    headers['sec-fetch-dest'] = 'iframe';
    headers.referer = `http://${request.headers.host}/`;
  }
  return new Promise((resolve, reject) => {
    const outgoing = http.request(`${to}${request.url}`, { method: request.method, headers }, async (got) => {
      const chunks = await got.toArray();
      const kept = Object.entries(got.headers).filter(([name]) => !POLICIES.test(name));
      resolve({ status: got.statusCode, headers: Object.fromEntries(kept), body: Buffer.concat(chunks) });
    });
    outgoing.on('error', reject);
    request.pipe(outgoing);
  });
}
