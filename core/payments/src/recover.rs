//! What the object does by itself: settle what is in doubt, wipe what is over.

use crate::acquirer::Connector;
use crate::command::{Due, Errand, Step};
use crate::machine::Kind;
use crate::operation::Operation;
use crate::sql::{Failure, Sql};
use crate::terms::Capability;
use crate::timing::HOUSEKEEPING;
use crate::{answer, authorization, connector, lapse, operation, token};
use access::{EventId, Timestamp};

/// Housekeeping, and the operations that are due.
pub(crate) fn tick(sql: &impl Sql, now: Timestamp, events: &[EventId]) -> Result<Due, Failure> {
    lapse::sweep(sql, now, events)?;
    token::sweep(sql, now)?;
    answer::sweep(sql, now)?;
    let mut due = Due {
        errands: Vec::new(),
        connectors: Vec::new(),
    };
    for operation in operation::due(sql, now)? {
        due.errands
            .push(errand(sql, &operation, &mut due.connectors)?);
    }
    Ok(due)
}

/// The next moment the object must look again: money to the millisecond, housekeeping once a minute.
pub(crate) fn wake(sql: &impl Sql, now: Timestamp) -> Result<Option<Timestamp>, Failure> {
    let chores = [
        token::next_end(sql)?,
        answer::next_end(sql)?,
        authorization::next_end(sql)?,
    ];
    let chores = chores
        .into_iter()
        .flatten()
        .map(|at| at.max(now.plus(HOUSEKEEPING)));
    Ok(chores.chain(operation::next_due(sql, now)?).min())
}

/// What is to be asked about an operation, of the acquirer its payment is with.
fn errand(
    sql: &impl Sql,
    operation: &Operation,
    connectors: &mut Vec<Connector>,
) -> Result<Errand, Failure> {
    let of = authorization::find(sql, &operation.authorization)?.ok_or(Failure)?;
    if !connectors.iter().any(|one| one.acquirer == of.acquirer) {
        connectors.push(connector::named(sql, &of.acquirer)?.ok_or(Failure)?);
    }
    let can_ask = connectors
        .iter()
        .find(|one| one.acquirer == of.acquirer)
        .is_some_and(|one| one.terms.include(Capability::Inquiry));
    let step = match (operation.kind, &operation.original) {
        (Kind::Reversal, Some(original)) => Step::Send {
            original: original.clone(),
        },
        _ if can_ask => Step::Inquire,
        _ => Step::CannotAsk,
    };
    Ok(Errand {
        step,
        asked: operation.asked(&of.currency),
        authorization: of.id,
        reference: of.reference,
        acquirer: of.acquirer,
    })
}
