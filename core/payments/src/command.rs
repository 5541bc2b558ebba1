//! What the worker may ask of a merchant's object, sorted by who asks, and what it gets back.
//!
//! The two live in different isolates and speak JSON; these types are both ends of that.

mod operator;
mod server;
mod settling;

pub use operator::{Gauges, Operator, Settings};
pub use server::{
    Begin, Begun, Confirm, FollowUp, FollowedUp, HeldPayment, Idempotency, Kept,
    ListAuthorizations, Prepare, Prepared, Purpose, Server, TokenClaim,
};
pub use settling::{Alarm, Due, Errand, Finish, Fresh, Recovered, Step, Stuck, Worker};

use crate::acquirer::Sealed;
use crate::view::{
    AuthorizationList, AuthorizationView, CardFacts, MerchantView, SessionView, TokenView,
};
use access::{KeyHash, Timestamp, TokenId};
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
    Recovered(Recovered),
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
