//! The chain verified at once, for programs that have no WebCrypto.

use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};

use super::chain::{Step, read};
use super::expected::{Expected, KeySetError};
use crate::jwk::PublicJwk;
use crate::recipient::RecipientKey;

/// Verifies the chain pin → root → intermediate → set and returns the first usable key.
pub fn verify(text: &[u8], expected: &Expected<'_>) -> Result<RecipientKey, KeySetError> {
    let mut step = read(text, expected)?;
    loop {
        match step {
            Step::Check(check) => {
                let holds = verify_es256(check.key(), check.signing_input(), check.signature());
                step = check.answered(holds)?;
            }
            Step::Done(key) => return Ok(key),
        }
    }
}

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
