//! A private key on P-256 as the keyring holds it, on its way into WebCrypto.

use super::secrets::Members;
use envelope::{PublicJwk, base64url};
use zeroize::Zeroizing;

/// A private JWK (RFC 7518 section 6.2) whose `kid` is the thumbprint of its public half.
pub(super) struct PrivateJwk {
    /// The thumbprint.
    pub(super) kid: String,
    /// The public half.
    pub(super) public: PublicJwk,
    private: Zeroizing<String>,
}

impl PrivateJwk {
    /// Reads a key made for the algorithm `alg`; any other is `None`.
    pub(super) fn read(mut jwk: Members, alg: &str) -> Option<Self> {
        for (name, value) in [("kty", "EC"), ("crv", "P-256"), ("alg", alg)] {
            if jwk.text(name)?.as_str() != value {
                return None;
            }
        }
        let mut coordinate = |name| base64url::decode_array(jwk.text(name)?.as_bytes());
        let public = PublicJwk::from_coordinates(coordinate("x")?, coordinate("y")?);
        let kid = jwk.text("kid")?.to_string();
        (public.thumbprint() == kid).then_some(())?;
        Some(Self {
            kid,
            public,
            private: jwk.text("d")?,
        })
    }

    /// The members WebCrypto imports.
    // EXPOSE: the import makes it non-extractable.
    pub(super) fn expose(&self) -> [(&'static str, Zeroizing<String>); 5] {
        let text = |bytes: &[u8]| Zeroizing::new(base64url::encode(bytes));
        [
            ("kty", Zeroizing::new("EC".to_owned())),
            ("crv", Zeroizing::new("P-256".to_owned())),
            ("x", text(self.public.x())),
            ("y", text(self.public.y())),
            ("d", self.private.clone()),
        ]
    }
}
