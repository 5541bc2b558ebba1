// Opens the same envelope again and again with WebCrypto, as the vault does: import the ephemeral key,
// agree, derive the content key (RFC 7518 section 4.6.2), import it, decrypt.
const encoder = new TextEncoder();

function decode(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}

function word(number) {
  return Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number);
}

async function contentKey(shared) {
  const algorithm = encoder.encode('A256GCM');
  const parts = [word(1), shared, word(algorithm.length), algorithm, word(0), word(0), word(256)];
  return crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer());
}

async function open(privateKey, envelope) {
  const [header, , iv, ciphertext, tag] = envelope.split('.');
  const { epk } = JSON.parse(new TextDecoder().decode(decode(header)));
  const point = new Uint8Array([4, ...decode(epk.x), ...decode(epk.y)]);
  const ephemeral = await crypto.subtle.importKey('raw', point, { name: 'ECDH', namedCurve: 'P-256' }, false, []);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: ephemeral }, privateKey, 256);
  const key = await crypto.subtle.importKey('raw', await contentKey(new Uint8Array(shared)), 'AES-GCM', false, ['decrypt']);
  const sealed = new Uint8Array([...decode(ciphertext), ...decode(tag)]);
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv: decode(iv), additionalData: encoder.encode(header) }, key, sealed);
}

export class Rows {}

export default {
  async fetch(request) {
    const { jwk, envelope, times } = await request.json();
    const privateKey = await crypto.subtle.importKey('jwk', jwk, { name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
    let opened;
    for (let time = 0; time < times; time += 1) opened = await open(privateKey, envelope);
    return new Response(opened);
  },
};
