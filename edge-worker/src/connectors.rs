//! Acquirers, each spoken to in its own language. A connector translates and nothing else: what an answer
//! means for money, core decides.

pub(crate) mod guarded;
mod json;
mod outbound;

use crate::crypto::credential_seal::{self, Credentials};
use crate::crypto::keyring::Keyring;
use access::AuthorizationId;
use card::Card;
use payments::Problem;
use payments::acquirer::{Asked, Connector, ConnectorKind, Finding};
use payments::api::authorization::Besides;
use payments::command::{Errand, Step};
use payments::machine::Capture;

/// A merchant's acquirer, ready to be spoken to.
pub(crate) struct Acquirer {
    /// The operator's name of it.
    pub(crate) name: String,
    kind: ConnectorKind,
    url: String,
    credentials: Credentials,
}

/// All an acquirer is told of an authorization.
pub(crate) struct Sale {
    /// What the answer is held against.
    pub(crate) asked: Asked,
    /// The authorization it belongs to.
    pub(crate) authorization: AuthorizationId,
    /// When the money is taken; `None` where the card is only checked.
    pub(crate) capture: Option<Capture>,
    /// The merchant's own name for the payment.
    pub(crate) reference: String,
    /// What the acquirer is told besides.
    pub(crate) besides: Besides,
    /// The card, wiped once the message is sent.
    pub(crate) card: Card,
}

impl Acquirer {
    /// Opens the credentials.
    pub(crate) async fn open(keyring: &Keyring, connector: Connector) -> Result<Self, Problem> {
        let credentials =
            credential_seal::open(keyring, &connector.acquirer, &connector.credentials).await?;
        Ok(Self {
            name: connector.acquirer,
            kind: connector.kind,
            url: connector.url,
            credentials,
        })
    }

    /// Asks for the money, or whether the card is good.
    pub(crate) async fn authorize(&self, sale: Sale) -> Finding {
        match self.kind {
            ConnectorKind::Json => json::authorize(self, sale).await,
        }
    }

    /// Asks what became of an operation, or has it follow or undo another.
    pub(crate) async fn carry_out(&self, errand: &Errand) -> Finding {
        match (&errand.step, self.kind) {
            (Step::CannotAsk, _) => Finding::CannotAsk,
            (Step::Inquire, ConnectorKind::Json) => json::inquire(self, &errand.asked).await,
            (Step::Send { original }, ConnectorKind::Json) => {
                json::follow_up(self, errand, original).await
            }
        }
    }
}
