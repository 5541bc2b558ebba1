//! The merchant's settings: one row, in its own object, so that a payment asks nobody else.

use crate::acquirer::{Connector, ConnectorKind, Sealed};
use crate::command::Settings;
use crate::machine::Authentication;
use crate::sql::{Failure, Row, Sql, bind};
use crate::terms::Terms;
use crate::view::{MerchantView, Object};
use crate::{Code, Problem};
use access::Timestamp;

pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS settings (
    singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    active INTEGER NOT NULL,
    origins TEXT NOT NULL,
    currencies TEXT NOT NULL,
    token_minutes INTEGER NOT NULL,
    server_sessions_only INTEGER NOT NULL,
    acquirer TEXT NOT NULL,
    connector TEXT NOT NULL,
    url TEXT NOT NULL,
    credentials_kek TEXT NOT NULL,
    credentials BLOB NOT NULL,
    created INTEGER NOT NULL,
    authentication TEXT NOT NULL DEFAULT 'none',
    capabilities TEXT NOT NULL
        DEFAULT 'inquiry partial_capture multi_capture refund_by_reference zero_value',
    cut_off TEXT NOT NULL DEFAULT '15:00'
) STRICT";

/// What version 2 added.
pub(crate) const SINCE_2: [&str; 3] = [
    "ALTER TABLE settings ADD COLUMN authentication TEXT NOT NULL DEFAULT 'none'",
    "ALTER TABLE settings ADD COLUMN capabilities TEXT NOT NULL
        DEFAULT 'inquiry partial_capture multi_capture refund_by_reference zero_value'",
    "ALTER TABLE settings ADD COLUMN cut_off TEXT NOT NULL DEFAULT '15:00'",
];

/// Creates or replaces the settings; the first creation's time stays.
pub(crate) fn configure(
    sql: &impl Sql,
    now: Timestamp,
    settings: Settings,
) -> Result<MerchantView, Problem> {
    let connector = settings.connector;
    sql.query(
        "INSERT INTO settings VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (singleton) DO UPDATE SET name = excluded.name, active = excluded.active,
            origins = excluded.origins, currencies = excluded.currencies,
            token_minutes = excluded.token_minutes, server_sessions_only = excluded.server_sessions_only,
            acquirer = excluded.acquirer, connector = excluded.connector, url = excluded.url,
            credentials_kek = excluded.credentials_kek, credentials = excluded.credentials,
            authentication = excluded.authentication, capabilities = excluded.capabilities,
            cut_off = excluded.cut_off",
        bind![
            settings.id,
            settings.name,
            settings.active,
            settings.origins.join(" "),
            settings.currencies.join(" "),
            settings.token_minutes,
            settings.server_sessions_only,
            connector.acquirer,
            connector.kind.as_str(),
            connector.url,
            connector.credentials.kek,
            connector.credentials.bytes,
            now,
            settings.authentication.as_str(),
            connector.terms.capabilities_text(),
            connector.terms.cut_off.text()
        ],
    )?;
    view(sql)
}

/// Replaces the settings of the acquirer the merchant is with; one that is with another by now stays there.
pub(crate) fn reconnect(sql: &impl Sql, connector: Connector) -> Result<(), Failure> {
    sql.query(
        "UPDATE settings SET connector = ?, url = ?, credentials_kek = ?, credentials = ?,
            capabilities = ?, cut_off = ?
         WHERE acquirer = ?",
        bind![
            connector.kind.as_str(),
            connector.url,
            connector.credentials.kek,
            connector.credentials.bytes,
            connector.terms.capabilities_text(),
            connector.terms.cut_off.text(),
            connector.acquirer
        ],
    )?;
    Ok(())
}

/// The settings as the operator sees them; `not_found` where the merchant was never configured.
pub(crate) fn view(sql: &impl Sql) -> Result<MerchantView, Problem> {
    let (settings, created) = read(sql)?.ok_or(Code::NotFound)?;
    Ok(MerchantView {
        object: Object::Merchant,
        id: settings.id,
        name: settings.name,
        active: settings.active,
        origins: settings.origins,
        currencies: settings.currencies,
        token_minutes: settings.token_minutes,
        server_sessions_only: settings.server_sessions_only,
        authentication: settings.authentication,
        acquirer: settings.connector.acquirer,
        created: created.rfc3339(),
    })
}

/// The settings of a merchant that may take payments; one that may not has no valid credentials.
pub(crate) fn active(sql: &impl Sql) -> Result<Settings, Problem> {
    match read(sql)? {
        Some((settings, _)) if settings.active => Ok(settings),
        _ => Err(Code::Unauthorized.into()),
    }
}

/// The merchant's acquirer, active or not: money in doubt is settled all the same.
pub(crate) fn connector(sql: &impl Sql) -> Result<Option<Connector>, Failure> {
    Ok(read(sql)?.map(|(settings, _)| settings.connector))
}

fn read(sql: &impl Sql) -> Result<Option<(Settings, Timestamp)>, Failure> {
    let rows = sql.query(
        "SELECT id, name, active, origins, currencies, token_minutes, server_sessions_only,
                authentication, acquirer, connector, url, credentials_kek, credentials, capabilities,
                cut_off, created
         FROM settings",
        bind![],
    )?;
    rows.into_iter().next().map(from_row).transpose()
}

fn from_row(mut row: Row) -> Result<(Settings, Timestamp), Failure> {
    let settings = Settings {
        id: row.text()?,
        name: row.text()?,
        active: row.integer()? == 1,
        origins: words(&row.text()?),
        currencies: words(&row.text()?),
        token_minutes: row.integer()?,
        server_sessions_only: row.integer()? == 1,
        authentication: Authentication::parse(&row.text()?).ok_or(Failure)?,
        connector: Connector {
            acquirer: row.text()?,
            kind: ConnectorKind::parse(&row.text()?).ok_or(Failure)?,
            url: row.text()?,
            credentials: Sealed {
                kek: row.text()?,
                bytes: row.blob()?,
            },
            terms: Terms::from_stored(&row.text()?, &row.text()?).ok_or(Failure)?,
        },
    };
    Ok((settings, Timestamp::from_millis(row.integer()?)))
}

/// Origins and currencies hold no space, so a space joins them.
fn words(text: &str) -> Vec<String> {
    text.split_ascii_whitespace().map(str::to_owned).collect()
}
