//! What the worker may ask of a merchant's object, sorted by who asks, and what it gets back.
//!
//! The two live in different isolates and speak JSON; these types are both ends of that.

use crate::acquirer::{Asked, Connector, Finding, Sealed};
use crate::machine::{Authentication, Capture, Kind};
use crate::projection::Status;
use crate::view::{
    AuthorizationList, AuthorizationView, CardFacts, MerchantView, Object, SessionView, TokenView,
};
use access::{AuthorizationId, EventId, KeyHash, OperationId, Timestamp, TokenId};
use serde::{Deserialize, Serialize};

/// One command and who gives it.
#[derive(Serialize, Deserialize)]
pub enum Request {
    /// The operator, by the admin key the worker has verified.
    Operator(Operator),
    /// The card frame or a merchant's page, by a session or publishable key the worker has verified.
    Browser(Browser),
    /// The merchant's server; the key is verified here, where it can be revoked at once.
    Server(KeyHash, Server),
    /// The worker, going on with an operation it began.
    Worker(Worker),
    /// The object itself, from its alarm.
    Alarm(Alarm),
}

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
    /// Its acquirer.
    pub connector: Connector,
}

/// Commands on behalf of a browser.
#[derive(Serialize, Deserialize)]
pub enum Browser {
    /// May this page show the card form, unasked by its server? → [`Done`]
    OpenFrame {
        /// The page's origin.
        origin: String,
    },
    /// T1: keeps a sealed card under a new token. → [`Issued`]
    IssueToken(Box<NewToken>),
}

/// A token to be issued. What it says of the card is what anyone may know.
#[derive(Serialize, Deserialize)]
pub struct NewToken {
    /// Its id.
    pub id: TokenId,
    /// SHA-256 of its secret.
    #[serde(with = "crate::base64_bytes")]
    pub secret_hash: [u8; 32],
    /// The session's id.
    pub session: String,
    /// When the session's last possible renewal has passed.
    pub session_last_end: Timestamp,
    /// The envelope's own id; unique within the session.
    pub jti: String,
    /// The session's amount cap in minor units of `cap_currency`.
    pub cap: Option<i64>,
    /// The currency of the cap.
    pub cap_currency: Option<String>,
    /// PAN and security code under the token's own key.
    pub sealed: Sealed,
    /// What anyone may know of the card.
    pub card: CardFacts,
    /// Whether a merchant's server made the session and a browser named its page: both are known, not
    /// only said.
    pub attested: bool,
}

/// Commands of the merchant's server.
#[derive(Serialize, Deserialize)]
pub enum Server {
    /// May this origin show the card form? → [`Done`]
    OpenSession {
        /// The origin of the page that will show the form.
        origin: String,
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
    /// What the acquirer is told besides, as the worker wrote it.
    pub order: String,
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
    /// What the acquirer is told besides; kept only while a payment waits for its shopper.
    pub order: String,
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

/// The worker's commands.
#[derive(Serialize, Deserialize)]
pub enum Worker {
    /// T3: what became of an operation. → [`Kept`], the answer for its request
    Finish(Box<Finish>),
}

/// The end of an operation, or that none could be had.
#[derive(Serialize, Deserialize)]
pub struct Finish {
    /// The operation.
    pub operation: OperationId,
    /// What is held to be true of it.
    pub finding: Finding,
    /// Fresh ids for what this may write.
    pub fresh: Fresh,
}

/// Fresh ids for rows a transition may write.
#[derive(Serialize, Deserialize)]
pub struct Fresh {
    /// For an event.
    pub event: EventId,
    /// For a reversal.
    pub operation: OperationId,
}

/// The object's own commands.
#[derive(Serialize, Deserialize)]
pub enum Alarm {
    /// Housekeeping, and which operations are due. → [`Due`]
    Tick {
        /// Fresh ids; one is used for each payment whose time is over.
        events: Vec<EventId>,
    },
    /// What the acquirer said of one that was due. → [`Done`]
    Recovered(Box<Finish>),
}

/// What an alarm has to do.
#[derive(Serialize, Deserialize)]
pub struct Due {
    /// At most twenty, longest overdue first.
    pub errands: Vec<Errand>,
    /// The acquirers they are with.
    pub connectors: Vec<Connector>,
}

/// One thing to ask of an acquirer about an operation.
#[derive(Serialize, Deserialize)]
pub struct Errand {
    /// What to ask.
    pub step: Step,
    /// What the answer is held against.
    pub asked: Asked,
    /// The authorization it belongs to.
    pub authorization: AuthorizationId,
    /// The authorization's reference.
    pub reference: String,
    /// The acquirer it is with.
    pub acquirer: String,
}

/// What to ask of the acquirer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// What became of it?
    Inquire,
    /// Nothing: this acquirer cannot say.
    CannotAsk,
    /// Capture, void, refund or undo `original`.
    Send {
        /// The authorizing operation; of a reversal, what is undone.
        original: OperationId,
    },
}

/// The worker asked for something that has no other answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

/// A token was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A reply; the worker reads it as the type its command names.
#[derive(Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "each variant is the type it wraps")]
pub enum Reply {
    Done(Done),
    Merchant(MerchantView),
    Gauges(Gauges),
    Issued(Issued),
    Session(SessionView),
    Token(TokenView),
    Prepared(Prepared),
    Begun(Begun),
    FollowedUp(FollowedUp),
    Kept(Kept),
    Authorization(AuthorizationView),
    Authorizations(AuthorizationList),
    Due(Due),
}

/// What a command leaves behind: its reply, and the next moment the object must look again by itself.
pub struct Outcome {
    /// The reply.
    pub reply: Reply,
    /// When an alarm must be armed for, at the latest; `None`: this command added nothing to wait for.
    pub wake: Option<Timestamp>,
}

impl Outcome {
    /// A reply that leaves nothing to wait for.
    pub(crate) fn of(reply: Reply) -> Self {
        Self { reply, wake: None }
    }

    /// A reply after which the object must look again.
    pub(crate) fn waking(reply: Reply, wake: Timestamp) -> Self {
        Self {
            reply,
            wake: Some(wake),
        }
    }
}
