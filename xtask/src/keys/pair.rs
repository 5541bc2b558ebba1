//! A key pair on P-256: agreement keys of envelopes, signing keys of root and intermediate.

use anyhow::{Context, Result};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use envelope::PublicJwk;
use p256::SecretKey;
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use zeroize::Zeroizing;

use super::secret::Secret;

/// A private key with its public half. Prints nowhere; p256 wipes it when dropped.
pub(crate) struct Pair(SecretKey);

impl Pair {
    /// A new pair.
    pub(crate) fn random() -> Result<Self> {
        loop {
            if let Some(pair) = Self::from_scalar(&Secret::random()?) {
                return Ok(pair);
            }
        }
    }

    /// The pair of a purpose: the first derived number that is a scalar of the curve.
    pub(crate) fn derive(from: &Secret, purpose: &str) -> Result<Self> {
        for attempt in 0..4 {
            if let Some(pair) = Self::from_scalar(&from.derive(&format!("{purpose}/{attempt}"))?) {
                return Ok(pair);
            }
        }
        // Each attempt fails once in 2^32.
        anyhow::bail!("no key on P-256 for {purpose}")
    }

    fn from_scalar(scalar: &Secret) -> Option<Self> {
        SecretKey::from_slice(scalar.expose().as_slice())
            .ok()
            .map(Self)
    }

    /// The public key.
    pub(crate) fn public(&self) -> PublicJwk {
        PublicJwk::from(&self.0.public_key())
    }

    /// Its RFC 7638 thumbprint.
    pub(crate) fn kid(&self) -> String {
        self.public().thumbprint()
    }

    /// ES256 over a signing input (RFC 7515): the finished compact JWS.
    pub(crate) fn sign(&self, input: String) -> String {
        let signature: Signature = SigningKey::from(&self.0).sign(input.as_bytes());
        envelope::key_set::complete(input, &signature.to_bytes().into())
    }

    // EXPOSE: the private JWK goes into the worker's environment or a 0600 file.
    pub(crate) fn expose_jwk(&self, alg: &str) -> Zeroizing<String> {
        let public = self.public().to_json();
        let scalar = Zeroizing::new(self.0.to_bytes());
        let d = Zeroizing::new(Base64UrlUnpadded::encode_string(&scalar));
        let members = public.trim_end_matches('}');
        let kid = self.kid();
        Zeroizing::new(format!(
            r#"{members},"alg":"{alg}","kid":"{kid}","d":"{}"}}"#,
            d.as_str()
        ))
    }
}

/// The thumbprint of a public root key, read from a root statement's header.
pub(super) fn pin_of(statement: &str) -> Result<String> {
    let header = statement.split('.').next().unwrap_or_default();
    let header = Base64UrlUnpadded::decode_vec(header)
        .ok()
        .context("root statement")?;
    let header: serde_json::Value = serde_json::from_slice(&header)?;
    let coordinate = |name: &str| -> Option<[u8; 32]> {
        let text = header.get("jwk")?.get(name)?.as_str()?;
        envelope::base64url::decode_array(text.as_bytes())
    };
    let (x, y) = coordinate("x")
        .zip(coordinate("y"))
        .context("root statement: no key")?;
    Ok(PublicJwk::from_coordinates(x, y).thumbprint())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_jwk_has_the_members_webcrypto_imports() {
        let pair = Pair::derive(&Secret::new([7; 32]), "test").unwrap();
        let jwk: serde_json::Value = serde_json::from_str(&pair.expose_jwk("ECDH-ES")).unwrap();
        for (name, value) in [("kty", "EC"), ("crv", "P-256"), ("alg", "ECDH-ES")] {
            assert_eq!(jwk[name], value);
        }
        assert_eq!(jwk["kid"], pair.kid());
        for name in ["x", "y", "d"] {
            assert_eq!(jwk[name].as_str().unwrap().len(), 43, "{name}");
        }
    }
}
