//! HMAC-SHA-256 (RFC 2104) under a key that cannot be printed.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A 256-bit HMAC key: of routing, of sessions or of fingerprints.
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// Takes the key's bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads a key from 43 characters of base64url.
    pub fn parse(text: &str) -> Option<Self> {
        crate::base64url::decode_array(text).map(Self::new)
    }

    /// The HMAC-SHA-256 of the parts, one after the other.
    pub fn tag(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = keyed(&self.0);
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Whether `tag` is this key's tag of the parts; takes the same time whichever byte differs.
    pub fn verifies(&self, parts: &[&[u8]], tag: &[u8]) -> bool {
        self.tag(parts).ct_eq(tag).into()
    }
}

fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    // A 32-byte key is shorter than SHA-256's block, so it is used as it is.
    let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    Hmac::new(&block)
}
