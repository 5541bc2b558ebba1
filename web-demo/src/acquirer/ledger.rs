//! The table `ledger`: one entry each time the acquirer acted, never changed and never removed.

use rusqlite::{Connection, params};
use serde::Serialize;

/// A repeated operation is a second entry with the same `operation_id`: so doubles are seen.
pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS ledger (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        operation_id TEXT NOT NULL,
        authorization_id TEXT NOT NULL,
        reference TEXT NOT NULL,
        kind TEXT NOT NULL,
        amount INTEGER NOT NULL,
        currency TEXT NOT NULL,
        last4 TEXT NOT NULL,
        result TEXT NOT NULL,
        at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    ) STRICT;
    CREATE TRIGGER IF NOT EXISTS ledger_is_not_changed BEFORE UPDATE ON ledger
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER IF NOT EXISTS ledger_is_not_shortened BEFORE DELETE ON ledger
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
";

/// One time the acquirer acted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Entry {
    /// Grows by one with each entry.
    pub(super) seq: i64,
    pub(super) operation_id: String,
    pub(super) authorization_id: String,
    pub(super) reference: String,
    pub(super) kind: String,
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) last4: String,
    pub(super) result: String,
    /// RFC 3339 in UTC with milliseconds; set by the database.
    pub(super) at: String,
}

/// Writes an entry (its `seq` and `at` are the database's to give) and returns its `seq`.
pub(super) fn append(connection: &Connection, entry: &Entry) -> rusqlite::Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO ledger (operation_id, authorization_id, reference, kind, amount, currency, last4, result)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .insert(params![
            entry.operation_id,
            entry.authorization_id,
            entry.reference,
            entry.kind,
            entry.amount,
            entry.currency,
            entry.last4,
            entry.result,
        ])
}

/// The entries after `seq`, in order.
pub(super) fn entries_after(connection: &Connection, seq: i64) -> rusqlite::Result<Vec<Entry>> {
    connection
        .prepare_cached(
            "SELECT seq, operation_id, authorization_id, reference, kind, amount, currency, last4, result, at
             FROM ledger WHERE seq > ? ORDER BY seq",
        )?
        .query_map([seq], |row| {
            Ok(Entry {
                seq: row.get(0)?,
                operation_id: row.get(1)?,
                authorization_id: row.get(2)?,
                reference: row.get(3)?,
                kind: row.get(4)?,
                amount: row.get(5)?,
                currency: row.get(6)?,
                last4: row.get(7)?,
                result: row.get(8)?,
                at: row.get(9)?,
            })
        })?
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_can_neither_be_changed_nor_removed() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        let entry = Entry {
            seq: 0,
            operation_id: "op_1".into(),
            authorization_id: "auth_1".into(),
            reference: "order-1".into(),
            kind: "authorize".into(),
            amount: 1_200,
            currency: "JPY".into(),
            last4: "4242".into(),
            result: "approved".into(),
            at: String::new(),
        };
        assert_eq!(append(&connection, &entry).unwrap(), 1);
        assert_eq!(append(&connection, &entry).unwrap(), 2);
        assert!(
            connection
                .execute("UPDATE ledger SET amount = 1", [])
                .is_err()
        );
        assert!(connection.execute("DELETE FROM ledger", []).is_err());
        let entries = entries_after(&connection, 1).unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].seq, entries[0].amount), (2, 1_200));
        assert_eq!(
            (entries[0].at.len(), entries[0].at.ends_with('Z')),
            (24, true)
        );
    }
}
