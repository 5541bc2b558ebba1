//! What the object does by itself: settle what is in doubt, wipe what is over.

use crate::acquirer::Asked;
use crate::command::{Due, DueOperation, Step};
use crate::machine::Kind;
use crate::operation::Operation;
use crate::sql::{Failure, Sql};
use crate::timing::HOUSEKEEPING;
use crate::{answer, authorization, operation, settings, token};
use access::Timestamp;

/// Housekeeping, and the operations that are due.
pub(crate) fn tick(sql: &impl Sql, now: Timestamp) -> Result<Due, Failure> {
    token::sweep(sql, now)?;
    answer::sweep(sql, now)?;
    let due = operation::due(sql, now)?;
    let operations = due.iter().map(|operation| describe(sql, operation));
    Ok(Due {
        operations: operations.collect::<Result<_, _>>()?,
        connector: settings::connector(sql)?.map(Box::new),
    })
}

/// The next moment the object must look again: money to the millisecond, housekeeping once a minute.
pub(crate) fn wake(sql: &impl Sql, now: Timestamp) -> Result<Option<Timestamp>, Failure> {
    let chores = [token::next_end(sql)?, answer::next_end(sql)?];
    let chores = chores
        .into_iter()
        .flatten()
        .map(|at| at.max(now.plus(HOUSEKEEPING)));
    Ok(chores.chain(operation::next_due(sql)?).min())
}

fn describe(sql: &impl Sql, operation: &Operation) -> Result<DueOperation, Failure> {
    let authorization = authorization::find(sql, &operation.authorization)?.ok_or(Failure)?;
    let step = match (operation.kind, &operation.original) {
        (Kind::Reversal, Some(original)) => Step::Reverse {
            original: original.clone(),
        },
        _ => Step::Inquire,
    };
    Ok(DueOperation {
        step,
        asked: Asked {
            operation: operation.id.as_str().to_owned(),
            kind: operation.kind,
            amount: operation.amount,
            currency: authorization.currency,
        },
        authorization: authorization.id,
        reference: authorization.reference,
    })
}
