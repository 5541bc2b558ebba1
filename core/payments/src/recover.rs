//! What the object does by itself: settle what is in doubt, wipe what is over.

use crate::command::{Due, Errand, Step};
use crate::machine::Kind;
use crate::operation::Operation;
use crate::sql::{Failure, Sql};
use crate::terms::Capability;
use crate::timing::HOUSEKEEPING;
use crate::{answer, authorization, lapse, operation, settings, token};
use access::{EventId, Timestamp};

/// Housekeeping, and the operations that are due.
pub(crate) fn tick(sql: &impl Sql, now: Timestamp, events: &[EventId]) -> Result<Due, Failure> {
    lapse::sweep(sql, now, events)?;
    token::sweep(sql, now)?;
    answer::sweep(sql, now)?;
    let connector = settings::connector(sql)?;
    let can_ask = connector
        .as_ref()
        .is_none_or(|connector| connector.terms.include(Capability::Inquiry));
    let due = operation::due(sql, now)?;
    let errands = due.iter().map(|operation| errand(sql, operation, can_ask));
    Ok(Due {
        errands: errands.collect::<Result<_, _>>()?,
        connector: connector.map(Box::new),
    })
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
    Ok(chores.chain(operation::next_due(sql)?).min())
}

fn errand(sql: &impl Sql, operation: &Operation, can_ask: bool) -> Result<Errand, Failure> {
    let authorization = authorization::find(sql, &operation.authorization)?.ok_or(Failure)?;
    let step = match (operation.kind, &operation.original) {
        (Kind::Reversal, Some(original)) => Step::Send {
            original: original.clone(),
        },
        _ if can_ask => Step::Inquire,
        _ => Step::CannotAsk,
    };
    Ok(Errand {
        step,
        asked: operation.asked(&authorization.currency),
        authorization: authorization.id,
        reference: authorization.reference,
    })
}
