// The frame's own sealing beside npm `jose`, in the same document, in turns.
//
// Ours is from the first random byte, which the id of the envelope takes, to the request; and, for the
// whole, from the click on the button, so that reading and judging the form is in it. The vault's answer
// is put in its place (a wrong code), so that the same form can be sent again and again.
import { buildSync } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { APPROVED, goToCheckout, openCard, typeCard, vault } from '../support.mjs';

const ROUNDS = 7;
const EACH = 30;

export async function measureSealing(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    const { fetch } = window;
    const { getRandomValues } = Crypto.prototype;
    Crypto.prototype.getRandomValues = function (bytes) {
      window.firstRandom ??= performance.now();
      return getRandomValues.call(this, bytes);
    };
    window.fetch = (path, options) => {
      if (path !== '/v1/tokens') return fetch(path, options);
      window.sealed = { at: performance.now(), length: options.body.length };
      const problem = { type: 'about:blank', title: 'wrong', status: 422, code: 'invalid_security_code' };
      return Promise.resolve(new Response(JSON.stringify(problem), { status: 422 }));
    };
  });
  await goToCheckout(page);
  await typeCard(await openCard(page), APPROVED);
  const frame = page.frames().find((one) => one.url().startsWith(vault));
  await frame.evaluate(jose());
  await frame.evaluate(async () => {
    const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
    window.recipient = await window.jose.importJWK(await crypto.subtle.exportKey('jwk', publicKey), 'ECDH-ES');
  });
  const [whole, ours, joses] = [[], [], []];
  let lengths;
  for (let round = 0; round <= ROUNDS; round++) {
    const [form, npm] = [await frame.evaluate(sealOurs, EACH), await frame.evaluate(sealWithJose, EACH)];
    lengths = [form.length, npm.length];
    // The first round warms both up.
    if (round === 0) continue;
    whole.push(...form.whole);
    ours.push(...form.times);
    joses.push(...npm.times);
  }
  await context.close();
  return { whole, ours, jose: joses, lengths };
}

async function sealOurs(each) {
  const [pay, field] = ['pay', 'code'].map((id) => document.getElementById(id));
  const [whole, times] = [[], []];
  let length;
  for (let count = 0; count < each; count++) {
    window.firstRandom = undefined;
    const begun = performance.now();
    pay.click();
    whole.push(window.sealed.at - begun);
    times.push(window.sealed.at - window.firstRandom);
    // The answer has come when the field is marked.
    while (pay.ariaBusy === 'true' || field.ariaInvalid !== 'true') await new Promise((turn) => setTimeout(turn));
    length = window.sealed.length;
    window.sealed = undefined;
  }
  return { whole, times, length };
}

async function sealWithJose(each) {
  const { sessionId, origin } = document.documentElement.dataset;
  const times = [];
  let envelope;
  for (let count = 0; count < each; count++) {
    const begun = performance.now();
    const jti = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))).slice(0, 22);
    const payload = { v: 1, pan: '4242424242424242', exp: '2031-08', cvc: '739', sid: sessionId, org: origin, jti };
    envelope = await new window.jose.CompactEncrypt(new TextEncoder().encode(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'x'.repeat(43), typ: 'card+jwe' })
      .encrypt(window.recipient);
    times.push(performance.now() - begun);
    await new Promise((turn) => setTimeout(turn));
  }
  return { times, length: envelope.length };
}

/** The package as one script. */
function jose() {
  const contents = 'export { CompactEncrypt, importJWK } from "jose"';
  const resolveDir = fileURLToPath(new URL('../../..', import.meta.url));
  const [{ text }] = buildSync({ stdin: { contents, resolveDir }, bundle: true, format: 'iife', globalName: 'jose', platform: 'browser', write: false }).outputFiles;
  return `${text}; window.jose = jose; 0`;
}
