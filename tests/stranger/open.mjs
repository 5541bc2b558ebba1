// Makes a key, or opens an envelope with one, by npm `jose` alone.
import * as jose from 'jose';

const { CARDSEAL_STEP: step, CARDSEAL_ALG: alg, CARDSEAL_KEY: key, CARDSEAL_ENVELOPE: envelope } = process.env;

if (step === 'key') {
  const pair = await jose.generateKeyPair(alg, { crv: 'P-256', modulusLength: 3072, extractable: true });
  const shown = { public: await jose.exportJWK(pair.publicKey), private: await jose.exportJWK(pair.privateKey) };
  console.log(JSON.stringify({ ...shown, thumbprint: await jose.calculateJwkThumbprint(shown.public) }));
} else {
  const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: ['A256GCM'] };
  const opened = await jose.compactDecrypt(envelope, await jose.importJWK(JSON.parse(key), alg), options);
  const payload = JSON.parse(new TextDecoder().decode(opened.plaintext));
  console.log(JSON.stringify({ header: opened.protectedHeader, payload }));
}
