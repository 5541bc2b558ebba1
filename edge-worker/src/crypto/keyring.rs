//! All keys of the running vault: read once per isolate, checked, and either whole or not there.
//!
//! A vault whose keys do not fit together must not half work: any fault here and every route answers
//! `503 vault_locked`. Which fault it was stands in the log, by name and never by value.

use super::private_jwk::PrivateJwk;
use super::recipient::{self, Recipient};
use super::root_statement;
use super::secrets::{self, Members};
use super::shares::Shares;
use super::subtle::{self, CryptoKey};
use crate::http::log;
use access::session::SessionKey;
use access::{Key, Mode, Timestamp};
use envelope::Algorithm;
use std::cell::RefCell;
use std::rc::Rc;
use worker::Env;

/// The keys, ready for use.
pub(crate) struct Keyring {
    /// The one mode this vault serves.
    pub(crate) mode: Mode,
    /// Grows with every change of the ring.
    pub(crate) seq: u64,
    /// The origins this vault answers at.
    pub(crate) issuers: Vec<Issuer>,
    /// Signs key sets.
    pub(crate) intermediate: Intermediate,
    /// Open sealed cards.
    pub(crate) envelope_keys: Vec<Recipient>,
    /// Tells real merchant ids from made-up ones.
    pub(crate) routing: Key,
    /// Sign sessions; the first one signs new ones.
    pub(crate) session_keys: Vec<SessionKey>,
    /// Make fingerprints.
    pub(crate) fingerprints: Fingerprints,
    /// Seal what is kept; the first one seals new things.
    pub(crate) keks: Vec<Kek>,
    /// SHA-256 of the operator's key.
    pub(crate) admin_key_hash: [u8; 32],
}

/// An origin of the vault, and what the root says for it.
pub(crate) struct Issuer {
    /// The origin.
    pub(crate) origin: String,
    /// The statements a key set of this origin begins with.
    pub(crate) root_statements: Vec<String>,
    /// RFC 7638 thumbprint of the root.
    pub(crate) pin: String,
}

/// The key that signs key sets.
pub(crate) struct Intermediate {
    /// Its thumbprint.
    pub(crate) kid: String,
    /// Its private half.
    pub(crate) private: CryptoKey,
}

/// The keys of the two fingerprints.
pub(crate) struct Fingerprints {
    pub(crate) vault: Key,
    pub(crate) merchant: Key,
}

/// A key-encryption key.
pub(crate) struct Kek {
    /// Names it in rows.
    pub(crate) id: String,
    /// Derives sealing keys and does nothing else.
    pub(crate) key: CryptoKey,
}

