//! Wrapping a content key for the holder of an RSA key (RFC 7518 section 4.3: OAEP with SHA-256).
//!
//! The public half only: what opens the wrapping is WebCrypto in the vault.

use alloc::vec::Vec;

use rand_core::CryptoRng;
use rsa::{BoxedUint, Oaep, RsaPublicKey};
use sha2::Sha256;

use crate::jwk::RsaPublicJwk;

/// Room for a public exponent, in bits. [`RsaPublicJwk`] takes eight bytes at most.
const EXPONENT_BITS: u32 = 64;

/// An RSA public key that is ready for use.
#[derive(Clone)]
pub(crate) struct WrappingKey(RsaPublicKey);

impl WrappingKey {
    /// `None` when modulus or exponent is even, or the exponent beyond what anyone uses (2^33).
    pub(crate) fn new(jwk: &RsaPublicJwk) -> Option<Self> {
        let bits = u32::try_from(jwk.n().len() * 8).ok()?;
        let n = BoxedUint::from_be_slice(jwk.n(), bits).ok()?;
        let e = BoxedUint::from_be_slice(jwk.e(), EXPONENT_BITS).ok()?;
        RsaPublicKey::new(n, e).ok().map(Self)
    }

    /// The wrapped key, as long as the modulus.
    pub(crate) fn wrap<R>(&self, content_key: &[u8; 32], rng: &mut R) -> Option<Vec<u8>>
    where
        R: CryptoRng + ?Sized,
    {
        let padding = Oaep::<Sha256>::new();
        self.0.encrypt(rng, padding, content_key).ok()
    }
}
