//! Answers given are answers kept: the row of an Idempotency-Key.
//!
//! A row is written with the first commit of its request, still without an answer; the commit that
//! settles the operation writes the bytes. The hash outlives the bytes, so that a key that was used
//! never charges a second time.

use crate::command::{Idempotency, Kept};
use crate::recover::{ROWS_AT_ONCE, is_full};
use crate::sql::{Failure, Sql, bind};
use crate::timing::ANSWER_KEPT;
use crate::{Code, Problem};
use access::{OperationId, Timestamp};

pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS answer (
    scope BLOB PRIMARY KEY,
    body_hash BLOB NOT NULL,
    operation TEXT NOT NULL,
    created INTEGER NOT NULL,
    status INTEGER,
    body TEXT
) STRICT, WITHOUT ROWID";

pub(crate) const INDEXES: [&str; 2] = [
    "CREATE UNIQUE INDEX IF NOT EXISTS answer_of_operation ON answer (operation)",
    "CREATE INDEX IF NOT EXISTS answer_kept ON answer (created) WHERE body IS NOT NULL",
];

/// The kept answer of a request, where it was seen before.
pub(crate) fn find(
    sql: &impl Sql,
    now: Timestamp,
    request: &Idempotency,
) -> Result<Option<Kept>, Problem> {
    let rows = sql.query(
        "SELECT body_hash, created, status, body FROM answer WHERE scope = ?",
        bind![&request.scope],
    )?;
    let Some(mut row) = rows.into_iter().next() else {
        return Ok(None);
    };
    if row.blob()? != request.body_hash {
        return Err(Code::IdempotencyKeyReused.into());
    }
    let created = Timestamp::from_millis(row.integer()?);
    match (row.optional_integer()?, row.optional_text()?) {
        (Some(_), _) if now >= created.plus(ANSWER_KEPT) => Err(Code::IdempotencyKeyExpired.into()),
        (Some(status), Some(body)) => {
            let status = u16::try_from(status).map_err(|_| Failure)?;
            Ok(Some(Kept { status, body }))
        }
        (Some(_), None) => Err(Code::IdempotencyKeyExpired.into()),
        (None, _) => Err(Problem::in_progress()),
    }
}

/// Opens the row of a request that is about to act.
pub(crate) fn open(
    sql: &impl Sql,
    now: Timestamp,
    request: &Idempotency,
    operation: &OperationId,
) -> Result<(), Failure> {
    sql.query(
        "INSERT INTO answer (scope, body_hash, operation, created) VALUES (?, ?, ?, ?)",
        bind![&request.scope, &request.body_hash, operation.as_str(), now],
    )?;
    Ok(())
}

/// Writes the answer of an operation's request, unless it has one: the first answer is the answer.
/// Returns whether it was written.
pub(crate) fn keep(sql: &impl Sql, operation: &OperationId, kept: &Kept) -> Result<bool, Failure> {
    let written = sql.query(
        "UPDATE answer SET status = ?, body = ? WHERE operation = ? AND status IS NULL RETURNING 1",
        bind![
            i64::from(kept.status),
            kept.body.as_str(),
            operation.as_str()
        ],
    )?;
    Ok(!written.is_empty())
}

/// The answer of an operation's request, once it has one.
pub(crate) fn of_operation(
    sql: &impl Sql,
    operation: &OperationId,
) -> Result<Option<Kept>, Failure> {
    let rows = sql.query(
        "SELECT status, body FROM answer WHERE operation = ? AND status IS NOT NULL AND body IS NOT NULL",
        bind![operation.as_str()],
    )?;
    let Some(mut row) = rows.into_iter().next() else {
        return Ok(None);
    };
    let status = u16::try_from(row.integer()?).map_err(|_| Failure)?;
    Ok(Some(Kept {
        status,
        body: row.text()?,
    }))
}

/// Drops the bytes of answers that need not be kept any longer, a batch of them; their hashes stay. Returns
/// whether the batch was full.
pub(crate) fn sweep(sql: &impl Sql, now: Timestamp) -> Result<bool, Failure> {
    let dropped = sql.query(
        "UPDATE answer SET body = NULL
         WHERE scope IN (SELECT scope FROM answer WHERE body IS NOT NULL AND created <= ?
            ORDER BY created LIMIT ?)
         RETURNING 1",
        bind![now.plus(-ANSWER_KEPT), ROWS_AT_ONCE],
    )?;
    Ok(is_full(&dropped))
}

/// When the next answer's bytes need not be kept any longer.
pub(crate) fn next_end(sql: &impl Sql) -> Result<Option<Timestamp>, Failure> {
    let mut rows = sql.query(
        "SELECT MIN(created) FROM answer WHERE body IS NOT NULL",
        bind![],
    )?;
    let at = rows.pop().ok_or(Failure)?.optional_integer()?;
    Ok(at.map(|at| Timestamp::from_millis(at).plus(ANSWER_KEPT)))
}
