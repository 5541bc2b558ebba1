//! What the operator may ask.

use crate::acquirer::Connector;
use crate::machine::Authentication;
use access::KeyHash;
use serde::{Deserialize, Serialize};

/// The operator's commands.
#[derive(Serialize, Deserialize)]
pub enum Operator {
    /// Creates the merchant or replaces its settings. → [`MerchantView`]
    Configure(Settings),
    /// Puts the merchant with its acquirer's changed settings. → [`Done`]
    Reconnect(Connector),
    /// Lets in a secret key, known by its hash. → [`Done`]
    AddKey {
        /// Names it.
        kid: String,
        /// SHA-256 of the whole key.
        hash: KeyHash,
    },
    /// Locks a secret key out, at once. → [`Done`]
    RevokeKey {
        /// Names it.
        kid: String,
    },
    /// The settings. → [`MerchantView`]
    Read,
    /// Nothing but to be told when work is due, so that the shell arms the alarm. → [`Done`]
    Sweep,
    /// How much is not as it should be. → [`Gauges`]
    Gauge,
}

/// How much of a merchant's money nobody can tell the whereabouts of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gauges {
    /// Operations whose end is not known yet.
    pub in_doubt: i64,
    /// Operations that need a person.
    pub stuck: i64,
}

/// A merchant's settings.
#[derive(Clone, Serialize, Deserialize)]
pub struct Settings {
    /// The merchant's id.
    pub id: String,
    /// Its name, for people.
    pub name: String,
    /// Whether it may take payments.
    pub active: bool,
    /// The origins whose pages may show the card form.
    pub origins: Vec<String>,
    /// Currencies it takes, ISO 4217; empty: all.
    pub currencies: Vec<String>,
    /// Life of a token in minutes, 5 to 60.
    pub token_minutes: i64,
    /// Whether only its servers, not its pages, may open card sessions.
    pub server_sessions_only: bool,
    /// Whether its shoppers authenticate first.
    pub authentication: Authentication,
    /// Whether its own pages may take cards, which puts it under PCI DSS SAQ A-EP.
    pub direct_entry: bool,
    /// Its acquirer.
    pub connector: Connector,
}
