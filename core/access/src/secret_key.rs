//! The secret key of a merchant's server: `sk_{mode}_{mid}_{8 kid}{43 secret}{6 check}`.

use crate::{Key, Mid, Mode, base64url};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const KID: usize = 8;
const SECRET: usize = 43;
const CHECK: usize = 6;

/// SHA-256 of a whole secret key: what the merchant's object stores and compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyHash([u8; 32]);

impl KeyHash {
    /// Hashes a whole key.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text).into())
    }

    /// Reads a hash from 43 characters of base64url.
    pub fn parse(text: &str) -> Option<Self> {
        base64url::decode_array(text).map(Self)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What a well-formed secret key says of itself; whether it is in force, only the merchant's object knows.
pub struct SecretKey {
    /// The merchant it belongs to.
    pub mid: Mid,
    /// Names the key in lists and revocations.
    pub kid: String,
    /// What the merchant's object compares.
    pub hash: KeyHash,
}

impl SecretKey {
    /// Makes a key of 48 random bits of kid and 256 of secret; the text is shown once and never stored.
    // EXPOSE: the one answer that hands the key out.
    pub fn mint(
        mode: Mode,
        mid: Mid,
        kid: [u8; 6],
        secret: &Zeroizing<[u8; 32]>,
    ) -> Zeroizing<String> {
        let secret = Zeroizing::new(base64url::encode(secret.as_slice()));
        let body = Zeroizing::new(
            [
                "sk_",
                mode.as_str(),
                "_",
                mid.as_str(),
                "_",
                &base64url::encode(&kid),
                &secret,
            ]
            .concat(),
        );
        Zeroizing::new([body.as_str(), &check(&body)].concat())
    }

    /// Reads a key of this mode; any other text is `None`.
    pub fn parse(text: &str, mode: Mode, routing: &Key) -> Option<Self> {
        let rest = text
            .strip_prefix("sk_")?
            .strip_prefix(mode.as_str())?
            .strip_prefix('_')?;
        let (mid, rest) = rest.split_once('_')?;
        if rest.len() != KID + SECRET + CHECK {
            return None;
        }
        let kid = rest.get(..KID)?;
        base64url::decode_array::<6>(kid)?;
        base64url::decode_array::<32>(rest.get(KID..KID + SECRET)?)?;
        let (body, end) = text.split_at_checked(text.len() - CHECK)?;
        if check(body) != end {
            return None;
        }
        let mid = Mid::parse(mid, mode, routing)?;
        Some(Self {
            mid,
            kid: kid.to_owned(),
            hash: KeyHash::of(text),
        })
    }
}

/// First 36 bits of SHA-256 of all before it: tells a mistyped key from a revoked one without a look-up.
fn check(body: &str) -> String {
    let digest = Sha256::digest(body);
    base64url::encode(&digest).chars().take(CHECK).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minted() -> (Key, Zeroizing<String>) {
        let routing = Key::new([7; 32]);
        let mid = Mid::new([1; 10], Mode::Test, &routing);
        let text = SecretKey::mint(Mode::Test, mid, [0xfb; 6], &Zeroizing::new([5; 32]));
        (routing, text)
    }

    #[test]
    fn a_key_says_its_merchant_and_its_kid() {
        let (routing, text) = minted();
        let key = SecretKey::parse(&text, Mode::Test, &routing).unwrap();
        assert_eq!(key.mid, Mid::new([1; 10], Mode::Test, &routing));
        assert_eq!(key.kid, "-_v7-_v7");
        assert_eq!(key.hash, KeyHash::of(&text));
    }

    #[test]
    fn a_key_of_the_other_mode_or_with_any_changed_character_is_none() {
        let (routing, text) = minted();
        assert!(SecretKey::parse(&text, Mode::Live, &routing).is_none());
        for at in 0..text.len() {
            let mut changed = text.as_bytes().to_vec();
            changed[at] = if changed[at] == b'x' { b'y' } else { b'x' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(
                SecretKey::parse(&changed, Mode::Test, &routing).is_none(),
                "character {at}"
            );
        }
    }
}
