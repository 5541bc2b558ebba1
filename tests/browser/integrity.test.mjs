// A changed byte on the way: the form says that it cannot take a card now, and sends nothing.
import assert from 'node:assert/strict';
import { calculateJwkThumbprint, CompactSign, exportJWK, generateKeyPair, importJWK } from 'jose';
import { reach, scenario, vault } from './scenario.mjs';
import { APPROVED, openCard } from './support.mjs';

const KEYS = `${vault}/.well-known/cardseal-keys`;

/** Holds what the vault answers to these requests and changes it. */
async function change(shopper, pattern, edit) {
  const changed = [];
  await shopper.context.route(pattern, async (route) => {
    const response = await reach(route);
    const body = await response.body();
    const edited = await edit(body);
    assert.notDeepEqual(edited, body);
    changed.push(route.request().url());
    await route.fulfill({ response, body: edited });
  });
  return changed;
}

/** One bit of one byte in the middle. */
function flip(body) {
  const edited = Buffer.from(body);
  edited[edited.length >> 1] ^= 1;
  return edited;
}

const CODE = {
  script: { pattern: /\/assets\/[^/]+\.js$/, complaints: [/integrity/] },
  wasm: { pattern: /\/assets\/[^/]+\.wasm$/, complaints: [/integrity/] },
};

for (const [what, { pattern, complaints }] of Object.entries(CODE)) {
  scenario(`with one changed bit in its ${what} the form never starts: the page of the vault says so, and the pop-up offers to try again`, { complaints: [...complaints, /Cardseal: no answer|Failed to|WebAssembly|TypeError/] }, async (shopper) => {
    const { page } = shopper;
    const changed = await change(shopper, pattern, flip);
    await shopper.checkout();
    await page.click('#pay-by-card');
    const note = page.locator('dialog section.failed');
    await note.waitFor();
    assert.match(await note.textContent(), /Nothing was sent/);
    const own = await shopper.document().evaluate(() => document.getElementById('status').textContent);
    assert.match(own, /^This form cannot take a card now. Try again later.ただいまカードを受け付けられません/);
    assert.ok(await shopper.document().evaluate(() => document.getElementById('fields').hidden), 'there is nothing to type into');
    assert.ok(changed.length > 0);
    assert.equal(shopper.asked('/v1/tokens'), 0);

    // Its twin: unchanged, the next try takes the card.
    await shopper.context.unroute(pattern);
    await note.locator('button').click();
    shopper.frame = page.frameLocator('dialog iframe');
    await shopper.frame.locator('#number').waitFor();
    await shopper.give(APPROVED);
    await shopper.review('4242');
    assert.equal(shopper.asked('/v1/tokens'), 1);
  });
}

const text64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const parse64 = (part) => JSON.parse(Buffer.from(part, 'base64url'));

/** A key of somebody else. */
async function pair() {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const { crv, kty, x, y } = await exportJWK(publicKey);
  const jwk = { crv, kty, x, y };
  return { jwk, kid: await calculateJwkThumbprint(jwk), sign: (header, payload) => new CompactSign(Buffer.from(JSON.stringify(payload))).setProtectedHeader(header).sign(privateKey) };
}

/** A key set in every way like the vault's, but of a root, a deputy and a key of somebody else's. */
async function forged(body) {
  const [root, keys] = body.toString().split('~').map((statement) => statement.split('.').slice(0, 2).map(parse64));
  const [theirs, deputy, reader] = [await pair(), await pair(), await pair()];
  const [[rootHeader, rootPayload], [keysHeader, keysPayload]] = [root, keys];
  const statement = await theirs.sign({ ...rootHeader, jwk: theirs.jwk }, { ...rootPayload, kid: deputy.kid, jwk: deputy.jwk });
  const [first] = keysPayload.keys;
  const set = await deputy.sign({ ...keysHeader, kid: deputy.kid }, { ...keysPayload, keys: [{ ...first, ...reader.jwk, kid: reader.kid }] });
  return Buffer.from(`${statement}~${set}`);
}

/** The vault's own root and deputy, and a key of somebody else's that nobody has signed. */
async function swapped(body) {
  const [root, keys] = body.toString().split('~');
  const [header, payload, signature] = keys.split('.');
  const set = parse64(payload);
  const reader = await pair();
  set.keys[0] = { ...set.keys[0], ...reader.jwk, kid: reader.kid };
  return Buffer.from(`${root}~${header}.${text64(set)}.${signature}`);
}

