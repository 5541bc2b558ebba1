//! An RSA key pair for envelopes. Node's WebCrypto makes it: the vault uses it nowhere else either.

use std::process::Command;

use anyhow::{Context, Result};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use envelope::RsaPublicJwk;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::process::output;
use crate::set_up;

/// 3,072 bits: what NIST SP 800-57 holds equal to P-256 and to a content key of 128 bits.
const MAKE: &str = "
const rsa = { name: 'RSA-OAEP', hash: 'SHA-256', modulusLength: 3072, publicExponent: new Uint8Array([1, 0, 1]) };
const { privateKey } = await crypto.subtle.generateKey(rsa, true, ['encrypt', 'decrypt']);
process.stdout.write(JSON.stringify(await crypto.subtle.exportKey('jwk', privateKey)));
";

/// What the worker imports (RFC 7518 section 6.3.2).
const PRIVATE: [&str; 6] = ["d", "p", "q", "dp", "dq", "qi"];

/// A private RSA key with its public half. Prints nowhere.
pub(crate) struct RsaPair {
    public: RsaPublicJwk,
    /// The private JWK, whole.
    jwk: Zeroizing<String>,
}

impl RsaPair {
    /// A new pair.
    pub(crate) fn random() -> Result<Self> {
        let mut node = Command::new(set_up::node());
        node.args(["--input-type=module", "--eval", MAKE]);
        Self::read(&Zeroizing::new(output(node, "an RSA key by node")?))
    }

    /// The pair of a private JWK.
    pub(super) fn read(jwk: &[u8]) -> Result<Self> {
        let jwk: Value = serde_json::from_slice(jwk).context("an RSA key is a JWK")?;
        let text = |name: &str| {
            let text = jwk.get(name).and_then(Value::as_str);
            text.with_context(|| format!("an RSA key without {name}"))
        };
        let number = |name| Base64UrlUnpadded::decode_vec(text(name)?).map_err(|_| bad_key());
        let public = RsaPublicJwk::new(number("n")?, number("e")?).ok_or_else(bad_key)?;
        let (json, kid) = (public.to_json(), public.thumbprint());
        let mut whole = Zeroizing::new(String::with_capacity(4096));
        whole.push_str(json.trim_end_matches('}'));
        let mut member = |name: &str, value: &str| {
            for part in [",\"", name, "\":\"", value, "\""] {
                whole.push_str(part);
            }
        };
        member("alg", "RSA-OAEP-256");
        member("kid", &kid);
        for name in PRIVATE {
            member(name, text(name)?);
        }
        whole.push('}');
        Ok(Self { public, jwk: whole })
    }

    /// The thumbprint of the public half.
    pub(crate) fn kid(&self) -> String {
        self.public.thumbprint()
    }

    // EXPOSE: the private JWK goes into the worker's environment or a 0600 file.
    pub(crate) fn expose_jwk(&self) -> &Zeroizing<String> {
        &self.jwk
    }
}

fn bad_key() -> anyhow::Error {
    anyhow::anyhow!("an RSA key for envelopes has 3,072 to 4,096 bits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_rsa_jwk_has_the_members_webcrypto_imports_and_reads_back() {
        let pair = RsaPair::random().unwrap();
        let jwk: Value = serde_json::from_str(pair.expose_jwk()).unwrap();
        for (name, value) in [("kty", "RSA"), ("alg", "RSA-OAEP-256"), ("e", "AQAB")] {
            assert_eq!(jwk[name], value);
        }
        assert_eq!(jwk["kid"], pair.kid());
        assert_eq!(jwk["n"].as_str().unwrap().len(), 512);
        assert_eq!(jwk.as_object().unwrap().len(), 5 + PRIVATE.len());
        let read = RsaPair::read(pair.expose_jwk().as_bytes()).unwrap();
        assert_eq!(read.expose_jwk().as_str(), pair.expose_jwk().as_str());
        assert_ne!(RsaPair::random().unwrap().kid(), pair.kid());
    }

    #[test]
    fn a_key_that_is_too_short_or_lacks_a_part_is_refused() {
        let short = r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#;
        assert!(RsaPair::read(short.as_bytes()).is_err());
        let pair = RsaPair::random().unwrap();
        let mut jwk: Value = serde_json::from_str(pair.expose_jwk()).unwrap();
        jwk.as_object_mut().unwrap().remove("qi");
        let error = RsaPair::read(jwk.to_string().as_bytes()).err().unwrap();
        assert!(error.to_string().contains("qi"), "{error}");
    }
}
