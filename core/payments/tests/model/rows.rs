//! The rows of all tables: what a state of the search is made of.

use crate::vault::Vault;
use access::TokenId;
use payments::command::TokenClaim;
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
const TABLES: [(&str, &str); 6] = [
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
];

/// Where authorizations stand among them.
const AUTHORIZATIONS: usize = 2;

/// The rows of each table, in the order of its key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
            "BEGIN",
            "DELETE FROM settings",
            "DELETE FROM token",
            "DELETE FROM authorization",
            "DELETE FROM operation",
            "DELETE FROM answer",
            "DELETE FROM event",
        ]);
        for ((_, insert), rows) in TABLES.iter().zip(&self.0) {
            for row in rows {
                let values = row.iter().map(value).collect();
                vault.sql.values(insert, values).unwrap();
            }
        }
        vault.run(&["COMMIT"]);
    }

    /// Whether a payment stands here.
    pub fn has_status(&self, status: Status) -> bool {
        let word = Cell::Text(status.as_str().to_owned());
        self.0[AUTHORIZATIONS].iter().any(|row| row.contains(&word))
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
