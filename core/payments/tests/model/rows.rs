//! The rows of all tables: what a state of the search is made of.

use crate::vault::Vault;
use access::TokenId;
use payments::command::TokenClaim;
use payments::machine::{Kind, State};
use payments::projection::Status;
use payments::sql::{Sql, Value};

/// A value that can be told apart from others by a hash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Cell {
    Null,
    Integer(i64),
    Text(String),
    Blob(Vec<u8>),
}

/// How the rows of each table are read and written.
const TABLES: [(&str, &str); 7] = [
    (
        "SELECT * FROM settings",
        "INSERT INTO settings VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
    ),
    (
        "SELECT * FROM token",
        "INSERT INTO token VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    ),
    (
        "SELECT * FROM authorization ORDER BY seq",
        "INSERT INTO authorization VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    ),
    (
        "SELECT * FROM operation ORDER BY seq",
        "INSERT INTO operation VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    ),
    (
        "SELECT * FROM answer",
        "INSERT INTO answer VALUES (?,?,?,?,?,?)",
    ),
    (
        "SELECT * FROM event",
        "INSERT INTO event VALUES (?,?,?,?,?)",
    ),
    (
        "SELECT * FROM connector",
        "INSERT INTO connector VALUES (?,?,?,?,?,?,?)",
    ),
];

/// Where authorizations and operations stand among them.
const AUTHORIZATIONS: usize = 2;
const OPERATIONS: usize = 3;

/// The rows of each table, in the order of its key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rows(Vec<Vec<Vec<Cell>>>);

impl Rows {
    pub fn of(vault: &Vault) -> Self {
        let table = |(select, _): &(&str, &str)| {
            let rows = vault.sql.values(select, vec![]).unwrap();
            rows.into_iter()
                .map(|row| row.into_iter().map(cell).collect())
                .collect()
        };
        Self(TABLES.iter().map(table).collect())
    }

    pub fn put_back(&self, vault: &Vault) {
        vault.run(&[
            "SAVEPOINT rows",
            "DELETE FROM settings",
            "DELETE FROM token",
            "DELETE FROM authorization",
            "DELETE FROM operation",
            "DELETE FROM answer",
            "DELETE FROM event",
            "DELETE FROM connector",
        ]);
        for ((_, insert), rows) in TABLES.iter().zip(&self.0) {
            for row in rows {
                let values = row.iter().map(value).collect();
                vault.sql.values(insert, values).unwrap();
            }
        }
        vault.run(&["RELEASE rows"]);
    }

    /// Whether a payment stands here.
    pub fn has_status(&self, status: Status) -> bool {
        self.says(AUTHORIZATIONS, &[status.as_str()])
    }

    /// Whether an operation stands here.
    pub fn has_state(&self, state: State) -> bool {
        self.says(OPERATIONS, &[state.as_str()])
    }

    /// Whether an operation of this kind does.
    pub fn has(&self, kind: Kind, state: State) -> bool {
        self.says(OPERATIONS, &[kind.as_str(), state.as_str()])
    }

    /// Whether one row of a table has all of these words.
    fn says(&self, table: usize, words: &[&str]) -> bool {
        let has = |row: &Vec<Cell>, word: &&str| {
            row.iter()
                .any(|cell| matches!(cell, Cell::Text(text) if text == word))
        };
        let mut rows = self.0[table].iter();
        rows.any(|row| words.iter().all(|word| has(row, word)))
    }
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Integer(number) => Cell::Integer(number),
        Value::Text(text) => Cell::Text(text),
        Value::Blob(bytes) => Cell::Blob(bytes),
    }
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Integer(number) => Value::Integer(*number),
        Cell::Text(text) => Value::Text(text.clone()),
        Cell::Blob(bytes) => Value::Blob(bytes.clone()),
    }
}

/// How many operations and events there are.
pub fn counts(vault: &Vault) -> (u64, u64) {
    let count = |statement| {
        let mut rows = vault.sql.query(statement, vec![]).unwrap();
        u64::try_from(rows.pop().unwrap().integer().unwrap()).unwrap()
    };
    (
        count("SELECT COUNT(*) FROM operation"),
        count("SELECT COUNT(*) FROM event"),
    )
}

/// The one token.
pub fn token(vault: &Vault) -> TokenClaim {
    let mut rows = vault.sql.query("SELECT id FROM token", vec![]).unwrap();
    TokenClaim {
        id: TokenId::from_stored(rows.pop().unwrap().text().unwrap()),
        secret_hash: [7; 32],
        session: None,
    }
}

/// The one payment, once there is one.
pub fn payment(vault: &Vault) -> Option<String> {
    let mut rows = vault
        .sql
        .query("SELECT id FROM authorization", vec![])
        .unwrap();
    rows.pop().map(|mut row| row.text().unwrap())
}
