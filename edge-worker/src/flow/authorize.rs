//! A token becomes one authorization: `POST /v1/authorizations`, and `POST /v1/verifications` for an amount
//! of zero.
//!
//! Two commits surround the acquirer's answer. After the first (Begin) the token is spent and the
//! operation is written down as sent, so that whatever breaks, nothing is ever sent twice and nothing is
//! forgotten. The second (Finish) keeps the answer. What breaks in between, the object's alarm settles.

use super::instruction::Instruction;
use super::settle::{self, Sent};
use crate::connectors::{Acquirer, Sale, guarded};
use crate::crypto::{card_seal, order_seal, random};
use crate::http::answer::Answer;
use crate::http::call::Call;
use access::{AuthorizationId, Mode, OperationId};
use payments::api;
use payments::api::authorization::Authorize;
use payments::command::{Begin, Begun, Prepared, Purpose, Server, TokenClaim};
use payments::{Code, Problem};

/// `POST /v1/authorizations`
pub(crate) async fn authorize(call: &mut Call) -> Result<Answer, Problem> {
    redeem(call, api::authorization::read).await
}

/// `POST /v1/verifications`
pub(crate) async fn verify(call: &mut Call) -> Result<Answer, Problem> {
    redeem(call, api::authorization::read_verification).await
}

async fn redeem(
    call: &mut Call,
    read: fn(&[u8], Mode) -> Result<Authorize, Problem>,
) -> Result<Answer, Problem> {
    // 1. Who asks for what, under which name for the request.
    let instruction = Instruction::read(call).await?;
    let order = read(&instruction.body, call.mode());

    // 2. Read: the key, a stored answer, the token. A stored answer goes before any fault of the body.
    let claim = order.as_ref().ok().and_then(claim);
    let purpose = order.as_ref().ok().map(|order| order.purpose);
    let (found, waits, connector) = match instruction.prepare(claim.clone(), purpose, None).await? {
        Prepared::Answered(kept) => return Ok(Answer::replayed(kept)),
        Prepared::Fresh {
            token,
            waits,
            connector,
            ..
        } => (token, waits, connector),
    };
    let order = order?;
    let (Some(token), Some(claim)) = (&order.token, claim) else {
        return Err(Code::NotFound.into());
    };
    let sealed = found.ok_or(Code::NotFound)??;
    // An acquirer that is dead or full is not asked: nothing is written, and the token lives.
    let permit = guarded::admit(&connector.acquirer)?;

    // 3. Open the card and the acquirer's credentials. A row that was swapped fails here, and the token
    //    still lives.
    let mid = instruction.mid;
    let card = card_seal::open(&call.keyring, mid, token, &sealed)
        .await
        .map_err(|_| Code::NotFound)?;
    let acquirer = Acquirer::open(&call.keyring, *connector).await?;
    // Who waits for the shopper will need the order again, and only the token's secret may open it.
    let held_order = if waits {
        Some(order_seal::seal(&call.keyring, mid, token, &order.besides).await?)
    } else {
        None
    };

    // 4. Begin: token claimed, card wiped, operation written down as sent; or nothing of it.
    let begin = Begin {
        idempotency: instruction.idempotency.clone(),
        token: claim,
        authorization: AuthorizationId::new(call.mode(), random::bytes()?),
        operation: OperationId::new(call.mode(), random::bytes()?),
        purpose: order.purpose,
        amount: order.amount,
        currency: order.currency.as_str().to_owned(),
        capture: order.capture,
        reference: order.reference.clone(),
        metadata: order.metadata.clone(),
        order: held_order,
    };
    let (authorization, operation) = (begin.authorization.clone(), begin.operation.clone());
    let asked = match instruction.begin(Server::Begin(Box::new(begin))).await? {
        Begun::Ask(asked) => asked,
        Begun::Answered(kept) => return Ok(Answer::replayed(kept)),
        Begun::Held(kept) => return Ok(Answer::kept(kept)),
    };
    let Instruction { vault, faults, .. } = instruction;
    faults.before_call(&authorization).await;

    // 5. Ask the acquirer, and Finish: keep what it said, or that it did not answer in time.
    let kind = asked.kind;
    let sale = Sale {
        asked,
        authorization: authorization.clone(),
        capture: (order.purpose == Purpose::Payment).then_some(order.capture),
        reference: order.reference,
        besides: order.besides,
        card,
    };
    let sent = Sent {
        permit,
        kind,
        operation,
        authorization,
        faults,
    };
    let kept = settle::settle(
        call,
        vault,
        sent,
        async move { acquirer.authorize(sale).await },
    )
    .await?;

    // 6. The answer that was kept is the answer that is given.
    Ok(Answer::kept(kept))
}

/// What the object needs to find and claim the token; the secret itself stays here.
fn claim(order: &Authorize) -> Option<TokenClaim> {
    let token = order.token.as_ref()?;
    Some(TokenClaim {
        id: token.id.clone(),
        secret_hash: token.secret.hash(),
        session: order.session.clone(),
    })
}
