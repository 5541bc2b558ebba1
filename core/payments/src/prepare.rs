//! The first hop of an authorization: all it needs, in the order answers are owed.

use crate::command::{Prepare, Prepared, Settings};
use crate::sql::Sql;
use crate::{Problem, answer, token};
use access::Timestamp;

/// Reads the kept answer, or the token and the acquirer; writes nothing.
///
/// An answer given before comes before anything said of the token, so that a repeated request is
/// answered alike whatever has happened since.
pub(crate) fn prepare(
    sql: &impl Sql,
    now: Timestamp,
    settings: Settings,
    request: &Prepare,
) -> Result<Prepared, Problem> {
    if let Some(kept) = answer::find(sql, now, &request.idempotency)? {
        return Ok(Prepared::Answered(kept));
    }
    let token = request
        .token
        .as_ref()
        .map(|claim| token::redeemable(sql, now, claim));
    Ok(Prepared::Fresh {
        token,
        connector: Box::new(settings.connector),
    })
}
