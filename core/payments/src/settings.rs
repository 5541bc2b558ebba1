//! The merchant's settings: one row, in its own object, so that a payment asks nobody else.

use crate::acquirer::Connector;
use crate::command::{Purpose, Settings};
use crate::machine::Authentication;
use crate::sql::{Failure, Row, Sql, bind};
use crate::view::{MerchantView, Object};
use crate::{Code, Problem, connector};
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
    created INTEGER NOT NULL,
    authentication TEXT NOT NULL DEFAULT 'none',
    direct_entry INTEGER NOT NULL DEFAULT 0
) STRICT";

/// What version 2 changed, once the acquirer is in a table of its own.
pub(crate) const SINCE_2: [&str; 5] = [
    "ALTER TABLE settings ADD COLUMN authentication TEXT NOT NULL DEFAULT 'none'",
    "ALTER TABLE settings DROP COLUMN connector",
    "ALTER TABLE settings DROP COLUMN url",
    "ALTER TABLE settings DROP COLUMN credentials_kek",
    "ALTER TABLE settings DROP COLUMN credentials",
];

/// What version 3 added.
pub(crate) const SINCE_3: [&str; 1] =
    ["ALTER TABLE settings ADD COLUMN direct_entry INTEGER NOT NULL DEFAULT 0"];

impl Settings {
    /// Whether a card that is used for this waits for its shopper first.
    pub(crate) fn wait_before(&self, purpose: Purpose) -> bool {
        purpose == Purpose::Payment && self.authentication == Authentication::Required
    }
}

/// Creates or replaces the settings; the first creation's time stays.
pub(crate) fn configure(
    sql: &impl Sql,
    now: Timestamp,
    settings: Settings,
) -> Result<MerchantView, Problem> {
    sql.query(
        "INSERT INTO settings VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (singleton) DO UPDATE SET name = excluded.name, active = excluded.active,
            origins = excluded.origins, currencies = excluded.currencies,
            token_minutes = excluded.token_minutes, server_sessions_only = excluded.server_sessions_only,
            acquirer = excluded.acquirer, authentication = excluded.authentication,
            direct_entry = excluded.direct_entry",
        bind![
            settings.id,
            settings.name,
            settings.active,
            settings.origins.join(" "),
            settings.currencies.join(" "),
            settings.token_minutes,
            settings.server_sessions_only,
            settings.connector.acquirer.as_str(),
            now,
            settings.authentication.as_str(),
            settings.direct_entry
        ],
    )?;
    connector::put(sql, settings.connector)?;
    view(sql)
}

/// Takes over the changed settings of an acquirer that the merchant or one of its payments is with.
pub(crate) fn reconnect(sql: &impl Sql, changed: Connector) -> Result<(), Failure> {
    match connector::named(sql, &changed.acquirer)? {
        Some(_) => connector::put(sql, changed),
        None => Ok(()),
    }
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
        direct_entry: settings.direct_entry,
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

fn read(sql: &impl Sql) -> Result<Option<(Settings, Timestamp)>, Failure> {
    let rows = sql.query(
        "SELECT id, name, active, origins, currencies, token_minutes, server_sessions_only,
                authentication, direct_entry, acquirer, created
         FROM settings",
        bind![],
    )?;
    let row = rows.into_iter().next();
    row.map(|row| from_row(sql, row)).transpose()
}

fn from_row(sql: &impl Sql, mut row: Row) -> Result<(Settings, Timestamp), Failure> {
    let settings = Settings {
        id: row.text()?,
        name: row.text()?,
        active: row.integer()? == 1,
        origins: words(&row.text()?),
        currencies: words(&row.text()?),
        token_minutes: row.integer()?,
        server_sessions_only: row.integer()? == 1,
        authentication: Authentication::parse(&row.text()?).ok_or(Failure)?,
        direct_entry: row.integer()? == 1,
        connector: connector::named(sql, &row.text()?)?.ok_or(Failure)?,
    };
    Ok((settings, Timestamp::from_millis(row.integer()?)))
}

/// Origins and currencies hold no space, so a space joins them.
fn words(text: &str) -> Vec<String> {
    text.split_ascii_whitespace().map(str::to_owned).collect()
}
