//! One compact JWS: taken apart, and its signature checked.

use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use strict_json::{Object, Value};

use crate::base64url;
use crate::jwk::PublicJwk;

/// Checks an ES256 signature (RFC 7518 section 3.4): R and S, 32 bytes each, over the SHA-256 of
/// `message`.
pub fn verify_es256(key: &PublicJwk, message: &[u8], signature: &[u8]) -> bool {
    let Some(point) = key.point() else {
        return false;
    };
    let Ok(signature) = Signature::from_slice(signature) else {
        return false;
    };
    VerifyingKey::from(point)
        .verify(message, &signature)
        .is_ok()
}

/// A JWS whose form is right and whose signature is not yet checked.
pub(super) struct Jws<'a> {
    pub(super) header: Object,
    payload: Object,
    signing_input: &'a [u8],
    signature: [u8; 64],
}

impl<'a> Jws<'a> {
    pub(super) fn parse(text: &'a [u8]) -> Option<Self> {
        let mut parts = text.split(|byte| *byte == b'.');
        let (header, payload, signature) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let (signing_input, _) = text.split_at_checked(header.len() + 1 + payload.len())?;
        let header = object(header, 2)?;
        Some(Self {
            header,
            payload: object(payload, 3)?,
            signing_input,
            signature: base64url::decode_array(signature)?,
        })
    }

    /// Takes `alg` and `typ` out of the header and says whether they are `ES256` and `typ`.
    pub(super) fn take_type(&mut self, typ: &str) -> bool {
        self.header.take_expected("alg", "ES256") && self.header.take_expected("typ", typ)
    }

    /// The payload, once `key` is known to have signed it.
    pub(super) fn verified_by(self, key: &PublicJwk) -> Option<Object> {
        verify_es256(key, self.signing_input, &self.signature).then_some(self.payload)
    }
}

fn object(part: &[u8], depth: usize) -> Option<Object> {
    strict_json::parse(&base64url::decode(part)?, depth)
        .ok()
        .and_then(Value::into_object)
}
