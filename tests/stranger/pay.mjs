// A payment without any code of Cardseal's: the key set, an envelope, a token, an authorization.
//
//   CARDSEAL_URL              the vault
//   CARDSEAL_PUBLISHABLE_KEY  pins the vault's root key
//   CARDSEAL_SECRET_KEY       of the merchant's server
//   CARDSEAL_ORIGIN           a registered origin of the merchant
//   CARDSEAL_ALG              what to seal by
import { randomBytes } from 'node:crypto';
import * as jose from 'jose';

const { CARDSEAL_ALG: alg = 'ECDH-ES' } = process.env;
const { CARDSEAL_URL: url, CARDSEAL_PUBLISHABLE_KEY: pk, CARDSEAL_SECRET_KEY: sk, CARDSEAL_ORIGIN: origin } = process.env;
const id = () => randomBytes(16).toString('base64url');

async function call(path, headers, body) {
  const response = await fetch(url + path, { method: body === undefined ? 'GET' : 'POST', headers, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return text;
}

// 1. The key set: root statement, then keys; the publishable key ends with the root's thumbprint.
const [rootStatement, keysStatement] = (await call('/.well-known/cardseal-keys', {})).split('~');
const root = jose.decodeProtectedHeader(rootStatement).jwk;
if ((await jose.calculateJwkThumbprint(root)) !== pk.slice(-43)) throw new Error('not the pinned root');
const verify = async (statement, jwk, typ) => {
  const key = await jose.importJWK(jwk, 'ES256');
  const { payload } = await jose.compactVerify(statement, key, { algorithms: ['ES256'] });
  if (jose.decodeProtectedHeader(statement).typ !== typ) throw new Error(`not a ${typ}`);
  const claims = JSON.parse(new TextDecoder().decode(payload));
  const now = Date.now() / 1000;
  if (claims.env !== 'test' || claims.iss !== url || claims.exp <= now) throw new Error(`not for us: ${typ}`);
  return claims;
};
const { jwk: intermediate } = await verify(rootStatement, root, 'cardseal-root+jws');
const { keys } = await verify(keysStatement, intermediate, 'cardseal-keys+jws');
const now = Date.now() / 1000;
const key = keys.find((one) => one.alg === alg && one.nbf <= now && now < one.exp);

// 2. A card session, by the merchant's server.
const server = { authorization: `Bearer ${sk}`, 'content-type': 'application/json' };
const session = JSON.parse(await call('/v1/sessions', server, JSON.stringify({ origin })));

// 3. The card, sealed for this session and this page.
const card = { v: 1, pan: '4242424242424242', exp: '2031-08', cvc: '123', sid: session.id, org: origin, jti: id() };
const envelope = await new jose.CompactEncrypt(new TextEncoder().encode(JSON.stringify(card)))
  .setProtectedHeader({ alg, enc: 'A256GCM', kid: key.kid, typ: 'card+jwe' })
  .encrypt(await jose.importJWK(key, alg));

// 4. The token.
const browser = { 'cardseal-session': session.session, 'content-type': 'application/jose' };
const token = JSON.parse(await call('/v1/tokens', browser, envelope));

// 5. The authorization, once.
const order = { token: token.token, amount: 1200, currency: 'JPY', reference: `stranger-${id()}` };
const headers = { ...server, 'idempotency-key': id() };
console.log(await call('/v1/authorizations', headers, JSON.stringify(order)));
