//! The shopper's side: sealing a card to the vault, as the wasm does.

use std::time::{SystemTime, UNIX_EPOCH};

use envelope::key_set::{self, Expected};
use envelope::{Payload, RecipientKey, base64url, seal};
use getrandom::SysRng;
use rand_core::{Rng as _, UnwrapErr};

use crate::cards::TypedCard;
use crate::http::Http;

/// Who seals: holds the vault's key, which it checked against the pin.
#[derive(Clone)]
pub struct Sealer {
    key: RecipientKey,
}

impl Sealer {
    /// Fetches the key set and verifies it against the root that the publishable key pins.
    pub async fn fetch(http: &Http, publishable_key: &str) -> Self {
        let answer = http.get("/.well-known/cardseal-keys").await.expect(200);
        let pin = &publishable_key[publishable_key.len() - 43..];
        let expected = Expected {
            pin,
            env: "test",
            iss: http.base(),
            now: now(),
            tolerance: 0,
        };
        let key = key_set::verify(&answer.body, &expected)
            .unwrap_or_else(|error| panic!("the key set is refused: {error:?}"));
        Self { key }
    }

    /// The key cards are sealed to.
    pub fn key(&self) -> &RecipientKey {
        &self.key
    }

    /// Seals a card for a session and a page, under a fresh `jti`.
    pub fn seal(&self, card: &TypedCard, sid: &str, org: &str) -> String {
        self.seal_as(card, sid, org, &random_id())
    }

    /// Seals a card under a `jti` of one's choice.
    pub fn seal_as(&self, card: &TypedCard, sid: &str, org: &str, jti: &str) -> String {
        let (pan, exp, cvc, name) = (card.pan, card.exp, card.cvc, card.name);
        let payload = Payload {
            pan,
            exp,
            cvc,
            name,
            sid,
            org,
            jti,
        };
        seal(&self.key, &payload, &mut UnwrapErr(SysRng))
            .unwrap_or_else(|_| panic!("too long to seal"))
    }
}

/// 128 random bits as 22 characters.
pub fn random_id() -> String {
    let mut bytes = [0; 16];
    UnwrapErr(SysRng).fill_bytes(&mut bytes);
    base64url::encode(&bytes)
}

/// Now, Unix seconds.
pub fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock after 1970")
        .as_secs()
}
