//! The tables of a merchant's object, and which release made them.

use crate::sql::{Failure, Sql, bind};
use crate::{answer, api_key, authorization, connector, event, operation, settings, token};

/// Raised with every change of a table, together with the step that leads there from the one before.
const VERSION: i64 = 3;

/// Makes the tables where there are none yet, and brings those of an earlier release up to this one.
///
/// A database that a later release made is not touched: `Failure`.
pub fn install(sql: &impl Sql) -> Result<(), Failure> {
    sql.query(
        "CREATE TABLE IF NOT EXISTS schema (version INTEGER NOT NULL) STRICT",
        bind![],
    )?;
    let mut rows = sql.query("SELECT version FROM schema", bind![])?;
    match rows.pop().map(|mut row| row.integer()).transpose()? {
        None => {
            create(sql)?;
            sql.query("INSERT INTO schema VALUES (?)", bind![VERSION])?;
        }
        Some(VERSION) => {}
        Some(before @ 1..VERSION) => {
            if before < 2 {
                from_1(sql)?;
            }
            from_2(sql)?;
            sql.query("UPDATE schema SET version = ?", bind![VERSION])?;
        }
        Some(_) => return Err(Failure),
    }
    Ok(())
}

fn create(sql: &impl Sql) -> Result<(), Failure> {
    let tables = [
        settings::TABLE,
        connector::TABLE,
        api_key::TABLE,
        token::TABLE,
        authorization::TABLE,
        operation::TABLE,
        answer::TABLE,
        event::TABLE,
    ];
    run(sql, tables)?;
    index(sql)
}

/// Captures, voids, refunds; payments that wait; acquirers with terms, more than one.
fn from_1(sql: &impl Sql) -> Result<(), Failure> {
    run(sql, connector::SINCE_2)?;
    run(sql, settings::SINCE_2)?;
    run(sql, token::SINCE_2)?;
    run(sql, authorization::SINCE_2)?;
    index(sql)
}

/// Direct entry.
fn from_2(sql: &impl Sql) -> Result<(), Failure> {
    run(sql, settings::SINCE_3)
}

fn index(sql: &impl Sql) -> Result<(), Failure> {
    run(sql, authorization::INDEXES)?;
    run(sql, token::INDEXES)?;
    run(sql, operation::INDEXES)?;
    run(sql, answer::INDEXES)
}

fn run(sql: &impl Sql, statements: impl IntoIterator<Item = &'static str>) -> Result<(), Failure> {
    statements
        .into_iter()
        .try_for_each(|statement| sql.query(statement, bind![]).map(drop))
}
