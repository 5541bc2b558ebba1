//! Someone with the KEK, and perhaps with the secrets of tokens.

use std::collections::BTreeMap;

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use envelope::base64url;
use hkdf::Hkdf;
use serde_json::Value;
use sha2::Sha256;

/// Someone who holds the KEK.
pub struct KekHolder {
    id: String,
    kek: [u8; 32],
}

impl KekHolder {
    /// Puts the two shares together that the vault was given.
    pub fn from_secrets(secrets: &BTreeMap<String, String>) -> Self {
        let share = |number: u8| -> BTreeMap<String, String> {
            let text = &secrets[&format!("CARDSEAL_KEK_SHARE_{number}")];
            serde_json::from_str(text).expect("a share is JSON")
        };
        let (one, two) = (share(1), share(2));
        let id = one.keys().next().expect("a KEK").clone();
        let bytes = |text: &str| base64url::decode_array::<32>(text.as_bytes()).expect("32 bytes");
        let (one, two) = (bytes(&one[&id]), bytes(&two[&id]));
        Self {
            id,
            kek: std::array::from_fn(|at| one[at] ^ two[at]),
        }
    }

    /// The KEK's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Tries to open a token's sealed card with some salt.
    pub fn open(&self, mid: &str, token_id: &str, salt: &[u8], sealed: &[u8]) -> Option<Value> {
        self.open_as("cardseal/token/v1", mid, token_id, salt, sealed)
    }

    /// Tries to open the sealed order of a payment that waits, with some salt.
    pub fn open_order(
        &self,
        mid: &str,
        token_id: &str,
        salt: &[u8],
        sealed: &[u8],
    ) -> Option<Value> {
        self.open_as("cardseal/order/v1", mid, token_id, salt, sealed)
    }

    fn open_as(
        &self,
        purpose: &str,
        mid: &str,
        token_id: &str,
        salt: &[u8],
        sealed: &[u8],
    ) -> Option<Value> {
        let info = [purpose, &self.id, "test", mid, token_id].join("\0");
        let mut key = [0; 32];
        Hkdf::<Sha256>::new(Some(salt), &self.kek)
            .expand(info.as_bytes(), &mut key)
            .ok()?;
        let (iv, ciphertext) = sealed.split_first_chunk::<12>()?;
        let payload = Payload {
            msg: ciphertext,
            aad: info.as_bytes(),
        };
        let plaintext = Aes256Gcm::new(&key.into())
            .decrypt(&(*iv).into(), payload)
            .ok()?;
        serde_json::from_slice(&plaintext).ok()
    }
}

/// The secret of a whole token.
pub fn secret_of(token: &str) -> [u8; 32] {
    let (_, secret) = token.split_once('.').expect("a whole token");
    base64url::decode_array(secret.as_bytes()).expect("32 bytes")
}
