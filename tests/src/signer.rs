//! Sessions of another time: signed with the vault's own session key, as only the vault could have.

use access::session::SessionKey;
use access::{Key, Mid, Mode, Origin, Session, SessionKind, Timestamp};
use envelope::base64url;
use serde_json::Value;

use crate::merchant::{self, Merchant};
use crate::sealer::{now, random_id};
use crate::vault::Vault;

/// Whoever holds the vault's keys.
pub struct Signer {
    key: SessionKey,
    routing: Key,
}

impl Signer {
    /// Takes the keys of a running vault.
    pub fn of(vault: &Vault) -> Self {
        let keyring: Value =
            serde_json::from_str(&vault.secrets()["CARDSEAL_KEYRING"]).expect("a keyring");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let key = |value: &Value| Key::parse(&text(value)).expect("a key");
        let first = &keyring["session_keys"][0];
        Self {
            key: SessionKey {
                k: text(&first["k"]),
                key: key(&first["key"]),
            },
            routing: key(&keyring["routing_key"]),
        }
    }

    /// The statement of a session, for its merchant.
    pub fn sign(&self, merchant: &Merchant, session: Session) -> merchant::Session {
        let mid = Mid::parse(&merchant.id, Mode::Test, &self.routing).expect("a merchant's id");
        merchant::Session {
            id: session.id.clone(),
            statement: session.sign(Mode::Test, mid, &self.key),
        }
    }
}

/// A session of a merchant's page that was opened some minutes ago and lives a quarter of an hour.
pub fn opened(kind: SessionKind, merchant: &Merchant, minutes_ago: u64) -> Session {
    let origin = Origin::parse(&merchant.origin, Mode::Test).expect("an origin");
    let id = base64url::decode_array(random_id().as_bytes()).expect("22 characters");
    Session::new(kind, &origin, id, ago(minutes_ago))
}

/// The moment some minutes ago.
pub fn ago(minutes: u64) -> Timestamp {
    let seconds = now() - 60 * minutes;
    Timestamp::from_secs(seconds.try_into().expect("a moment"))
}
