// Bytes as Chromium receives them with an empty cache, bodies only; and what brotli makes of them, for a
// server that does not compress.
import { brotliCompressSync } from 'node:zlib';
import { goToCheckout, openCard, shop, vault } from '../support.mjs';

/** The bodies, and how many requests the vault had until the form was usable. */
export async function measureSizes(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const received = {};
  const kinds = [
    ['loader', (url) => url === `${shop}/tokenizer.js`],
    ['html', (url) => url.startsWith(`${vault}/v1/frame`)],
    ['js', (url) => url.startsWith(`${vault}/assets/`) && url.endsWith('.js')],
    ['wasm', (url) => url.startsWith(`${vault}/assets/`) && url.endsWith('.wasm')],
  ];
  const readings = [];
  let requests = 0;
  context.on('request', (request) => (requests += request.url().startsWith(vault)));
  context.on('requestfinished', (request) => {
    const [kind] = kinds.find(([, is]) => is(request.url())) ?? [];
    if (!kind) return;
    const read = async () => {
      const { responseBodySize } = await request.sizes();
      const answer = await request.response();
      const encoding = (await answer.headerValue('content-encoding')) ?? 'none';
      const brotli = encoding === 'br' ? responseBodySize : brotliCompressSync(await answer.body()).length;
      received[kind] = { bytes: responseBodySize, encoding, brotli };
    };
    readings.push(read());
  });
  await goToCheckout(page);
  await openCard(page);
  await Promise.all(readings);
  await context.close();
  return { ...received, requests };
}
