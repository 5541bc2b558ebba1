//! What others see of a payment once something is known of it: its row, the answer its request is owed,
//! and an event for those who are told later.

use crate::authorization::Authorization;
use crate::command::Kept;
use crate::machine::Kind;
use crate::operation::Operation;
use crate::projection::Status;
use crate::sql::{Failure, Sql};
use crate::{answer, authorization, event, operation};
use access::{AuthorizationId, EventId, OperationId, Timestamp};

/// After something became known of an operation, and `moved` came to another state: that operation, or what
/// it undoes. Returns the answer if it was kept just now.
pub(crate) fn end(
    sql: &impl Sql,
    now: Timestamp,
    operation: &Operation,
    moved: Option<&Operation>,
    event: &EventId,
) -> Result<Option<Kept>, Failure> {
    let mut authorization = authorization::find(sql, &operation.authorization)?.ok_or(Failure)?;
    #[cfg(cardseal_check_then_act)]
    crate::token::take_late(sql, &authorization.id)?;
    let before = (authorization.status(), authorization.is_stuck());
    let operations = operation::of_authorization(sql, &authorization.id)?;
    authorization::refold(sql, &mut authorization, &operations)?;

    let body = body(&authorization, &operations)?;
    let kept = Kept {
        status: if operation.state.is_in_doubt() {
            202
        } else {
            201
        },
        body: body.clone(),
    };
    let is_first = answer::keep(sql, &operation.id, &kept)?;
    if let Some(kind) = happened(&authorization, before, moved) {
        event::record(sql, now, event, &kind, &authorization.id, body)?;
    }
    Ok(is_first.then_some(kept))
}

/// After a payment was put to wait for its shopper, under the operation it will be sent as.
pub(crate) fn hold(
    sql: &impl Sql,
    id: &AuthorizationId,
    operation: &OperationId,
) -> Result<Kept, Failure> {
    let authorization = authorization::find(sql, id)?.ok_or(Failure)?;
    let kept = Kept {
        status: 202,
        body: body(&authorization, &[])?,
    };
    answer::keep(sql, operation, &kept)?;
    Ok(kept)
}

/// After the time of a payment was over.
pub(crate) fn lapse(
    sql: &impl Sql,
    now: Timestamp,
    authorization: &mut Authorization,
    operations: &[Operation],
    event: &EventId,
) -> Result<(), Failure> {
    authorization::refold(sql, authorization, operations)?;
    let body = body(authorization, operations)?;
    let kind = ["authorization.", authorization.status().as_str()].concat();
    event::record(sql, now, event, &kind, &authorization.id, body)
}

fn body(authorization: &Authorization, operations: &[Operation]) -> Result<String, Failure> {
    serde_json::to_string(&authorization.view_with(operations)).map_err(|_| Failure)
}

/// The name of what happened: the payment stands elsewhere, or money was taken or given back, or not, or a
/// person must look.
fn happened(
    authorization: &Authorization,
    (status, was_stuck): (Status, bool),
    moved: Option<&Operation>,
) -> Option<String> {
    if authorization.status() != status {
        return Some(["authorization.", authorization.status().as_str()].concat());
    }
    let follow_up = moved.filter(|operation| {
        matches!(operation.kind, Kind::Capture | Kind::Void | Kind::Refund)
            && !operation.state.is_in_doubt()
    });
    if let Some(follow_up) = follow_up {
        return Some([follow_up.kind.as_str(), ".", follow_up.state.as_str()].concat());
    }
    (authorization.is_stuck() && !was_stuck).then(|| "authorization.stuck".to_owned())
}
