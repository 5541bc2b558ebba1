//! The vault's storage as someone reads it who has the disk: SQLite files, opened from outside.
//!
//! What is done here with keys is written from the design alone, not from the vault's code, so that it
//! checks the one against the other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use envelope::base64url;
use hkdf::Hkdf;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _};
use serde_json::Value;
use sha2::Sha256;

use crate::memory::files;
use crate::scratch::Scratch;

/// A copy of the storage of a vault that is not running.
pub struct Storage {
    _scratch: Scratch,
    databases: Vec<PathBuf>,
}

/// What is stored of a token.
pub struct TokenRow {
    /// `live`, `claimed`, …
    pub state: String,
    /// The KEK its card is sealed under.
    pub kek: Option<String>,
    /// Its sealed card.
    pub sealed: Option<Vec<u8>>,
}

impl Storage {
    /// Copies the files, so that reading them changes nothing.
    pub fn copy(data: &Path) -> Self {
        let scratch = Scratch::new();
        let source = data.join("storage");
        for file in files(&source) {
            let to = scratch
                .path()
                .join(file.strip_prefix(&source).expect("below the storage"));
            fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
            fs::copy(&file, to).expect("a copy");
        }
        let all = files(scratch.path());
        let databases = all
            .into_iter()
            .filter(|file| file.extension().is_some_and(|end| end == "sqlite"));
        Self {
            databases: databases.collect(),
            _scratch: scratch,
        }
    }

    /// The row of a token, in whichever database it is.
    pub fn token(&self, id: &str) -> Option<TokenRow> {
        self.databases.iter().find_map(|file| {
            let database = Connection::open(file).expect("a database");
            database
                .query_row(
                    "SELECT state, sealed_kek, sealed FROM token WHERE id = ?",
                    [id],
                    |row| {
                        Ok(TokenRow {
                            state: row.get(0)?,
                            kek: row.get(1)?,
                            sealed: row.get(2)?,
                        })
                    },
                )
                .optional()
                .unwrap_or(None)
        })
    }

    /// The sealed orders of payments that wait for their shopper.
    pub fn held_orders(&self) -> Vec<Vec<u8>> {
        let orders = |file: &PathBuf| {
            let database = Connection::open(file).expect("a database");
            let select = "SELECT held_order FROM authorization WHERE held_order IS NOT NULL";
            let Ok(mut statement) = database.prepare(select) else {
                return Vec::new();
            };
            let rows = statement.query_map([], |row| row.get(0)).expect("rows");
            rows.flatten().collect()
        };
        self.databases.iter().flat_map(orders).collect()
    }

    /// Every blob and text of every row of every table, with the table's name: all that a query gives.
    pub fn values(&self) -> Vec<(String, Vec<u8>)> {
        self.databases
            .iter()
            .flat_map(|file| values(file))
            .collect()
    }
}

fn values(file: &Path) -> Vec<(String, Vec<u8>)> {
    let database = Connection::open(file).expect("a database");
    let mut tables = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .expect("tables");
    let names: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .expect("tables")
        .flatten()
        .collect();
    let mut found = Vec::new();
    for name in names {
        let Ok(mut statement) = database.prepare(&format!("SELECT * FROM \"{name}\"")) else {
            continue;
        };
        let columns = statement.column_count();
        let mut rows = statement.query([]).expect("rows");
        while let Ok(Some(row)) = rows.next() {
            for column in 0..columns {
                if let Ok(ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = row.get_ref(column) {
                    found.push((name.clone(), bytes.to_vec()));
                }
            }
        }
    }
    found
}

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

/// Puts a token's end into the past, in a vault that is not running; returns how many rows were found.
pub fn expire_token(data: &Path, id: &str) -> usize {
    change(data, |database| {
        database.execute("UPDATE token SET expires_at = created WHERE id = ?", [id])
    })
}

/// Takes back what became of a payment, as if its worker had died before it could write it down, in a vault
/// that is not running; returns how many payments were found.
pub fn abandon(data: &Path, authorization: &str) -> usize {
    change(data, |database| {
        database.execute(
            "UPDATE operation SET state = 'sent', due = 0 WHERE authorization = ?",
            [authorization],
        )?;
        database.execute(
            "UPDATE authorization SET status = 'pending' WHERE id = ?",
            [authorization],
        )
    })
}

/// Exchanges the sealed cards of two tokens, of one merchant or of two, in a vault that is not running; returns
/// how many rows.
pub fn swap_sealed(data: &Path, one: &str, other: &str) -> usize {
    let sealed = |id: &str| {
        find(data, "SELECT sealed FROM token WHERE id = ?", id).expect("the token's sealed card")
    };
    let put = |id: &str, sealed: Vec<u8>| {
        change(data, |database| {
            database.execute("UPDATE token SET sealed = ? WHERE id = ?", (&sealed, id))
        })
    };
    let (of_one, of_other) = (sealed(one), sealed(other));
    put(one, of_other) + put(other, of_one)
}

/// Puts the sealed credentials of one acquirer into the row of another, in the objects of all merchants, in a
/// vault that is not running; returns what was there before.
pub fn put_credentials(data: &Path, acquirer: &str, credentials: &[u8]) -> Vec<u8> {
    let before = self::credentials(data, acquirer);
    let rows = change(data, |database| {
        database.execute(
            "UPDATE connector SET credentials = ? WHERE acquirer = ?",
            (credentials, acquirer),
        )
    });
    assert!(rows > 0, "no merchant is with {acquirer}");
    before
}

/// The sealed credentials of an acquirer, as a merchant's object has them.
pub fn credentials(data: &Path, acquirer: &str) -> Vec<u8> {
    let select = "SELECT credentials FROM connector WHERE acquirer = ?";
    find(data, select, acquirer).expect("a merchant with this acquirer")
}

/// The one blob that a query finds, in whichever database.
fn find(data: &Path, select: &str, id: &str) -> Option<Vec<u8>> {
    let all = files(&data.join("storage"));
    all.iter().find_map(|file| {
        let is_database = file.extension().is_some_and(|end| end == "sqlite");
        let database = Connection::open(is_database.then_some(file)?).ok()?;
        database.query_row(select, [id], |row| row.get(0)).ok()
    })
}

/// Changes whichever database has the rows; the others have no such table or no such row.
fn change(data: &Path, work: impl Fn(&Connection) -> rusqlite::Result<usize>) -> usize {
    let all = files(&data.join("storage"));
    let databases = all
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "sqlite"));
    databases
        .filter_map(|file| work(&Connection::open(file).ok()?).ok())
        .sum()
}
