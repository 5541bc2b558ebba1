//! Secret keys of the merchant's servers, known by their hashes.

use crate::sql::{Sql, bind};
use crate::{Code, Problem};
use access::{KeyHash, Timestamp};

pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS api_key (
    hash BLOB PRIMARY KEY,
    kid TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    revoked INTEGER
) STRICT, WITHOUT ROWID";

/// Lets a key in. The same key again changes nothing; another key under a used name is refused.
pub(crate) fn add(sql: &impl Sql, now: Timestamp, kid: &str, hash: KeyHash) -> Result<(), Problem> {
    sql.query(
        "INSERT INTO api_key (hash, kid, created) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        bind![hash.as_bytes(), kid, now],
    )?;
    let same = sql.query(
        "SELECT 1 FROM api_key WHERE hash = ? AND kid = ? AND revoked IS NULL",
        bind![hash.as_bytes(), kid],
    )?;
    if same.is_empty() {
        Err(Problem::invalid("kid"))
    } else {
        Ok(())
    }
}

/// Locks a key out from the next command on.
pub(crate) fn revoke(sql: &impl Sql, now: Timestamp, kid: &str) -> Result<(), Problem> {
    let known = sql.query(
        "UPDATE api_key SET revoked = COALESCE(revoked, ?) WHERE kid = ? RETURNING 1",
        bind![now, kid],
    )?;
    if known.is_empty() {
        Err(Code::NotFound.into())
    } else {
        Ok(())
    }
}

/// Lets a caller by only with a key that is in force.
pub(crate) fn require(sql: &impl Sql, hash: &KeyHash) -> Result<(), Problem> {
    let found = sql.query(
        "SELECT 1 FROM api_key WHERE hash = ? AND revoked IS NULL",
        bind![hash.as_bytes()],
    )?;
    if found.is_empty() {
        Err(Code::Unauthorized.into())
    } else {
        Ok(())
    }
}
