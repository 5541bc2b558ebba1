//! The key a card is sealed to.

use alloc::string::String;

use p256::PublicKey;

use crate::jwk::{PublicJwk, RsaPublicJwk};
#[cfg(feature = "rsa")]
use crate::rsa_oaep::WrappingKey;

/// A public key that can be sealed to, with its thumbprint.
#[derive(Clone)]
pub struct RecipientKey {
    kid: String,
    half: PublicHalf,
}

/// What is computed with. Without the feature `rsa` there is one kind, and no trace of the other.
#[derive(Clone)]
pub(crate) enum PublicHalf {
    /// A point on P-256.
    Point(PublicKey),
    /// An RSA key.
    #[cfg(feature = "rsa")]
    Rsa(WrappingKey),
}

impl RecipientKey {
    /// The recipient of this key; `None` when its coordinates are not on the curve.
    ///
    /// In a browser the key comes from [`key_set::read`](crate::key_set::read) and nowhere else.
    pub fn new(jwk: &PublicJwk) -> Option<Self> {
        Some(Self {
            kid: jwk.thumbprint(),
            half: PublicHalf::Point(jwk.point()?),
        })
    }

    /// The recipient of this RSA key; `None` when it cannot be one, or without the feature `rsa`.
    #[cfg(feature = "rsa")]
    pub fn of_rsa(jwk: &RsaPublicJwk) -> Option<Self> {
        Some(Self {
            kid: jwk.thumbprint(),
            half: PublicHalf::Rsa(WrappingKey::new(jwk)?),
        })
    }

    /// The RFC 7638 thumbprint.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    pub(crate) fn half(&self) -> &PublicHalf {
        &self.half
    }
}

/// A key of a signed set, of a kind that is known here.
pub(crate) enum Candidate {
    /// For `ECDH-ES`.
    Ec(PublicJwk),
    /// For `RSA-OAEP-256`.
    #[cfg(feature = "rsa")]
    Rsa(RsaPublicJwk),
}

impl Candidate {
    /// An RSA key, if it can be sealed to here.
    #[cfg(feature = "rsa")]
    #[expect(clippy::unnecessary_wraps, reason = "one function of two builds")]
    pub(crate) fn of_rsa(jwk: RsaPublicJwk) -> Option<Self> {
        Some(Self::Rsa(jwk))
    }

    /// An RSA key cannot be sealed to here.
    #[cfg(not(feature = "rsa"))]
    pub(crate) fn of_rsa(_: RsaPublicJwk) -> Option<Self> {
        None
    }

    /// The recipient of this key; `None` when it is no key.
    pub(crate) fn recipient(&self) -> Option<RecipientKey> {
        match self {
            Self::Ec(jwk) => RecipientKey::new(jwk),
            #[cfg(feature = "rsa")]
            Self::Rsa(jwk) => RecipientKey::of_rsa(jwk),
        }
    }
}