const SETS = {
  'one changed byte': (body) => {
    const edited = Buffer.from(body);
    // A letter of the last signature for another one: still base64url.
    const at = edited.length - 40;
    edited[at] = edited[at] === 65 ? 66 : 65;
    return edited;
  },
  'another root': forged,
  'a key that its deputy never signed': swapped,
  'nothing in it': () => Buffer.from(''),
};

for (const [what, edit] of Object.entries(SETS)) {
  scenario(`a key set with ${what} is refused: the form says that it cannot take a card now, and sends nothing`, {}, async (shopper) => {
    const { page } = shopper;
    const changed = await change(shopper, KEYS, edit);
    await shopper.overhear();
    await shopper.checkout();
    // The form made ahead is refused, and then the one that the pop-up loads in its place.
    await shopper.hears('keys_refused');
    await page.click('#pay-by-card');
    await shopper.hears('keys_refused', 2);
    shopper.frame = page.frameLocator('dialog iframe');
    // Not what the page says before its script has run.
    await shopper.says('#status', 'This form cannot take a card now. Try again later.');
    await shopper.frame.locator('#number').waitFor({ state: 'hidden' });
    assert.ok(changed.length > 0);
    await page.locator('dialog button[aria-label]').click();
    await page.locator('#checkout-message[data-code="keys_refused"]').waitFor();
    assert.equal(shopper.asked('/v1/tokens'), 0);

    await shopper.context.unroute(KEYS);
    shopper.frame = await openCard(page);
    await shopper.give(APPROVED);
    await shopper.review('4242');
    assert.equal(shopper.asked('/v1/tokens'), 1);
  });
}

scenario('a key set that cannot be fetched is asked for again when there is a card to send', { complaints: [/Failed to load resource.* 503/] }, async (shopper) => {
  let refused = 0;
  await shopper.context.route(KEYS, (route) => {
    refused += 1;
    return refused === 1 ? route.fulfill({ status: 503, body: '' }) : route.fallback();
  });
  await shopper.toCard();
  await shopper.give(APPROVED);
  await shopper.review('4242');
  assert.ok(refused >= 2);
});

/** The vault's set as its deputy would have signed it when there was another key in it. */
async function setOf(body, jwk) {
  const [root, keys] = body.toString().split('~');
  const [header, payload] = keys.split('.').slice(0, 2).map(parse64);
  const { crv, kty, x, y } = jwk;
  const deputy = await importJWK(RING.intermediate, 'ES256');
  const set = { ...payload, keys: [{ ...payload.keys[0], crv, kty, x, y, kid: await calculateJwkThumbprint(jwk) }] };
  return Buffer.from(`${root}~${await new CompactSign(Buffer.from(JSON.stringify(set))).setProtectedHeader(header).sign(deputy)}`);
}

/** The key that each envelope names which went to the vault. */
const sealedTo = (shopper) =>
  shopper.requests.filter((request) => request.url() === `${vault}/v1/tokens`).map((request) => parse64(request.postData().split('.')[0]).kid);

const RING = JSON.parse(process.env.CARDSEAL_KEYRING);
const keyThatIs = (wanted) => RING.envelope_keys.find(({ state }) => state === wanted).jwk;

for (const [what, former, complaints, sealed] of [
  ['was retired since is opened', () => keyThatIs('retired'), [], ['former']],
  ['is gone since is sealed anew to the one that came after it', async () => (await pair()).jwk, [/status of 400/], ['former', 'now']],
]) {
  scenario(`a card that was sealed to a key which ${what}`, { complaints }, async (shopper) => {
    const key = await former();
    await shopper.context.route(KEYS, async (route) => {
      const response = await reach(route);
      await route.fulfill({ response, body: await setOf(await response.body(), key) });
    }, { times: 1 });
    await shopper.toCard();
    await shopper.give(APPROVED);
    await shopper.review('4242');
    const kids = { former: await calculateJwkThumbprint(key), now: keyThatIs('active').kid };
    assert.deepEqual(sealedTo(shopper), sealed.map((name) => kids[name]));
  });
}
