//! What comes after an approval: captures, voids and refunds of an authorization.
//!
//! The same two commits surround the acquirer's answer as with the authorization itself; no card is needed.

use super::settle::{self, Sent};
use crate::connectors::{Acquirer, guarded};
use crate::crypto::random;
use crate::faults::Faults;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::objects::stub::Unanswered;
use access::OperationId;
use payments::api;
use payments::command::{FollowUp, FollowedUp, Prepare, Prepared, Server};
use payments::machine::Kind;
use payments::{Problem, Request};

/// `POST /v1/authorizations/{id}/captures`
pub(crate) async fn capture(call: &mut Call, id: &str) -> Result<Answer, Problem> {
    follow_up(call, id, Kind::Capture).await
}

/// `POST /v1/authorizations/{id}/void`
pub(crate) async fn void(call: &mut Call, id: &str) -> Result<Answer, Problem> {
    follow_up(call, id, Kind::Void).await
}

/// `POST /v1/authorizations/{id}/refunds`
pub(crate) async fn refund(call: &mut Call, id: &str) -> Result<Answer, Problem> {
    follow_up(call, id, Kind::Refund).await
}

async fn follow_up(call: &mut Call, id: &str, kind: Kind) -> Result<Answer, Problem> {
    let faults = Faults::of(call);
    // 1. Who asks for what, under which name for the request.
    let body = call.json_body().await?;
    let key = call.secret_key()?;
    let idempotency = api::idempotency_key::read(
        call.path(),
        call.header("Idempotency-Key").as_deref(),
        &body,
    )?;
    let vault = call.vault(key.mid)?;
    let server = |command| Request::Server(key.hash, command);
    let authorization = super::authorizations::id(call, id);

    // 2. Read: a stored answer goes before any fault of the body. A payment stays with its acquirer.
    let prepare = Prepare {
        idempotency: idempotency.clone(),
        token: None,
        payment: Some(authorization.clone()),
    };
    let prepare = server(Server::Prepare(Box::new(prepare)));
    let connector = match vault.ask(&prepare).await? {
        Prepared::Answered(kept) => return Ok(Answer::replayed(kept)),
        Prepared::Fresh { connector, .. } => connector,
    };
    let amount = api::follow_up::read(kind, &body)?;
    let permit = guarded::admit(&connector.acquirer)?;
    let acquirer = Acquirer::open(&call.keyring, *connector).await?;

    // 3. Begin: the operation is written down as sent, where the payment has room for it.
    let operation = OperationId::new(call.mode(), random::bytes()?);
    let begin = FollowUp {
        idempotency,
        authorization: authorization.clone(),
        operation: operation.clone(),
        kind,
        amount,
    };
    let errand = match vault.ask(&server(Server::FollowUp(Box::new(begin)))).await {
        Ok(FollowedUp::Ask(errand)) => errand,
        Ok(FollowedUp::Answered(kept)) => return Ok(Answer::replayed(kept)),
        Err(Unanswered::Refused(problem)) => return Err(problem),
        // It may have been committed: from here on no problem may say that nothing has changed.
        Err(Unanswered::Lost) => return Err(Problem::in_progress()),
    };
    faults.before_call(&authorization).await;

    // 4. Ask the acquirer, and Finish.
    let sent = Sent {
        permit,
        kind,
        operation,
        authorization,
        faults,
    };
    let asking = async move { acquirer.carry_out(&errand).await };
    Ok(Answer::kept(
        settle::settle(call, vault, sent, asking).await?,
    ))
}
