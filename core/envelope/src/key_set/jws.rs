//! One compact JWS, taken apart. Its payload is out of reach until its signature is known to hold.

use strict_json::{Object, Value};

use crate::base64url;

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

    pub(super) fn signing_input(&self) -> &'a [u8] {
        self.signing_input
    }

    pub(super) fn signature(&self) -> &[u8; 64] {
        &self.signature
    }

    /// The payload, if whoever checked the signature found that it holds.
    pub(super) fn payload_if(self, holds: bool) -> Option<Object> {
        holds.then_some(self.payload)
    }
}

fn object(part: &[u8], depth: usize) -> Option<Object> {
    strict_json::parse(&base64url::decode(part)?, depth)
        .ok()
        .and_then(Value::into_object)
}
