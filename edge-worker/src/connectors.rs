//! Acquirers, each spoken to in its own language. A connector translates and nothing else: what an answer
//! means for money, core decides.

mod json;
mod outbound;

use crate::crypto::credential_seal::{self, Credentials};
use crate::crypto::keyring::Keyring;
use access::{AuthorizationId, OperationId};
use card::Card;
use payments::Problem;
use payments::acquirer::{Asked, Connector, ConnectorKind, Finding};
use payments::api::authorization::Authorize;
use payments::command::DueOperation;

/// A merchant's acquirer, ready to be spoken to.
pub(crate) struct Acquirer {
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
    /// What the merchant asked for.
    pub(crate) order: Authorize,
    /// The card, wiped once the message is sent.
    pub(crate) card: Card,
}

impl Acquirer {
    /// Opens the credentials.
    pub(crate) async fn open(keyring: &Keyring, connector: Connector) -> Result<Self, Problem> {
        let credentials =
            credential_seal::open(keyring, &connector.acquirer, &connector.credentials).await?;
        Ok(Self {
            kind: connector.kind,
            url: connector.url,
            credentials,
        })
    }

    /// Asks for the money.
    pub(crate) async fn authorize(&self, sale: Sale) -> Finding {
        match self.kind {
            ConnectorKind::Json => json::authorize(self, sale).await,
        }
    }

    /// Asks what became of an operation.
    pub(crate) async fn inquire(&self, asked: &Asked) -> Finding {
        match self.kind {
            ConnectorKind::Json => json::inquire(self, asked).await,
        }
    }

    /// Undoes an operation; repeated unchanged until it is acknowledged.
    pub(crate) async fn reverse(&self, reversal: &DueOperation, original: &OperationId) -> Finding {
        match self.kind {
            ConnectorKind::Json => json::reverse(self, reversal, original).await,
        }
    }
}
