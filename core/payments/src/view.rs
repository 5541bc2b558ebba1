//! What the API answers with, member by member in the order of the bytes.

use crate::acquirer::Advice;
use crate::machine::{Authentication, Capture, Kind, State};
use crate::projection::Status;
use serde::{Deserialize, Serialize};

/// One attempt to take money from one card, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "the members are those of docs/openapi.yaml, where each is described"
)]
pub struct AuthorizationView {
    pub object: Object,
    pub id: String,
    pub status: Status,
    #[serde(skip_serializing_if = "is_false", default)]
    pub stuck: bool,
    pub amount: i64,
    pub currency: String,
    pub capture: Capture,
    pub captured: i64,
    pub refunded: i64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub capture_before: Option<String>,
    pub card: CardFacts,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub approval_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rrn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decline_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub advice: Option<Advice>,
    pub reference: String,
    pub acquirer: String,
    pub operations: Vec<OperationView>,
    pub created: String,
    pub version: i64,
}

/// One message to the acquirer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "as above")]
pub struct OperationView {
    pub id: String,
    pub kind: Kind,
    pub amount: i64,
    pub state: State,
    pub at: String,
}

/// A page of authorizations, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "as above")]
pub struct AuthorizationList {
    pub object: Object,
    pub data: Vec<AuthorizationView>,
    pub has_more: bool,
    pub next_cursor: Option<String>,
}

/// What anyone may know of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFacts {
    /// `visa`, `jcb`, …
    pub brand: String,
    /// The last four digits.
    pub last4: String,
    /// `YYYY-MM`
    pub exp: String,
    /// The merchant's own fingerprint of the PAN, `fp_…`; to its servers only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
}

/// A token's state, never its card or its secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "as above")]
pub struct TokenView {
    pub object: Object,
    pub id: String,
    pub state: String,
    pub card: CardFacts,
    pub session: String,
    pub attested: bool,
    pub created: String,
    pub expires_at: String,
}

/// A session's tokens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "as above")]
pub struct SessionView {
    pub object: Object,
    pub id: String,
    pub status: String,
    pub tokens: Vec<SessionToken>,
}

/// A token as its session lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "as above")]
pub struct SessionToken {
    pub id: String,
    pub state: String,
    pub card: CardFacts,
}

/// A merchant's settings as the operator sees them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "as above")]
pub struct MerchantView {
    pub object: Object,
    pub id: String,
    pub name: String,
    pub active: bool,
    pub origins: Vec<String>,
    pub currencies: Vec<String>,
    pub token_minutes: i64,
    pub server_sessions_only: bool,
    pub authentication: Authentication,
    pub direct_entry: bool,
    pub acquirer: String,
    pub created: String,
}

/// The value of `object`: what kind of thing an answer shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the values")]
pub enum Object {
    Authorization,
    List,
    Merchant,
    Session,
    Token,
    Verification,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}
