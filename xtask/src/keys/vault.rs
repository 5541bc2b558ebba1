//! All keys of one vault, and how the worker reads them.

use std::collections::BTreeMap;

use access::Mode;
use anyhow::Result;
use base64ct::{Base64UrlUnpadded, Encoding as _};
use envelope::key_set::{MAX_INTERMEDIATE_SECONDS, RootStatement};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::envelope::{EnvelopeKey, Kinds, Private, State};
use super::pair::Pair;
use super::rsa::RsaPair;
use super::secret::Secret;
use crate::clock::unix_seconds;

/// A moment's slack for clocks that run behind ours.
const SKEW: u64 = 3600;
/// How long an envelope key is published.
const ENVELOPE_SECONDS: u64 = 90 * 86_400;

/// What makes one vault this vault.
pub(crate) struct VaultKeys {
    pub(super) mode: Mode,
    pub(super) root: Pair,
    pub(super) intermediate: Pair,
    /// From when to when the root vouches for the intermediate, Unix seconds.
    pub(super) intermediate_life: (u64, u64),
    pub(super) envelope: Vec<EnvelopeKey>,
    pub(super) routing: Secret,
    pub(super) session: Secret,
    pub(super) fingerprint: FingerprintKeys,
    pub(super) kek: [Secret; 2],
    pub(super) admin: Zeroizing<String>,
    /// The origins the vault answers at.
    pub(super) origins: Vec<String>,
}

/// Keys of the two card fingerprints.
pub(crate) struct FingerprintKeys {
    pub(super) vault: Secret,
    pub(super) merchant: Secret,
}

/// The secrets as the worker is given them, by the names it reads.
pub(crate) struct Worker {
    /// Name and value of each environment variable.
    pub(crate) secrets: Vec<(&'static str, Zeroizing<String>)>,
    /// The root's thumbprint.
    pub(crate) pin: String,
    /// One of the origins the vault answers at.
    pub(crate) origin: Option<String>,
    /// The operator's key, where it is known; the worker has its hash.
    pub(crate) admin_key: Option<Zeroizing<String>>,
}

/// The names of all secrets, in the order they are listed.
pub(crate) const SECRETS: [&str; 4] = [
    "CARDSEAL_KEYRING",
    "CARDSEAL_KEK_SHARE_1",
    "CARDSEAL_KEK_SHARE_2",
    "CARDSEAL_ADMIN_KEY_SHA256",
];

impl VaultKeys {
    /// All keys, each made by `pair` or `secret` from the name of its purpose. Of keys for P-256 there is
    /// one in each state asked for; an RSA key, which `rsa` gives, is active.
    pub(super) fn make(
        mode: Mode,
        origins: &[String],
        (kinds, states): (Kinds, &[State]),
        pair: impl Fn(&str) -> Result<Pair>,
        rsa: impl Fn() -> Result<RsaPair>,
        secret: impl Fn(&str) -> Result<Secret>,
    ) -> Result<Self> {
        let now = unix_seconds();
        let nbf = now.saturating_sub(SKEW);
        let key = |state, private| EnvelopeKey {
            state,
            nbf,
            exp: now + ENVELOPE_SECONDS,
            private,
        };
        let mut envelope = Vec::new();
        for state in states.iter().filter(|_| kinds.have_p256()) {
            let pair = pair(&format!("envelope/{}", state.name()))?;
            envelope.push(key(*state, Private::P256(pair)));
        }
        if kinds.have_rsa() {
            envelope.push(key(State::Active, Private::Rsa(rsa()?)));
        }
        let admin = secret("admin")?.expose_base64url();
        Ok(Self {
            mode,
            root: pair("root")?,
            intermediate: pair("intermediate")?,
            intermediate_life: (nbf, nbf + MAX_INTERMEDIATE_SECONDS),
            envelope,
            routing: secret("routing")?,
            session: secret("session/1")?,
            fingerprint: FingerprintKeys {
                vault: secret("fingerprint/vault")?,
                merchant: secret("fingerprint/merchant")?,
            },
            kek: [secret("kek/1/share/1")?, secret("kek/1/share/2")?],
            admin: Zeroizing::new(format!("ak_{}_{}", mode.as_str(), admin.as_str())),
            origins: origins.to_vec(),
        })
    }

    /// The thumbprint of the root.
    pub(crate) fn pin(&self) -> String {
        self.root.kid()
    }

    // EXPOSE: the operator's key goes into a 0600 file.
    pub(super) fn expose_admin_key(&self) -> &Zeroizing<String> {
        &self.admin
    }

    // EXPOSE: what the worker's environment, or an operator's secret files, will hold.
    pub(crate) fn expose(&self) -> Result<Worker> {
        let [one, two] = &self.kek;
        let values = [
            self.keyring()?,
            Zeroizing::new(json!({ "k1": one.expose_base64url().as_str() }).to_string()),
            Zeroizing::new(json!({ "k1": two.expose_base64url().as_str() }).to_string()),
            Zeroizing::new(admin_hash(&self.admin)),
        ];
        Ok(Worker {
            secrets: SECRETS.into_iter().zip(values).collect(),
            pin: self.pin(),
            origin: self.origins.first().cloned(),
            admin_key: Some(self.admin.clone()),
        })
    }

    /// One signed word of the root for each origin: the intermediate is its deputy there.
    fn root_statements(&self) -> BTreeMap<&str, Vec<String>> {
        let (nbf, exp) = self.intermediate_life;
        let sign = |iss: &str| {
            let jwk = &self.intermediate.public();
            let env = self.mode.as_str();
            let statement = RootStatement {
                env,
                iss,
                jwk,
                nbf,
                exp,
            };
            self.root.sign(statement.signing_input(&self.root.public()))
        };
        self.origins
            .iter()
            .map(|origin| (origin.as_str(), vec![sign(origin)]))
            .collect()
    }

    fn keyring(&self) -> Result<Zeroizing<String>> {
        let envelope_keys = self.envelope.iter().map(EnvelopeKey::expose);
        let envelope_keys = envelope_keys.collect::<Result<Vec<Value>>>()?;
        let intermediate: Value = serde_json::from_str(&self.intermediate.expose_jwk("ES256"))?;
        let [one, two] = &self.kek;
        let kcv = one.xor(two).tag(b"cardseal/kcv/v1")?;
        let kcv = Base64UrlUnpadded::encode_string(kcv.get(..8).unwrap_or_default());
        let keyring = json!({
            "mode": self.mode.as_str(),
            "seq": 1,
            "root_statements": self.root_statements(),
            "intermediate": intermediate,
            "envelope_keys": envelope_keys,
            "routing_key": self.routing.expose_base64url().as_str(),
            "session_keys": [{ "k": "1", "key": self.session.expose_base64url().as_str() }],
            "fingerprint_keys": {
                "vault": self.fingerprint.vault.expose_base64url().as_str(),
                "merchant": self.fingerprint.merchant.expose_base64url().as_str(),
            },
            "keks": [{ "id": "k1", "kcv": kcv }],
        });
        Ok(Zeroizing::new(keyring.to_string()))
    }
}

/// What the worker stores of the operator's key.
pub(super) fn admin_hash(key: &str) -> String {
    Base64UrlUnpadded::encode_string(&Sha256::digest(key))
}
