//! The table `movement`: what each authorization's money did, one row each time.
//!
//! States: `waiting` (still on its way), `moved`, `reversed`. Only what `moved` counts.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, params};

use super::standing::Move;

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS movement (
        movement INTEGER PRIMARY KEY,
        operation_id TEXT NOT NULL,
        authorizing_operation_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        amount INTEGER NOT NULL,
        state TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS movement_of_operation ON movement (operation_id);
    CREATE INDEX IF NOT EXISTS movement_of_authorization ON movement (authorizing_operation_id);
";

/// One thing that an operation does to the money of an authorization.
pub(super) struct Movement {
    pub(super) operation_id: String,
    /// The operation that authorized the money: an authorization names itself.
    pub(super) authorizing_operation_id: String,
    pub(super) kind: Move,
    pub(super) amount: i64,
}

impl Movement {
    /// Enters that this has happened.
    pub(super) fn moved(&self, connection: &Connection) -> rusqlite::Result<()> {
        self.enter(connection, "moved")
    }

    /// Enters that this is on its way and will arrive after its reversal.
    pub(super) fn waits(&self, connection: &Connection) -> rusqlite::Result<()> {
        self.enter(connection, "waiting")
    }

    fn enter(&self, connection: &Connection, state: &str) -> rusqlite::Result<()> {
        connection
            .prepare_cached(
                "INSERT INTO movement (operation_id, authorizing_operation_id, kind, amount, state)
                 VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.operation_id,
                self.authorizing_operation_id,
                self.kind,
                self.amount,
                state,
            ])
            .map(|_| ())
    }
}

/// What has moved of an authorization and is not reversed.
pub(super) fn of_authorization(
    connection: &Connection,
    authorizing_operation_id: &str,
) -> rusqlite::Result<Vec<(Move, i64)>> {
    connection
        .prepare_cached(
            "SELECT kind, amount FROM movement WHERE authorizing_operation_id = ? AND state = 'moved'",
        )?
        .query_map([authorizing_operation_id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect()
}

/// What an operation moved no longer counts, however often it did.
pub(super) fn reverse(connection: &Connection, operation_id: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE movement SET state = 'reversed' WHERE operation_id = ? AND state = 'moved'",
        )?
        .execute([operation_id])
        .map(|_| ())
}

/// Takes out what an operation still had on its way.
pub(super) fn take_waiting(
    connection: &Connection,
    operation_id: &str,
) -> rusqlite::Result<Vec<Movement>> {
    connection
        .prepare_cached(
            "DELETE FROM movement WHERE operation_id = ? AND state = 'waiting'
             RETURNING operation_id, authorizing_operation_id, kind, amount",
        )?
        .query_map([operation_id], |row| {
            Ok(Movement {
                operation_id: row.get(0)?,
                authorizing_operation_id: row.get(1)?,
                kind: row.get(2)?,
                amount: row.get(3)?,
            })
        })?
        .collect()
}

impl ToSql for Move {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}

impl FromSql for Move {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let word = value.as_str()?;
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or(FromSqlError::InvalidType)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn movement(operation_id: &str, kind: Move, amount: i64) -> Movement {
        Movement {
            operation_id: operation_id.to_owned(),
            authorizing_operation_id: "op_a".to_owned(),
            kind,
            amount,
        }
    }

    fn books() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        connection
    }

    #[test]
    fn only_what_moved_and_was_not_reversed_counts() {
        let connection = books();
        for kind in Move::ALL {
            movement(kind.as_str(), kind, 7).moved(&connection).unwrap();
        }
        let all = Move::ALL.map(|kind| (kind, 7));
        assert_eq!(of_authorization(&connection, "op_a").unwrap(), all);
        assert_eq!(of_authorization(&connection, "op_b").unwrap(), []);

        movement("void", Move::Void, 7).moved(&connection).unwrap();
        reverse(&connection, "void").unwrap();
        let left: Vec<_> = all
            .into_iter()
            .filter(|(kind, _)| *kind != Move::Void)
            .collect();
        assert_eq!(of_authorization(&connection, "op_a").unwrap(), left);
    }

    #[test]
    fn what_is_on_its_way_counts_for_nothing_and_is_taken_out_once() {
        let connection = books();
        movement("op_c", Move::Capture, 300)
            .waits(&connection)
            .unwrap();
        assert_eq!(of_authorization(&connection, "op_a").unwrap(), []);
        reverse(&connection, "op_c").unwrap();
        assert_eq!(take_waiting(&connection, "op_b").unwrap().len(), 0);
        let taken = take_waiting(&connection, "op_c").unwrap();
        let taken: Vec<_> = taken
            .iter()
            .map(|movement| (movement.kind, movement.amount))
            .collect();
        assert_eq!(taken, [(Move::Capture, 300)]);
        assert_eq!(take_waiting(&connection, "op_c").unwrap().len(), 0);
    }
}
