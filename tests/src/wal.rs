//! How often databases were committed to, seen from outside: in a write-ahead log of SQLite the last frame of
//! each commit is marked, so commits can be counted while the database is in use.
//!
//! The format is SQLite's own (<https://www.sqlite.org/fileformat.html#the_write_ahead_log>).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::memory::files;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// The logs of all databases below a folder, at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logs(BTreeMap<PathBuf, Log>);

/// One log. It has a new salt each time it begins anew.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Log {
    salt: [u8; 8],
    commits: u64,
}

impl Logs {
    /// Reads them.
    pub fn of(folder: &Path) -> Self {
        let logs = files(folder)
            .into_iter()
            .filter(|file| file.to_string_lossy().ends_with(".sqlite-wal"));
        let read = logs.filter_map(|file| Some((file.clone(), Log::read(&fs::read(file).ok()?)?)));
        Self(read.collect())
    }

    /// Commits since an earlier moment, by database; `None` where a log began anew in between, so that
    /// nobody can tell.
    pub fn since(&self, before: &Self) -> Option<BTreeMap<PathBuf, u64>> {
        let mut commits = BTreeMap::new();
        for (file, log) in &self.0 {
            let counted = match before.0.get(file) {
                None => log.commits,
                Some(old) if old.salt == log.salt => log.commits - old.commits,
                Some(_) => return None,
            };
            if counted > 0 {
                commits.insert(file.clone(), counted);
            }
        }
        Some(commits)
    }
}

impl Log {
    fn read(bytes: &[u8]) -> Option<Self> {
        let (header, frames) = bytes.split_at_checked(HEADER)?;
        let page = usize::try_from(number(header, 8)?).ok()?;
        let salt: [u8; 8] = header.get(16..24)?.try_into().ok()?;
        // Frames of an earlier round, which wait to be written over, have its salt.
        let of_this_round = frames
            .chunks_exact(FRAME_HEADER + page)
            .take_while(|frame| frame.get(8..16) == Some(salt.as_slice()));
        let is_commit = |frame: &&[u8]| number(frame, 4).is_some_and(|pages| pages > 0);
        let commits = of_this_round.filter(is_commit).count() as u64;
        Some(Self { salt, commits })
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_be_bytes(four))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn every_commit_is_counted_and_reading_is_none() {
        let folder = Scratch::new();
        let file = folder.path().join("a.sqlite");
        let database = Connection::open(&file).unwrap();
        let run = |statements: &str| database.execute_batch(statements).unwrap();
        run("PRAGMA journal_mode = WAL; CREATE TABLE t (x TEXT)");
        let before = Logs::of(folder.path());
        run("SELECT * FROM t; UPDATE t SET x = 1; BEGIN; INSERT INTO t VALUES (1); ROLLBACK");
        let still = Logs::of(folder.path());
        assert_eq!(still.since(&before), Some(BTreeMap::new()));
        for _ in 0..7 {
            run("BEGIN; INSERT INTO t VALUES (zeroblob(9000)); INSERT INTO t VALUES (2); COMMIT");
        }
        let after = Logs::of(folder.path());
        let log = folder.path().join("a.sqlite-wal");
        assert_eq!(after.since(&before), Some([(log, 7)].into()));
        // A log that began anew tells nothing of what was before.
        run("PRAGMA wal_checkpoint(RESTART); INSERT INTO t VALUES (3)");
        assert_eq!(Logs::of(folder.path()).since(&after), None);
    }
}
