//! A payment that waited for its shopper goes on: `POST /v1/authorizations/{id}/confirm`.
//!
//! The merchant's server brings the token again, since only its secret opens the card.

use super::instruction::Instruction;
use super::settle::{self, Sent};
use crate::connectors::{Acquirer, Sale, guarded};
use crate::crypto::{card_seal, order_seal, random};
use crate::http::answer::Answer;
use crate::http::call::Call;
use access::OperationId;
use payments::api;
use payments::command::{Begun, Confirm, Prepared, Server, TokenClaim};
use payments::{Code, Problem};

/// `POST /v1/authorizations/{id}/confirm`
pub(crate) async fn confirm(call: &mut Call, id: &str) -> Result<Answer, Problem> {
    // 1. Who asks for what, under which name for the request.
    let instruction = Instruction::read(call).await?;
    let token = api::follow_up::read_confirmation(&instruction.body, call.mode());
    let authorization = super::authorizations::id(call, id);

    // 2. Read: a stored answer, the token this payment holds, what was ordered.
    let claim = token.as_ref().ok().and_then(Option::as_ref);
    let claim = claim.map(|token| TokenClaim {
        id: token.id.clone(),
        secret_hash: token.secret.hash(),
        session: None,
    });
    let payment = Some(authorization.clone());
    let (found, held, connector) = match instruction.prepare(claim.clone(), None, payment).await? {
        Prepared::Answered(kept) => return Ok(Answer::replayed(kept)),
        Prepared::Fresh {
            token,
            held,
            connector,
            ..
        } => (token, held, connector),
    };
    let (Some(token), Some(claim)) = (token?, claim) else {
        return Err(Code::NotFound.into());
    };
    let sealed = found.ok_or(Code::NotFound)??;
    let held = held.ok_or(Code::InvalidTransition)?;
    let permit = guarded::admit(&connector.acquirer)?;

    // 3. Open the card and the acquirer's credentials.
    let mid = instruction.mid;
    let card = card_seal::open(&call.keyring, mid, &token, &sealed)
        .await
        .map_err(|_| Code::NotFound)?;
    let besides = order_seal::open(&call.keyring, mid, &token, &held.order)
        .await
        .map_err(|_| Code::NotFound)?;
    let acquirer = Acquirer::open(&call.keyring, *connector).await?;

    // 4. Begin: token claimed, card wiped, operation written down as sent; or nothing of it.
    let operation = OperationId::new(call.mode(), random::bytes()?);
    let confirm = Confirm {
        idempotency: instruction.idempotency.clone(),
        token: claim,
        authorization: authorization.clone(),
        operation: operation.clone(),
    };
    let asked = match instruction
        .begin(Server::Confirm(Box::new(confirm)))
        .await?
    {
        Begun::Ask(asked) => asked,
        Begun::Answered(kept) | Begun::Held(kept) => return Ok(Answer::replayed(kept)),
    };
    let Instruction { vault, faults, .. } = instruction;
    faults.before_call(&authorization).await;

    // 5. Ask the acquirer, and Finish.
    let kind = asked.kind;
    let sale = Sale {
        asked,
        authorization: authorization.clone(),
        capture: Some(held.capture),
        reference: held.reference,
        besides,
        card,
    };
    let sent = Sent {
        permit,
        kind,
        operation,
        authorization,
        faults,
    };
    let asking = async move { acquirer.authorize(sale).await };
    Ok(Answer::kept(
        settle::settle(call, vault, sent, asking).await?,
    ))
}
