//! The key a card is sealed to.

use alloc::string::String;

use p256::PublicKey;

use crate::jwk::PublicJwk;

/// A public key on the curve, with its thumbprint.
#[derive(Clone)]
pub struct RecipientKey {
    kid: String,
    point: PublicKey,
}

impl RecipientKey {
    /// The recipient of this key; `None` when its coordinates are not on the curve.
    ///
    /// In a browser the key comes from [`key_set::read`](crate::key_set::read) and nowhere else.
    pub fn new(jwk: &PublicJwk) -> Option<Self> {
        Some(Self {
            kid: jwk.thumbprint(),
            point: jwk.point()?,
        })
    }

    /// The RFC 7638 thumbprint.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    pub(crate) fn point(&self) -> &PublicKey {
        &self.point
    }
}
