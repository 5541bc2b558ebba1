//! What happened, written in the transaction in which it happened, for those who are told later.

use crate::sql::{Failure, Sql, bind};
use access::{AuthorizationId, EventId, Timestamp};

pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS event (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    authorization TEXT NOT NULL,
    data TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT, WITHOUT ROWID";

/// Records that something of this kind happened to an authorization, with the answer as it stands.
pub(crate) fn record(
    sql: &impl Sql,
    now: Timestamp,
    id: &EventId,
    kind: &str,
    authorization: &AuthorizationId,
    data: String,
) -> Result<(), Failure> {
    sql.query(
        "INSERT INTO event VALUES (?, ?, ?, ?, ?)",
        bind![id.as_str(), kind, authorization.as_str(), data, now],
    )?;
    Ok(())
}
