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
fn a_database_of_another_release_is_left_alone() {
    let vault = Vault::new();
    assert!(install(&vault.sql).is_ok());
    vault
        .sql
        .query("UPDATE schema SET version = 2", vec![])
        .unwrap();
    let before = layout(&vault);
    assert!(install(&vault.sql).is_err());
    assert_eq!(layout(&vault), before);
}
