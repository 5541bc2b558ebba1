//! What comes after an approval: captures, voids and refunds of an authorization.
//!
//! The same two commits surround the acquirer's answer as with the authorization itself; no card is needed.

use super::instruction::Instruction;
use super::settle::{self, Sent};
use crate::connectors::{Acquirer, guarded};
use crate::crypto::random;
use crate::http::answer::Answer;
use crate::http::call::Call;
use access::OperationId;
use payments::Problem;
use payments::api;
use payments::command::{FollowUp, FollowedUp, Prepared, Server};
use payments::machine::Kind;

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
    // 1. Who asks for what, under which name for the request.
    let instruction = Instruction::read(call).await?;
    let authorization = super::authorizations::id(call, id);

    // 2. Read: a stored answer goes before any fault of the body. A payment stays with its acquirer.
    let payment = Some(authorization.clone());
    let connector = match instruction.prepare(None, None, payment).await? {
        Prepared::Answered(kept) => return Ok(Answer::replayed(kept)),
        Prepared::Fresh { connector, .. } => connector,
    };
    let amount = api::follow_up::read(kind, &instruction.body)?;
    let permit = guarded::admit(&connector.acquirer)?;
    let acquirer = Acquirer::open(&call.keyring, *connector).await?;

    // 3. Begin: the operation is written down as sent, where the payment has room for it.
    let operation = OperationId::new(call.mode(), random::bytes()?);
    let begin = FollowUp {
        idempotency: instruction.idempotency.clone(),
        authorization: authorization.clone(),
        operation: operation.clone(),
        kind,
        amount,
    };
    let errand = match instruction.begin(Server::FollowUp(Box::new(begin))).await? {
        FollowedUp::Ask(errand) => errand,
        FollowedUp::Answered(kept) => return Ok(Answer::replayed(kept)),
    };
    let Instruction { vault, faults, .. } = instruction;
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
