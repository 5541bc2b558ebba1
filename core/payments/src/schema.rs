//! The tables of a merchant's object, and which release made them.

use crate::sql::{Failure, Sql, bind};
use crate::{answer, api_key, authorization, event, operation, settings, token};

/// Raised with every change of a table, together with the step that leads there from the one before.
const VERSION: i64 = 1;

/// Makes the tables where there are none yet.
///
/// A database that another release made is not touched: `Failure`.
pub fn install(sql: &impl Sql) -> Result<(), Failure> {
    sql.query(
        "CREATE TABLE IF NOT EXISTS schema (version INTEGER NOT NULL) STRICT",
        bind![],
    )?;
    let mut rows = sql.query("SELECT version FROM schema", bind![])?;
    match rows.pop().map(|mut row| row.integer()).transpose()? {
        None => create(sql),
        Some(VERSION) => Ok(()),
        Some(_) => Err(Failure),
    }
}

fn create(sql: &impl Sql) -> Result<(), Failure> {
    let tables = [
        settings::TABLE,
        api_key::TABLE,
        token::TABLE,
        authorization::TABLE,
        operation::TABLE,
        answer::TABLE,
        event::TABLE,
        authorization::INDEX,
    ];
    let indexes = [token::INDEXES, operation::INDEXES, answer::INDEXES];
    for statement in tables.into_iter().chain(indexes.into_iter().flatten()) {
        sql.query(statement, bind![])?;
    }
    sql.query("INSERT INTO schema VALUES (?)", bind![VERSION])?;
    Ok(())
}
