//! The Idempotency-Key header.

use crate::command::Idempotency;
use crate::{Code, Problem};
use sha2::{Digest, Sha256};

/// Names a request by its path, key and body. The key itself is the merchant's text and goes no further.
pub fn read(path: &str, key: Option<&str>, body: &[u8]) -> Result<Idempotency, Problem> {
    let key = key.ok_or(Code::IdempotencyKeyMissing)?;
    let visible = key.bytes().all(|byte| byte.is_ascii_graphic());
    if !visible || !(1..=255).contains(&key.len()) {
        return Err(Code::IdempotencyKeyInvalid.into());
    }
    // No path holds a NUL, so path and key cannot flow into each other.
    let scope = Sha256::new()
        .chain_update(path)
        .chain_update([0])
        .chain_update(key);
    Ok(Idempotency {
        scope: scope.finalize().into(),
        body_hash: Sha256::digest(body).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_1_to_255_visible_ascii_characters() {
        let longest = "k".repeat(255);
        for key in ["k", "550e8400-e29b-41d4-a716-446655440000", "~!", &longest] {
            assert!(read("/v1/authorizations", Some(key), b"").is_ok(), "{key}");
        }
        let too_long = "k".repeat(256);
        for key in ["", "a b", "é", "\u{7f}", &too_long] {
            let problem = read("/v1/authorizations", Some(key), b"").err().unwrap();
            assert_eq!(problem.code, Code::IdempotencyKeyInvalid, "{key}");
        }
        let problem = read("/v1/authorizations", None, b"").err().unwrap();
        assert_eq!(problem.code, Code::IdempotencyKeyMissing);
    }

    #[test]
    fn path_and_key_both_name_the_request() {
        let name = |path, key| read(path, Some(key), b"").unwrap().scope;
        assert_eq!(name("/v1/a", "k"), name("/v1/a", "k"));
        assert_ne!(name("/v1/a", "k"), name("/v1/b", "k"));
        assert_ne!(name("/v1/a", "bk"), name("/v1/ab", "k"));
    }
}
