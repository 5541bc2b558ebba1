//! Thirty-two secret bytes, and where they come from.

use anyhow::{Result, anyhow};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// A symmetric key. No Debug, Display or Clone: it leaves only by the methods named here.
pub(crate) struct Secret(Zeroizing<[u8; 32]>);

impl Secret {
    /// Bytes that came from elsewhere.
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Fresh from the operating system.
    pub(crate) fn random() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|error| anyhow!("random bytes: {error}"))?;
        Ok(Self(bytes))
    }

    /// A key for one purpose (HKDF-SHA-256 without salt, RFC 5869). Other purpose, unrelated key.
    pub(crate) fn derive(&self, purpose: &str) -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, self.0.as_slice())
            .expand_multi_info(
                &[b"cardseal/dev/v1/", purpose.as_bytes()],
                bytes.as_mut_slice(),
            )
            .map_err(|error| anyhow!("HKDF: {error}"))?;
        Ok(Self(bytes))
    }

    /// The first `N` bytes, for ids that are no secrets.
    pub(crate) fn id<const N: usize>(&self) -> [u8; N] {
        std::array::from_fn(|at| self.0.get(at).copied().unwrap_or_default())
    }

    /// HMAC-SHA-256 under this key.
    pub(crate) fn tag(&self, message: &[u8]) -> Result<[u8; 32]> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_slice())
            .map_err(|error| anyhow!("HMAC: {error}"))?;
        mac.update(message);
        Ok(mac.finalize().into_bytes().into())
    }

    /// The other half of a key split in two: neither half alone tells anything of it.
    pub(crate) fn xor(&self, other: &Self) -> Self {
        let mut sum = self.0.clone();
        for (byte, with) in sum.iter_mut().zip(other.0.iter()) {
            *byte ^= with;
        }
        Self(sum)
    }

    // EXPOSE: keys go into the worker's environment, a 0600 file, or a signing routine.
    pub(crate) fn expose(&self) -> &Zeroizing<[u8; 32]> {
        &self.0
    }

    // EXPOSE: as above, as text.
    pub(crate) fn expose_base64url(&self) -> Zeroizing<String> {
        Zeroizing::new(Base64UrlUnpadded::encode_string(self.0.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_give_unrelated_keys_and_the_same_purpose_the_same() {
        let secret = Secret::new([7; 32]);
        let one = secret.derive("one").unwrap();
        assert_eq!(one.expose(), secret.derive("one").unwrap().expose());
        assert_ne!(one.expose(), secret.derive("two").unwrap().expose());
        assert_ne!(one.expose(), secret.expose());
    }

    #[test]
    fn two_halves_make_the_key() {
        let (key, half) = (Secret::new([0b1100; 32]), Secret::new([0b1010; 32]));
        let other = key.xor(&half);
        assert_eq!(other.xor(&half).expose(), key.expose());
    }
}
