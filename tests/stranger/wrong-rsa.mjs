// Envelopes to an RSA key, made by node:crypto alone: one that is right, and others that are wrong in one
// way each. Prints [[name, envelope], …], the right one first.
//
//   CARDSEAL_KEY     the key, a JWK of the key set
//   CARDSEAL_SID     the session's id
//   CARDSEAL_ORIGIN  the page's origin
import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';

const { CARDSEAL_KEY, CARDSEAL_SID: sid, CARDSEAL_ORIGIN: org } = process.env;
const jwk = JSON.parse(CARDSEAL_KEY);
const key = createPublicKey({ key: jwk, format: 'jwk' });
const length = Buffer.from(jwk.n, 'base64url').length;

const oaep = (oaepHash, oaepLabel) => (text) =>
  publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash, oaepLabel }, text);
const pkcs1 = (text) => publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, text);
const bare = (text) => publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, Buffer.concat([Buffer.alloc(length - text.length), text]));
const flipped = (bytes, at) => Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));

function seal({ header = {}, wrap = oaep('sha256'), size = 32, tag = (bytes) => bytes } = {}) {
  const contentKey = randomBytes(size);
  const iv = randomBytes(12);
  const card = { v: 1, pan: '4242424242424242', exp: '2031-08', cvc: '123', sid, org, jti: randomBytes(16).toString('base64url') };
  const members = { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: jwk.kid, typ: 'card+jwe', ...header };
  const head = Buffer.from(JSON.stringify(members)).toString('base64url');
  // A key of a length that AES has not seals under another: it cannot be opened either way.
  const fits = size === 16 || size === 24 || size === 32;
  const cipher = createCipheriv(`aes-${fits ? size * 8 : 256}-gcm`, fits ? contentKey : randomBytes(32), iv);
  cipher.setAAD(Buffer.from(head));
  const text = Buffer.concat([cipher.update(JSON.stringify(card)), cipher.final()]);
  const parts = [wrap(contentKey), iv, text, tag(cipher.getAuthTag())];
  return [head, ...parts.map((part) => part.toString('base64url'))].join('.');
}

const right = oaep('sha256');
const epk = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };
const envelopes = {
  'all right': {},
  'another tag': { tag: (bytes) => flipped(bytes, 0) },
  'a wrapping with its first bit flipped': { wrap: (text) => flipped(right(text), 0) },
  'a wrapping with its last bit flipped': { wrap: (text) => flipped(right(text), length - 1) },
  'random bytes for a wrapping': { wrap: () => Buffer.concat([Buffer.alloc(1), randomBytes(length - 1)]) },
  'zeros for a wrapping': { wrap: () => Buffer.alloc(length) },
  'a wrapping beyond the modulus': { wrap: () => Buffer.alloc(length, 0xff) },
  'a wrapping that lacks a byte': { wrap: (text) => right(text).subarray(1) },
  'a wrapping with a byte more': { wrap: (text) => Buffer.concat([Buffer.alloc(1), right(text)]) },
  'no wrapping': { wrap: () => Buffer.alloc(0) },
  'OAEP with SHA-1': { wrap: oaep('sha1') },
  'OAEP with a label': { wrap: oaep('sha256', Buffer.from('card')) },
  'PKCS #1 v1.5': { wrap: pkcs1 },
  'no padding': { wrap: bare },
  'the content key in clear': { wrap: (text) => Buffer.concat([Buffer.alloc(1), text, Buffer.alloc(length - 1 - text.length)]) },
  'a content key of 16 bytes': { size: 16 },
  'a content key of 24 bytes': { size: 24 },
  'a content key of 31 bytes': { size: 31 },
  'a content key of 33 bytes': { size: 33 },
  'a content key of none': { size: 0 },
  'an algorithm with SHA-1': { header: { alg: 'RSA-OAEP' } },
  'the algorithm of PKCS #1 v1.5': { header: { alg: 'RSA1_5' } },
  'the algorithm of another key': { header: { alg: 'ECDH-ES', epk } },
  'an ephemeral key besides': { header: { epk } },
  'a key nobody knows': { header: { kid: 'A'.repeat(43) } },
};
console.log(JSON.stringify(Object.entries(envelopes).map(([name, how]) => [name, seal(how)])));
