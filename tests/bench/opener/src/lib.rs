//! What opening an envelope costs when no WebCrypto does it.
//!
//! The wasm has no imports: it makes a key and an envelope from a fixed seed and opens that envelope as
//! often as it is told, with the crates that seal in the browser.

use aes_gcm::aead::{Aead, KeyInit, Payload as Sealed};
use envelope::{
    Envelope, KeyManagement, Payload, PublicJwk, RecipientKey, agree, concat_kdf, seal,
};
use p256::SecretKey;
use p256::elliptic_curve::Generate;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

/// Seals once, opens `times` times, and returns how often that worked.
#[allow(unsafe_code, reason = "the name that JavaScript calls")]
#[unsafe(no_mangle)]
pub extern "C" fn open(times: u32) -> u32 {
    let mut random = ChaCha20Rng::seed_from_u64(1);
    let secret = SecretKey::generate_from_rng(&mut random);
    let payload = Payload {
        pan: "4242424242424242",
        exp: "2031-08",
        cvc: Some("739"),
        name: Some("HANAKO YAMADA"),
        sid: "AAECAwQFBgcICQoLDA0ODw",
        org: "https://shop.example",
        jti: "AAECAwQFBgcICQoLDA0ODw",
    };
    let recipient = RecipientKey::new(&PublicJwk::from(&secret.public_key()));
    let envelope = recipient.and_then(|recipient| seal(&recipient, &payload, &mut random).ok());
    let Some(envelope) = envelope else { return 0 };
    (0..times)
        .map(|_| u32::from(open_once(&secret, envelope.as_bytes()).is_some()))
        .sum()
}

fn open_once(secret: &SecretKey, envelope: &[u8]) -> Option<Vec<u8>> {
    let envelope = Envelope::parse(envelope).ok()?;
    let KeyManagement::EcdhEs { epk, apu, apv } = &envelope.header().key_management else {
        return None;
    };
    let shared = agree(secret, &epk.point()?);
    let key = concat_kdf::<32>(shared.as_slice(), "A256GCM", apu, apv);
    let sealed = envelope.ciphertext_and_tag();
    let sealed = Sealed {
        msg: &sealed,
        aad: envelope.aad(),
    };
    aes_gcm::Aes256Gcm::new((&*key).into())
        .decrypt(envelope.iv().into(), sealed)
        .ok()
}
