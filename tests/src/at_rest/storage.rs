//! A copy of the storage, and what stands in it.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{fs, io};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _};

use super::is_database;
use crate::eventually::eventually_blocking;
use crate::memory::files;
use crate::scratch::Scratch;

/// How long a copy waits for a moment in which nobody writes.
const QUIET: Duration = Duration::from_secs(30);

/// A copy of the storage of a vault.
pub struct Storage {
    _scratch: Scratch,
    databases: Vec<PathBuf>,
}

/// What is stored of a token.
pub struct TokenRow {
    /// `live`, `claimed`, …
    pub state: String,
    /// The KEK its card is sealed under.
    pub kek: Option<String>,
    /// Its sealed card.
    pub sealed: Option<Vec<u8>>,
}

impl Storage {
    /// Copies the databases, so that reading them changes nothing. A vault that runs closes a database nobody uses,
    /// and its journal goes away with that: what changed meanwhile is copied anew.
    pub fn copy(data: &Path) -> Self {
        let source = data.join("storage");
        eventually_blocking("moment without writing", QUIET, || {
            let before = stamps(&source);
            let copy = Self::of_now(&source).ok()?;
            (stamps(&source) == before).then_some(copy)
        })
    }

    fn of_now(source: &Path) -> io::Result<Self> {
        let scratch = Scratch::new();
        let mut databases = Vec::new();
        for file in database_files(source) {
            let below = file.strip_prefix(source).expect("below the storage");
            let to = scratch.path().join(below);
            fs::create_dir_all(to.parent().expect("a folder"))?;
            fs::copy(&file, &to)?;
            if is_database(&to) {
                databases.push(to);
            }
        }
        Ok(Self {
            databases,
            _scratch: scratch,
        })
    }

    /// The row of a token, in whichever database it is.
    pub fn token(&self, id: &str) -> Option<TokenRow> {
        self.databases.iter().find_map(|file| {
            let database = Connection::open(file).expect("a database");
            database
                .query_row(
                    "SELECT state, sealed_kek, sealed FROM token WHERE id = ?",
                    [id],
                    |row| {
                        Ok(TokenRow {
                            state: row.get(0)?,
                            kek: row.get(1)?,
                            sealed: row.get(2)?,
                        })
                    },
                )
                .optional()
                .unwrap_or(None)
        })
    }

    /// The sealed orders of payments that wait for their shopper.
    pub fn held_orders(&self) -> Vec<Vec<u8>> {
        let orders = |file: &PathBuf| {
            let database = Connection::open(file).expect("a database");
            let select = "SELECT held_order FROM authorization WHERE held_order IS NOT NULL";
            let Ok(mut statement) = database.prepare(select) else {
                return Vec::new();
            };
            let rows = statement.query_map([], |row| row.get(0)).expect("rows");
            rows.flatten().collect()
        };
        self.databases.iter().flat_map(orders).collect()
    }

    /// Every blob and text of every row of every table, with the table's name: all that a query gives.
    pub fn values(&self) -> Vec<(String, Vec<u8>)> {
        self.databases
            .iter()
            .flat_map(|file| values(file))
            .collect()
    }
}

/// The databases below a folder and their write-ahead logs; the index of a log (`-shm`) is made anew by whoever
/// opens it.
fn database_files(folder: &Path) -> Vec<PathBuf> {
    let is_log = |file: &PathBuf| file.extension().is_some_and(|end| end == "sqlite-wal");
    let all = files(folder).into_iter();
    all.filter(|file| is_database(file) || is_log(file))
        .collect()
}

/// What shows that a database was written to.
fn stamps(folder: &Path) -> Vec<(PathBuf, Option<(u64, SystemTime)>)> {
    let stamp = |file: &PathBuf| {
        let now = fs::metadata(file).ok()?;
        Some((now.len(), now.modified().ok()?))
    };
    let all = database_files(folder).into_iter();
    all.map(|file| (file.clone(), stamp(&file))).collect()
}

fn values(file: &Path) -> Vec<(String, Vec<u8>)> {
    let database = Connection::open(file).expect("a database");
    let mut tables = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .expect("tables");
    let names: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .expect("tables")
        .flatten()
        .collect();
    let mut found = Vec::new();
    for name in names {
        let Ok(mut statement) = database.prepare(&format!("SELECT * FROM \"{name}\"")) else {
            continue;
        };
        let columns = statement.column_count();
        let mut rows = statement.query([]).expect("rows");
        while let Ok(Some(row)) = rows.next() {
            for column in 0..columns {
                if let Ok(ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = row.get_ref(column) {
                    found.push((name.clone(), bytes.to_vec()));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_whole_also_while_the_journal_comes_and_goes() {
        let data = Scratch::new();
        let folder = data.path().join("storage");
        fs::create_dir(&folder).unwrap();
        let file = folder.join("a.sqlite");
        let write = || {
            let database = Connection::open(&file).unwrap();
            let rows = "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS t (x);
                INSERT INTO t VALUES (zeroblob(9000)); INSERT INTO t VALUES ('whole')";
            database.execute_batch(rows).unwrap();
        };
        write();
        std::thread::scope(|scope| {
            let copying = scope.spawn(|| {
                for _ in 0..40 {
                    let copy = Storage::copy(data.path());
                    let database = Connection::open(&copy.databases[0]).unwrap();
                    let verdict: String = database
                        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
                        .unwrap();
                    assert_eq!(verdict, "ok");
                    assert!(copy.values().iter().any(|(_, value)| value == b"whole"));
                }
            });
            while !copying.is_finished() {
                write();
                std::thread::sleep(Duration::from_millis(2));
            }
        });
    }
}
