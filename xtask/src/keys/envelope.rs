//! The keys that cards are sealed to: of which kind, and where each is in its life.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::pair::Pair;
use super::rsa::RsaPair;

/// Where an envelope key is in its life.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Known to the vault, not yet published.
    Pending,
    /// Published: browsers seal to it.
    Active,
    /// No longer published; what was sealed to it still opens.
    Retired,
}

impl State {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }
}

/// Of which kinds a vault has keys. P-256 comes first where there are both: it is the smaller download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kinds {
    /// `ECDH-ES` alone.
    P256,
    /// `ECDH-ES`, and `RSA-OAEP-256` for whoever has nothing else.
    Both,
    /// `RSA-OAEP-256` alone.
    Rsa,
}

impl Kinds {
    /// `p256`, `both` or `rsa`, as the command line says it.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        match text {
            "p256" => Ok(Self::P256),
            "both" => Ok(Self::Both),
            "rsa" => Ok(Self::Rsa),
            other => bail!("--envelope-keys is p256, both or rsa, not {other}"),
        }
    }

    pub(super) fn have_p256(self) -> bool {
        self != Self::Rsa
    }

    pub(super) fn have_rsa(self) -> bool {
        self != Self::P256
    }
}

/// One key that cards are sealed to.
pub(crate) struct EnvelopeKey {
    pub(super) state: State,
    /// Unix seconds.
    pub(super) nbf: u64,
    /// Unix seconds.
    pub(super) exp: u64,
    pub(super) private: Private,
}

/// Its private half.
pub(super) enum Private {
    P256(Pair),
    Rsa(RsaPair),
}

impl EnvelopeKey {
    /// What it is, for people.
    pub(super) fn kind(&self) -> &'static str {
        match self.private {
            Private::P256(_) => "envelope",
            Private::Rsa(_) => "envelope, RSA",
        }
    }

    /// Its thumbprint.
    pub(super) fn kid(&self) -> String {
        match &self.private {
            Private::P256(pair) => pair.kid(),
            Private::Rsa(pair) => pair.kid(),
        }
    }

    // EXPOSE: the keyring's entry goes into the worker's environment or a 0600 file.
    pub(super) fn expose(&self) -> Result<Value> {
        let jwk: Value = match &self.private {
            Private::P256(pair) => serde_json::from_str(&pair.expose_jwk("ECDH-ES"))?,
            Private::Rsa(pair) => serde_json::from_str(pair.expose_jwk())?,
        };
        Ok(json!({ "state": self.state.name(), "nbf": self.nbf, "exp": self.exp, "jwk": jwk }))
    }
}
