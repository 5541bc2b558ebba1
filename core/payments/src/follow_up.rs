//! Captures, voids and refunds: what is about to be sent is written down, if the payment has room for it.

use crate::command::{Errand, FollowUp, FollowedUp, Outcome, Reply, Step};
use crate::operation::Operation;
use crate::sql::{Failure, Sql};
use crate::view::Object;
use crate::{Code, Problem, answer, authorization, connector, operation, room};
use access::Timestamp;

/// Commits the operation as `sent`. Only then may the acquirer be called.
pub(crate) fn begin(sql: &impl Sql, now: Timestamp, request: FollowUp) -> Result<Outcome, Problem> {
    if let Some(kept) = answer::find(sql, now, &request.idempotency)? {
        return Ok(Outcome::of(Reply::FollowedUp(FollowedUp::Answered(kept))));
    }
    let of = authorization::find(sql, &request.authorization)?
        .filter(|found| found.object() == Object::Authorization)
        .ok_or(Code::NotFound)?;
    let operations = operation::of_authorization(sql, &of.id)?;
    let connector = connector::named(sql, &of.acquirer)?.ok_or(Failure)?;
    let amount = room::amount_of(
        request.kind,
        request.amount,
        &of.payment(),
        &operations,
        &connector.terms,
        now,
    )?;
    let original = operations
        .first()
        .ok_or(Code::InvalidTransition)?
        .id
        .clone();
    answer::open(sql, now, &request.idempotency, &request.operation)?;
    let operation = Operation {
        original: Some(original.clone()),
        ..Operation::new(
            request.operation,
            request.authorization,
            request.kind,
            amount,
            now,
        )
    };
    operation::insert(sql, &operation)?;
    let errand = Errand {
        step: Step::Send { original },
        asked: operation.asked(&of.currency),
        authorization: of.id,
        reference: of.reference,
        acquirer: of.acquirer,
    };
    Ok(Outcome {
        reply: Reply::FollowedUp(FollowedUp::Ask(Box::new(errand))),
        wake: operation.due,
    })
}
