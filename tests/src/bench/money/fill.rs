//! A merchant's database, changed from outside while the vault is stopped.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::memory::files;

/// The database of one merchant.
pub(super) struct Books {
    file: PathBuf,
    database: Connection,
}

impl Books {
    /// Opens it.
    pub(super) fn of(data: &Path, merchant: &str) -> Self {
        let is_theirs = |file: &PathBuf| {
            let database = Connection::open(file).expect("a database");
            let found = "SELECT COUNT(*) FROM settings WHERE id = ?";
            let count = database.query_row(found, [merchant], |row| row.get::<_, i64>(0));
            count.is_ok_and(|count| count == 1)
        };
        let file = files(&data.join("storage"))
            .into_iter()
            .filter(|file| file.extension().is_some_and(|end| end == "sqlite"))
            .find(is_theirs)
            .expect("the merchant's database");
        let database = Connection::open(&file).expect("a database");
        Self { file, database }
    }

    /// Its size, journal folded in.
    pub(super) fn bytes(&self) -> u64 {
        let fold = "PRAGMA wal_checkpoint(TRUNCATE)";
        let _ = self.database.query_row(fold, [], |_| Ok(()));
        std::fs::metadata(&self.file).expect("a file").len()
    }

    /// Fills it up to `tokens` live tokens, each like one that the vault has written, with ids and hashes of
    /// its own, spread over the time in which tokens end; none of them ends within an hour.
    pub(super) fn fill(&self, tokens: usize) {
        let missing = tokens - self.tokens();
        let columns: Vec<String> = self.columns("token").iter().map(value).collect();
        let columns = columns.join(", ");
        // Not journalled: a run that is cut short leaves nothing that anybody keeps.
        let statements = format!(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;
             BEGIN;
             CREATE TEMP TABLE one AS SELECT * FROM token WHERE state = 'live' LIMIT 1;
             INSERT INTO token
                WITH RECURSIVE number (n) AS
                    (SELECT 1 UNION ALL SELECT n + 1 FROM number LIMIT {missing})
                SELECT {columns} FROM number, one;
             COMMIT;
             DROP TABLE one;
             PRAGMA journal_mode = WAL;"
        );
        self.run(&statements);
        assert_eq!(self.tokens(), tokens);
    }

    /// How many tokens it holds.
    fn tokens(&self) -> usize {
        let count = "SELECT COUNT(*) FROM token";
        let count = self
            .database
            .query_row(count, [], |row| row.get::<_, i64>(0));
        usize::try_from(count.expect("a count")).expect("no less than none")
    }

    /// As if the workers of so many payments had died before they could write down the end; to be looked
    /// into at `due`, Unix milliseconds.
    pub(super) fn forget_ends(&self, payments: usize, due: u64) {
        self.run(&format!(
            "CREATE TEMP TABLE forgotten AS SELECT seq, authorization FROM operation
                WHERE kind = 'authorize' AND state = 'approved' LIMIT {payments};
             UPDATE operation SET state = 'sent', due = {due}, sent = {due} - 15000
                WHERE seq IN (SELECT seq FROM forgotten);
             UPDATE authorization SET status = 'pending'
                WHERE id IN (SELECT authorization FROM forgotten);
             DROP TABLE forgotten;"
        ));
    }

    /// As if so many of the live tokens had come to their end at `end`, Unix milliseconds.
    pub(super) fn end_tokens(&self, tokens: usize, end: u64) {
        self.run(&format!(
            "UPDATE token SET expires_at = {end}
                WHERE id IN (SELECT id FROM token WHERE state = 'live' LIMIT {tokens});"
        ));
    }

    fn columns(&self, table: &str) -> Vec<String> {
        let names = "SELECT name FROM pragma_table_info(?) ORDER BY cid";
        let mut statement = self.database.prepare(names).expect("a table");
        let names = statement.query_map([table], |row| row.get(0));
        names.expect("columns").flatten().collect()
    }

    fn run(&self, statements: &str) {
        self.database.execute_batch(statements).expect(statements);
    }
}

/// What a column of one more token holds, as SQL over the token that is copied.
fn value(column: &String) -> String {
    match column.as_str() {
        "id" => "'tok_test_00' || lower(hex(randomblob(11)))".to_owned(),
        "session" | "jti" => "lower(hex(randomblob(11)))".to_owned(),
        "secret_hash" => "randomblob(32)".to_owned(),
        "expires_at" | "remembered_until" => {
            format!("{column} + 3600000 + abs(random() % 1800000)")
        }
        _ => column.clone(),
    }
}
