//! The acquirers of a merchant: the one it is with, and those that payments of its past are with. A
//! payment stays with its acquirer for life, wherever the merchant goes.

use crate::acquirer::{Connector, ConnectorKind, Sealed};
use crate::sql::{Failure, Row, Sql, bind};
use crate::terms::Terms;

pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS connector (
    acquirer TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    url TEXT NOT NULL,
    credentials_kek TEXT NOT NULL,
    credentials BLOB NOT NULL,
    capabilities TEXT NOT NULL,
    cut_off TEXT NOT NULL
) STRICT, WITHOUT ROWID";

/// Version 1 had the one acquirer a merchant is with in its settings.
pub(crate) const SINCE_2: [&str; 2] = [
    TABLE,
    "INSERT INTO connector
        SELECT acquirer, connector, url, credentials_kek, credentials,
            'inquiry partial_capture multi_capture refund_by_reference zero_value', '15:00'
        FROM settings",
];

/// Writes an acquirer down, or its changed settings.
pub(crate) fn put(sql: &impl Sql, connector: Connector) -> Result<(), Failure> {
    sql.query(
        "INSERT OR REPLACE INTO connector VALUES (?, ?, ?, ?, ?, ?, ?)",
        bind![
            connector.acquirer,
            connector.kind.as_str(),
            connector.url,
            connector.credentials.kek,
            connector.credentials.bytes,
            connector.terms.capabilities_text(),
            connector.terms.cut_off.text()
        ],
    )?;
    Ok(())
}

/// The acquirer of this name.
pub(crate) fn named(sql: &impl Sql, acquirer: &str) -> Result<Option<Connector>, Failure> {
    let rows = sql.query(
        "SELECT acquirer, kind, url, credentials_kek, credentials, capabilities, cut_off
         FROM connector WHERE acquirer = ?",
        bind![acquirer],
    )?;
    rows.into_iter().next().map(from_row).transpose()
}

fn from_row(mut row: Row) -> Result<Connector, Failure> {
    Ok(Connector {
        acquirer: row.text()?,
        kind: ConnectorKind::parse(&row.text()?).ok_or(Failure)?,
        url: row.text()?,
        credentials: Sealed {
            kek: row.text()?,
            bytes: row.blob()?,
        },
        terms: Terms::from_stored(&row.text()?, &row.text()?).ok_or(Failure)?,
    })
}
