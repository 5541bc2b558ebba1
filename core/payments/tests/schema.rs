//! The layout on disk is a format: what a release wrote, a later one must read.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod vault;

use payments::install;
use payments::sql::Sql;
use vault::Vault;

/// All statements of the database, with their white space folded.
fn layout(vault: &Vault) -> String {
    let statements = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name";
    let rows = vault.sql.query(statements, vec![]).unwrap();
    let lines = rows.into_iter().map(|mut row| {
        let statement = row.text().unwrap();
        statement.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// Whoever changes a table raises the version, writes the step, and then this file.
#[test]
fn the_tables_are_those_of_this_version() {
    assert_eq!(layout(&Vault::new()), include_str!("schema.sql"));
}

#[test]
fn a_database_of_any_earlier_version_becomes_one_of_this_version() {
    for (version, statements) in [
        (1, include_str!("schema-1.sql")),
        (2, include_str!("schema-2.sql")),
    ] {
        becomes_one_of_this_version(version, statements);
    }
}

fn becomes_one_of_this_version(version: i64, statements: &'static str) {
    let (old, new) = (Vault::empty(), Vault::new());
    let (tables, indexes): (Vec<&str>, Vec<&str>) = statements
        .lines()
        .partition(|line| line.starts_with("CREATE TABLE"));
    for statement in tables.into_iter().chain(indexes) {
        old.sql.query(statement, vec![]).unwrap();
    }
    old.sql
        .query("INSERT INTO schema VALUES (?)", vec![version.into()])
        .unwrap();
    assert_ne!(columns(&old), columns(&new));
    install(&old.sql).unwrap();
    assert_eq!(columns(&old), columns(&new));
    let version = old.sql.query("SELECT version FROM schema", vec![]);
    assert_eq!(version.unwrap().pop().unwrap().integer(), Ok(3));
}

/// Every column of every table as the database understands it, and every index.
fn columns(vault: &Vault) -> String {
    let columns =
        "SELECT t.name || ' ' || c.cid || ' ' || c.name || ' ' || c.type || ' ' || c.\"notnull\"
            || ' ' || COALESCE(replace(replace(c.dflt_value, ' ', ''), char(10), ''), '')
        FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'
        UNION ALL SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY 1";
    let rows = vault.sql.query(columns, vec![]).unwrap();
    let lines = rows.into_iter().map(|mut row| row.text().unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_database_of_a_later_release_is_left_alone() {
    let vault = Vault::new();
    assert!(install(&vault.sql).is_ok());
    vault
        .sql
        .query("UPDATE schema SET version = 4", vec![])
        .unwrap();
    let before = layout(&vault);
    assert!(install(&vault.sql).is_err());
    assert_eq!(layout(&vault), before);
}
