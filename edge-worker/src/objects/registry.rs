//! The operator's lists: acquirers, merchants, and ranges of first digits. No payment ever asks it; what a
//! payment needs of an acquirer is copied into the merchant's object, and the ranges are kept by the worker.

use super::sql::Database;
use super::transact::transact;
use super::wire;
use payments::acquirer::{Connector, ConnectorKind, Sealed};
use payments::bin_ranges::{Range, Ranges};
use payments::sql::{Failure, Row, Value};
use payments::terms::Terms;
use payments::{Problem, Sql};
use serde::{Deserialize, Serialize};
use worker::{DurableObject, Env, Response, State, Storage, durable_object};

/// What the worker may ask.
#[derive(Serialize, Deserialize)]
pub(super) enum Command {
    Register(Registration),
    List(Listing),
}

/// Something to write down; the same again replaces it.
#[derive(Serialize, Deserialize)]
pub(crate) enum Registration {
    /// An acquirer and how it is spoken to.
    Acquirer(Connector),
    /// A merchant, and which acquirer it is with.
    Merchant { id: String, acquirer: String },
    /// All ranges of first digits.
    BinRanges(Vec<Range>),
}

/// Something to read.
#[derive(Serialize, Deserialize)]
pub(crate) enum Listing {
    /// All acquirers, or the one of this name. → `Vec<Connector>`
    Acquirers { name: Option<String> },
    /// Ids of merchants in their order, from the one after `after`. → `Vec<String>`
    Merchants { after: Option<String>, limit: usize },
    /// How many merchants there are. → `u64`
    NumberOfMerchants,
    /// Ids of all merchants that are or were with an acquirer. → `Vec<String>`
    MerchantsWith { acquirer: String },
    /// The ranges of first digits. → `Ranges`
    BinRanges,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Reply {
    Done(()),
    Acquirers(Vec<Connector>),
    Merchants(Vec<String>),
    Number(i64),
    BinRanges(Ranges),
}

/// The object; one for each mode.
#[durable_object(fetch)]
pub struct Registry {
    storage: Storage,
    sql: Database,
}

impl DurableObject for Registry {
    fn new(state: State, _env: Env) -> Self {
        Self {
            sql: Database::new(state.storage().sql()),
            storage: state.storage(),
        }
    }

