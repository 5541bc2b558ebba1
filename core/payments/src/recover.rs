//! What the object does by itself: settle what is in doubt, wipe what is over.

use crate::acquirer::Connector;
use crate::command::{Due, Errand, Step};
use crate::machine::Kind;
use crate::operation::Operation;
use crate::sql::{Failure, Row, Sql};
use crate::terms::Capability;
use crate::timing::{HOUSEKEEPING, NEXT_BATCH};
use crate::{answer, authorization, connector, lapse, operation, token};
use access::{EventId, Timestamp};

/// Housekeeping takes at most so many rows of a kind at once: every payment of the merchant waits meanwhile.
pub(crate) const ROWS_AT_ONCE: i64 = 1_000;

/// Whether these are all the rows of a batch, so that there may be more.
pub(crate) fn is_full(rows: &[Row]) -> bool {
    i64::try_from(rows.len()).is_ok_and(|rows| rows >= ROWS_AT_ONCE)
}

/// A batch of housekeeping, and the operations that are due; with when the next batch is, where there is one.
pub(crate) fn tick(
    sql: &impl Sql,
    now: Timestamp,
    events: &[EventId],
) -> Result<(Due, Option<Timestamp>), Failure> {
    let more = [
        lapse::sweep(sql, now, events)?,
        token::sweep(sql, now)?,
        answer::sweep(sql, now)?,
    ];
    let mut due = Due {
        errands: Vec::new(),
        connectors: Vec::new(),
    };
    for operation in operation::due(sql, now)? {
        due.errands
            .push(errand(sql, &operation, &mut due.connectors)?);
    }
    let next_batch = more.contains(&true).then(|| now.plus(NEXT_BATCH));
    Ok((due, next_batch))
}

/// The next moment the object must look again: money to the millisecond, housekeeping once a minute.
pub(crate) fn wake(sql: &impl Sql, now: Timestamp) -> Result<Option<Timestamp>, Failure> {
    let chores = [
        token::next_end(sql)?,
        answer::next_end(sql)?,
        lapse::next_end(sql)?,
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