/// What is wrong with the keys, by the name of the part at fault.
#[derive(Clone, Copy)]
pub(crate) struct Locked(pub(crate) &'static str);

thread_local! {
    static LOADED: RefCell<Option<Rc<Keyring>>> = const { RefCell::new(None) };
}

impl Keyring {
    /// The isolate's keys; read and imported on the first call.
    pub(crate) async fn of(env: &Env) -> Result<Rc<Self>, Locked> {
        if let Some(loaded) = LOADED.with_borrow(Clone::clone) {
            return Ok(loaded);
        }
        let loaded = Rc::new(
            load(env)
                .await
                .inspect_err(|Locked(part)| log::locked(part))?,
        );
        LOADED.set(Some(loaded.clone()));
        Ok(loaded)
    }

    /// Whether cards can be sealed to RSA keys and to no others now.
    pub(crate) fn offers_rsa_alone(&self, now: Timestamp) -> bool {
        let offers = |alg| {
            let mut keys = self.envelope_keys.iter();
            keys.any(|key| key.alg == alg && key.is_offered(now))
        };
        offers(Algorithm::RsaOaep256) && !offers(Algorithm::EcdhEs)
    }

    /// The issuer of an origin of this vault.
    pub(crate) fn issuer(&self, origin: &str) -> Option<&Issuer> {
        self.issuers.iter().find(|issuer| issuer.origin == origin)
    }
}

async fn load(env: &Env) -> Result<Keyring, Locked> {
    let mut ring = Members::of_binding(env, "CARDSEAL_KEYRING")?;
    let mode = ring
        .text("mode")
        .and_then(|mode| Mode::parse(&mode))
        .ok_or(Locked("mode"))?;
    if secrets::binding(env, "CARDSEAL_MODE")?.as_str() != mode.as_str() {
        return Err(Locked("CARDSEAL_MODE"));
    }
    let intermediate = intermediate(&mut ring).await?;
    let seq = ring
        .integer("seq")
        .and_then(|seq| u64::try_from(seq).ok())
        .ok_or(Locked("seq"))?;
    let issuers = issuers(&mut ring, mode, &intermediate.kid)?;
    let mut fingerprints = ring
        .object("fingerprint_keys")
        .ok_or(Locked("fingerprint_keys"))?;
    let mut session_keys = Vec::new();
    for mut entry in ring.list("session_keys").ok_or(Locked("session_keys"))? {
        let k = entry.text("k").ok_or(Locked("session_keys"))?.to_string();
        session_keys.push(SessionKey {
            k,
            key: key(&mut entry, "key")?,
        });
    }
    let keyring = Keyring {
        mode,
        seq,
        issuers,
        intermediate,
        envelope_keys: recipient::read(&mut ring).await?,
        routing: key(&mut ring, "routing_key")?,
        session_keys,
        fingerprints: Fingerprints {
            vault: key(&mut fingerprints, "vault")?,
            merchant: key(&mut fingerprints, "merchant")?,
        },
        keks: keks(&mut ring, env).await?,
        admin_key_hash: secrets::admin_key_hash(env)?,
    };
    let complete =
        !keyring.session_keys.is_empty() && !keyring.keks.is_empty() && !keyring.issuers.is_empty();
    if complete {
        Ok(keyring)
    } else {
        Err(Locked("an empty list"))
    }
}

fn key(members: &mut Members, name: &'static str) -> Result<Key, Locked> {
    members
        .text(name)
        .and_then(|text| Key::parse(&text))
        .ok_or(Locked(name))
}

async fn intermediate(ring: &mut Members) -> Result<Intermediate, Locked> {
    const AT: Locked = Locked("intermediate");
    let mut jwk = ring.object("intermediate").ok_or(AT)?;
    if jwk.text("alg").ok_or(AT)?.as_str() != "ES256" {
        return Err(AT);
    }
    let jwk = PrivateJwk::on_p256(jwk).ok_or(AT)?;
    let private = subtle::import_signing_key(&jwk).await.map_err(|_| AT)?;
    Ok(Intermediate {
        kid: jwk.kid,
        private,
    })
}

async fn keks(ring: &mut Members, env: &Env) -> Result<Vec<Kek>, Locked> {
    const AT: Locked = Locked("keks");
    let mut shares = Shares::of(env)?;
    let mut keks = Vec::new();
    for mut entry in ring.list("keks").ok_or(AT)? {
        let id = entry.text("id").ok_or(AT)?.to_string();
        let check_value = entry.text("kcv").ok_or(AT)?;
        let kek = shares.join(&id, &check_value)?;
        keks.push(Kek {
            key: subtle::import_kek(&kek).await.map_err(|_| AT)?,
            id,
        });
    }
    Ok(keks)
}

/// What the root says for each origin. A ring of one mode cannot serve the other: the root signed
/// the mode with the origin.
fn issuers(ring: &mut Members, mode: Mode, intermediate: &str) -> Result<Vec<Issuer>, Locked> {
    const AT: Locked = Locked("root_statements");
    let mut origins = ring.object("root_statements").ok_or(AT)?;
    let mut issuers = Vec::new();
    while let Some((origin, statements)) = origins.next() {
        let mut texts = Vec::new();
        for statement in statements.into_array().ok_or(AT)? {
            texts.push(statement.into_string().ok_or(AT)?.to_string());
        }
        let root = texts
            .last()
            .and_then(|text| root_statement::read(text))
            .ok_or(AT)?;
        if root.env != mode.as_str() || root.iss != *origin || root.kid != intermediate {
            return Err(AT);
        }
        issuers.push(Issuer {
            origin: origin.to_string(),
            root_statements: texts,
            pin: root.pin,
        });
    }
    Ok(issuers)
}
