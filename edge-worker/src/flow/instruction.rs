//! What every request begins with that has something sent to an acquirer, and how it is put to the merchant's
//! object: read once, begun once.

use crate::faults::Faults;
use crate::http::call::Call;
use crate::objects::stub::{Unanswered, Vault};
use access::{AuthorizationId, KeyHash, Mid};
use payments::api;
use payments::command::{Idempotency, Prepare, Prepared, Purpose, Server, TokenClaim};
use payments::{Problem, Request};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

/// A merchant's request to move money, or to check a card.
pub(super) struct Instruction {
    /// What it says.
    pub(super) body: Zeroizing<Vec<u8>>,
    /// Its name: it is carried out once.
    pub(super) idempotency: Idempotency,
    /// Whose it is.
    pub(super) mid: Mid,
    /// The merchant's object.
    pub(super) vault: Vault,
    /// Where a crash test stops it.
    pub(super) faults: Faults,
    key: KeyHash,
}

impl Instruction {
    /// Who asks for what, under which name for the request.
    pub(super) async fn read(call: &mut Call) -> Result<Self, Problem> {
        let faults = Faults::of(call);
        let body = call.json_body().await?;
        let key = call.secret_key()?;
        let idempotency = api::idempotency_key::read(
            call.path(),
            call.header("Idempotency-Key").as_deref(),
            &body,
        )?;
        Ok(Self {
            body,
            idempotency,
            mid: key.mid,
            vault: call.vault(key.mid)?,
            faults,
            key: key.hash,
        })
    }

    /// A stored answer, or all that the object knows of a token and of a payment.
    pub(super) async fn prepare(
        &self,
        token: Option<TokenClaim>,
        purpose: Option<Purpose>,
        payment: Option<AuthorizationId>,
    ) -> Result<Prepared, Problem> {
        let prepare = Prepare {
            idempotency: self.idempotency.clone(),
            token,
            purpose,
            payment,
        };
        let prepare = Server::Prepare(Box::new(prepare));
        Ok(self.vault.ask(&Request::Server(self.key, prepare)).await?)
    }

    /// Writes down what is about to be sent. Where the reply is lost it may have been committed: from then on
    /// no problem may say that nothing has changed.
    pub(super) async fn begin<T: DeserializeOwned>(&self, command: Server) -> Result<T, Problem> {
        match self.vault.ask(&Request::Server(self.key, command)).await {
            Ok(begun) => Ok(begun),
            Err(Unanswered::Refused(problem)) => Err(problem),
            Err(Unanswered::Lost) => Err(Problem::in_progress()),
        }
    }
}
