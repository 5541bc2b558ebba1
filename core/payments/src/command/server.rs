//! What the merchant's server may ask.

use super::Errand;
use crate::acquirer::{Asked, Connector, Sealed};
use crate::machine::{Capture, Kind};
use crate::projection::Status;
use crate::view::Object;
use access::{AuthorizationId, OperationId, SessionKind, Timestamp, TokenId};
use serde::{Deserialize, Serialize};

/// Commands of the merchant's server.
#[derive(Serialize, Deserialize)]
pub enum Server {
    /// May this origin show the card form, in this way? → [`Done`]
    OpenSession {
        /// The origin of the page that will show the form.
        origin: String,
        /// How it will be shown.
        kind: SessionKind,
    },
    /// A session's tokens. → [`SessionView`]
    ReadSession {
        /// The session's 22 characters.
        session: String,
    },
    /// A token's state, never its card. → [`TokenView`]
    ReadToken {
        /// Which.
        id: TokenId,
    },
    /// Makes a token unusable and wipes its card. → [`TokenView`]
    RevokeToken {
        /// Which.
        id: TokenId,
    },
    /// Reads all an authorization needs, in the order answers are owed. → [`Prepared`]
    Prepare(Box<Prepare>),
    /// T2: claims the token and writes down what is about to be sent. → [`Begun`]
    Begin(Box<Begin>),
    /// The same for a payment that waited for its shopper. → [`Begun`]
    Confirm(Box<Confirm>),
    /// Writes down a capture, void or refund that is about to be sent. → [`FollowedUp`]
    FollowUp(Box<FollowUp>),
    /// One authorization, or one verification. → [`AuthorizationView`]
    ReadAuthorization {
        /// Which.
        id: AuthorizationId,
        /// What it must be.
        object: Object,
    },
    /// Authorizations, newest first. → [`AuthorizationList`]
    ListAuthorizations(ListAuthorizations),
}

/// Which authorizations are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListAuthorizations {
    /// Only those of this reference.
    pub reference: Option<String>,
    /// Only those that stand here.
    pub status: Option<Status>,
    /// Only those made at this moment or later.
    pub created_from: Option<Timestamp>,
    /// Only those made before this moment.
    pub created_before: Option<Timestamp>,
    /// How many, 1 to 100.
    pub limit: i64,
    /// Where the page before ended.
    pub cursor: Option<i64>,
}

/// Names a request that must not be carried out twice.
#[derive(Clone, Serialize, Deserialize)]
pub struct Idempotency {
    /// SHA-256 of the path and the Idempotency-Key: the key itself is the merchant's text and is not kept.
    #[serde(with = "crate::base64_bytes")]
    pub scope: [u8; 32],
    /// SHA-256 of the raw body.
    #[serde(with = "crate::base64_bytes")]
    pub body_hash: [u8; 32],
}

/// The first hop of everything that is sent to an acquirer.
#[derive(Serialize, Deserialize)]
pub struct Prepare {
    /// Names the request.
    pub idempotency: Idempotency,
    /// The token, where the request has one and its body could be read.
    pub token: Option<TokenClaim>,
    /// What a new payment's card is for, where its body could be read.
    pub purpose: Option<Purpose>,
    /// The payment that is to go on with the token it holds, or to be followed up.
    pub payment: Option<AuthorizationId>,
}

/// A token as the merchant presented it.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenClaim {
    /// Its id.
    pub id: TokenId,
    /// SHA-256 of its secret.
    #[serde(with = "crate::base64_bytes")]
    pub secret_hash: [u8; 32],
    /// The session the merchant expects it to come from.
    pub session: Option<String>,
}

/// What [`Server::Prepare`] finds.
#[derive(Serialize, Deserialize)]
pub enum Prepared {
    /// This request was answered before; the same bytes again.
    Answered(Kept),
    /// It was not; `token` is there where a redeemable one was named.
    Fresh {
        /// The sealed card of a token that can be redeemed.
        token: Option<Result<Sealed, crate::Problem>>,
        /// The payment that holds it.
        held: Option<Box<HeldPayment>>,
        /// Whether the payment will wait for its shopper.
        waits: bool,
        /// The payment's acquirer; for a new one, the merchant's.
        connector: Box<Connector>,
    },
}

/// A payment that waits for its shopper, as it will be sent.
#[derive(Serialize, Deserialize)]
pub struct HeldPayment {
    /// Minor units.
    pub amount: i64,
    /// ISO 4217
    pub currency: String,
    /// When the money is taken.
    pub capture: Capture,
    /// The merchant's own name for the payment.
    pub reference: String,
    /// What the acquirer is told besides, sealed under the token.
    pub order: Sealed,
}

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// HTTP status.
    pub status: u16,
    /// The body, byte for byte.
    pub body: String,
}

/// All an authorization writes down before the acquirer is called.
#[derive(Serialize, Deserialize)]
pub struct Begin {
    /// Names the request.
    pub idempotency: Idempotency,
    /// The token to claim.
    pub token: TokenClaim,
    /// The authorization's id.
    pub authorization: AuthorizationId,
    /// The operation's id, which the acquirer will see.
    pub operation: OperationId,
    /// Asks for money, or whether the card is good.
    pub purpose: Purpose,
    /// Minor units; zero where the card is only checked.
    pub amount: i64,
    /// ISO 4217
    pub currency: String,
    /// When the money is taken.
    pub capture: Capture,
    /// The merchant's own name for the payment.
    pub reference: String,
    /// The merchant's own notes, as JSON text.
    pub metadata: Option<String>,
    /// What the acquirer is told besides, sealed under the token; only of a payment that will wait.
    pub order: Option<Sealed>,
}

/// What a card is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// A payment.
    Payment,
    /// A check for an amount of zero.
    Verification,
}

/// A payment that waited for its shopper goes on.
#[derive(Serialize, Deserialize)]
pub struct Confirm {
    /// Names the request.
    pub idempotency: Idempotency,
    /// The token it holds.
    pub token: TokenClaim,
    /// Which.
    pub authorization: AuthorizationId,
    /// The operation's id, which the acquirer will see.
    pub operation: OperationId,
}

/// A capture, a void or a refund.
#[derive(Serialize, Deserialize)]
pub struct FollowUp {
    /// Names the request.
    pub idempotency: Idempotency,
    /// Of which authorization.
    pub authorization: AuthorizationId,
    /// The operation's id, which the acquirer will see.
    pub operation: OperationId,
    /// Which of the three.
    pub kind: Kind,
    /// Minor units; `None`: all that is left.
    pub amount: Option<i64>,
}

/// What [`Server::FollowUp`] wrote.
#[derive(Serialize, Deserialize)]
pub enum FollowedUp {
    /// Nothing: a twin of this request has been answered meanwhile; the same bytes again.
    Answered(Kept),
    /// All of it is on disk; this is to be asked of the acquirer, once.
    Ask(Box<Errand>),
}

/// What [`Server::Begin`] wrote.
#[derive(Serialize, Deserialize)]
pub enum Begun {
    /// Nothing: a twin of this request has been answered meanwhile; the same bytes again.
    Answered(Kept),
    /// The payment waits for its shopper; this is its answer.
    Held(Kept),
    /// All of it is on disk; this is to be asked of the acquirer, once.
    Ask(Asked),
}