    async fn fetch(&self, mut request: worker::Request) -> worker::Result<Response> {
        let reply = match wire::read(&mut request).await {
            Some(command) => transact(&self.storage, || Ok(carry_out(&self.sql, command)?)),
            None => Err(Problem::overloaded()),
        };
        wire::answer(reply)
    }
}

const TABLES: [&str; 5] = [
    "CREATE TABLE IF NOT EXISTS acquirer (
        name TEXT PRIMARY KEY, connector TEXT NOT NULL, url TEXT NOT NULL,
        credentials_kek TEXT NOT NULL, credentials BLOB NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS terms (
        acquirer TEXT PRIMARY KEY, capabilities TEXT NOT NULL, cut_off TEXT NOT NULL
    ) STRICT, WITHOUT ROWID",
    // Payments stay with their acquirer when their merchant goes to another.
    "CREATE TABLE IF NOT EXISTS was_with (
        merchant TEXT NOT NULL, acquirer TEXT NOT NULL, PRIMARY KEY (acquirer, merchant)
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS merchant (id TEXT PRIMARY KEY, acquirer TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS bin_ranges (
        singleton INTEGER PRIMARY KEY CHECK (singleton = 1), seq INTEGER NOT NULL, ranges TEXT NOT NULL
    ) STRICT",
];

fn carry_out(sql: &impl Sql, command: Command) -> Result<Reply, Failure> {
    for table in TABLES {
        sql.query(table, Vec::new())?;
    }
    match command {
        Command::Register(registration) => register(sql, registration).map(Reply::Done),
        Command::List(listing) => list(sql, listing),
    }
}

fn register(sql: &impl Sql, registration: Registration) -> Result<(), Failure> {
    match registration {
        Registration::Acquirer(connector) => {
            sql.query(
                "INSERT OR REPLACE INTO terms VALUES (?, ?, ?)",
                vec![
                    connector.acquirer.as_str().into(),
                    connector.terms.capabilities_text().into(),
                    connector.terms.cut_off.text().into(),
                ],
            )?;
            sql.query(
                "INSERT OR REPLACE INTO acquirer VALUES (?, ?, ?, ?, ?)",
                vec![
                    connector.acquirer.into(),
                    connector.kind.as_str().into(),
                    connector.url.into(),
                    connector.credentials.kek.into(),
                    connector.credentials.bytes.into(),
                ],
            )
        }
        Registration::Merchant { id, acquirer } => {
            let pair = || vec![id.as_str().into(), acquirer.as_str().into()];
            sql.query("INSERT OR IGNORE INTO was_with VALUES (?, ?)", pair())?;
            sql.query("INSERT OR REPLACE INTO merchant VALUES (?, ?)", pair())
        }
        Registration::BinRanges(ranges) => {
            let ranges = serde_json::to_string(&ranges).map_err(|_| Failure)?;
            sql.query(
                "INSERT INTO bin_ranges VALUES (1, 1, ?)
                 ON CONFLICT (singleton) DO UPDATE SET seq = seq + 1, ranges = excluded.ranges",
                vec![ranges.into()],
            )
        }
    }
    .map(drop)
}

fn list(sql: &impl Sql, listing: Listing) -> Result<Reply, Failure> {
    let ids = |rows: Vec<Row>| {
        rows.into_iter()
            .map(|mut row| row.text())
            .collect::<Result<_, _>>()
    };
    match listing {
        Listing::Acquirers { name } => {
            let one_or_all = "SELECT name, connector, url, credentials_kek, credentials,
                    capabilities, cut_off
                FROM acquirer LEFT JOIN terms ON terms.acquirer = name
                WHERE ?1 IS NULL OR name = ?1 ORDER BY name";
            let rows = sql.query(one_or_all, vec![name.into()])?;
            rows.into_iter()
                .map(connector)
                .collect::<Result<_, _>>()
                .map(Reply::Acquirers)
        }
        Listing::Merchants { after, limit } => {
            let page = "SELECT id FROM merchant WHERE id > ? ORDER BY id LIMIT ?";
            let rows = sql.query(
                page,
                vec![
                    after.unwrap_or_default().into(),
                    Value::Integer(i64::try_from(limit).map_err(|_| Failure)?),
                ],
            )?;
            ids(rows).map(Reply::Merchants)
        }
        Listing::NumberOfMerchants => {
            let mut rows = sql.query("SELECT COUNT(*) FROM merchant", Vec::new())?;
            let number = rows.pop().ok_or(Failure)?.integer()?;
            Ok(Reply::Number(number))
        }
        Listing::MerchantsWith { acquirer } => {
            let rows = sql.query(
                "SELECT id FROM merchant WHERE acquirer = ?1
                 UNION SELECT merchant FROM was_with WHERE acquirer = ?1 ORDER BY 1",
                vec![acquirer.into()],
            )?;
            ids(rows).map(Reply::Merchants)
        }
        Listing::BinRanges => {
            let rows = sql.query("SELECT seq, ranges FROM bin_ranges", Vec::new())?;
            let ranges = rows.into_iter().next().map(bin_ranges).transpose()?;
            Ok(Reply::BinRanges(ranges.unwrap_or_default()))
        }
    }
}

fn bin_ranges(mut row: Row) -> Result<Ranges, Failure> {
    Ok(Ranges {
        seq: u64::try_from(row.integer()?).map_err(|_| Failure)?,
        ranges: serde_json::from_str(&row.text()?).map_err(|_| Failure)?,
    })
}

fn connector(mut row: Row) -> Result<Connector, Failure> {
    Ok(Connector {
        acquirer: row.text()?,
        kind: ConnectorKind::parse(&row.text()?).ok_or(Failure)?,
        url: row.text()?,
        credentials: Sealed {
            kek: row.text()?,
            bytes: row.blob()?,
        },
        // An acquirer that was written down before there were terms has the usual ones.
        terms: match (row.optional_text()?, row.optional_text()?) {
            (Some(capabilities), Some(cut_off)) => {
                Terms::from_stored(&capabilities, &cut_off).ok_or(Failure)?
            }
            _ => Terms::default(),
        },
    })
}
