//! Tokens that are over: their cards are wiped, and in the end they are forgotten.

use crate::recover::{ROWS_AT_ONCE, is_full};
use crate::sql::{Failure, Sql, bind};
use access::Timestamp;

/// Wipes the cards of tokens that are over and forgets tokens nobody may ask for any more, a batch of each.
/// Returns whether a batch was full.
pub(crate) fn sweep(sql: &impl Sql, now: Timestamp) -> Result<bool, Failure> {
    let wiped = sql.query(
        "UPDATE token SET state = 'expired', sealed = NULL, sealed_kek = NULL
         WHERE id IN (SELECT id FROM token WHERE state IN ('live', 'held') AND expires_at <= ?
            ORDER BY expires_at LIMIT ?)
         RETURNING 1",
        bind![now, ROWS_AT_ONCE],
    )?;
    let forgotten = sql.query(
        "DELETE FROM token
         WHERE id IN (SELECT id FROM token WHERE remembered_until <= ?
            ORDER BY remembered_until LIMIT ?)
         RETURNING 1",
        bind![now, ROWS_AT_ONCE],
    )?;
    Ok(is_full(&wiped) || is_full(&forgotten))
}

/// When the next token ends or may be forgotten.
pub(crate) fn next_end(sql: &impl Sql) -> Result<Option<Timestamp>, Failure> {
    let mut rows = sql.query(
        "SELECT MIN(at) FROM (
            SELECT MIN(expires_at) AS at FROM token WHERE state IN ('live', 'held')
            UNION ALL SELECT MIN(remembered_until) FROM token)",
        bind![],
    )?;
    let at = rows.pop().ok_or(Failure)?.optional_integer()?;
    Ok(at.map(Timestamp::from_millis))
}
