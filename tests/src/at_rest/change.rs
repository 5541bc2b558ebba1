//! Changes to the rows of a vault that is not running, as time, a crash or a thief would make them.

use std::path::Path;

use rusqlite::Connection;

use super::is_database;
use crate::memory::files;

/// Puts a token's end into the past, in a vault that is not running; returns how many rows were found.
pub fn expire_token(data: &Path, id: &str) -> usize {
    change(data, |database| {
        database.execute("UPDATE token SET expires_at = created WHERE id = ?", [id])
    })
}

/// Takes back what became of a payment, as if its worker had died before it could write it down, in a vault
/// that is not running; returns how many payments were found.
pub fn abandon(data: &Path, authorization: &str) -> usize {
    change(data, |database| {
        database.execute(
            "UPDATE operation SET state = 'sent', due = 0 WHERE authorization = ?",
            [authorization],
        )?;
        database.execute(
            "UPDATE authorization SET status = 'pending' WHERE id = ?",
            [authorization],
        )
    })
}

/// Exchanges the sealed cards of two tokens, of one merchant or of two, in a vault that is not running; returns
/// how many rows.
pub fn swap_sealed(data: &Path, one: &str, other: &str) -> usize {
    let sealed = |id: &str| {
        find(data, "SELECT sealed FROM token WHERE id = ?", id).expect("the token's sealed card")
    };
    let put = |id: &str, sealed: Vec<u8>| {
        change(data, |database| {
            database.execute("UPDATE token SET sealed = ? WHERE id = ?", (&sealed, id))
        })
    };
    let (of_one, of_other) = (sealed(one), sealed(other));
    put(one, of_other) + put(other, of_one)
}

/// Puts the sealed credentials of one acquirer into the row of another, in the objects of all merchants, in a
/// vault that is not running; returns what was there before.
pub fn put_credentials(data: &Path, acquirer: &str, credentials: &[u8]) -> Vec<u8> {
    let before = self::credentials(data, acquirer);
    let rows = change(data, |database| {
        database.execute(
            "UPDATE connector SET credentials = ? WHERE acquirer = ?",
            (credentials, acquirer),
        )
    });
    assert!(rows > 0, "no merchant is with {acquirer}");
    before
}

/// The sealed credentials of an acquirer, as a merchant's object has them.
pub fn credentials(data: &Path, acquirer: &str) -> Vec<u8> {
    let select = "SELECT credentials FROM connector WHERE acquirer = ?";
    find(data, select, acquirer).expect("a merchant with this acquirer")
}

/// The one blob that a query finds, in whichever database.
fn find(data: &Path, select: &str, id: &str) -> Option<Vec<u8>> {
    let all = files(&data.join("storage"));
    all.iter().find_map(|file| {
        let database = Connection::open(is_database(file).then_some(file)?).ok()?;
        database.query_row(select, [id], |row| row.get(0)).ok()
    })
}

/// Changes whichever database has the rows; the others have no such table or no such row.
fn change(data: &Path, work: impl Fn(&Connection) -> rusqlite::Result<usize>) -> usize {
    let all = files(&data.join("storage"));
    let databases = all.iter().filter(|file| is_database(file));
    databases
        .filter_map(|file| work(&Connection::open(file).ok()?).ok())
        .sum()
}
