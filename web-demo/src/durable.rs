//! One SQLite file, one thread that writes it, and answers given only for what is on disk.
//!
//! Work that waits is done in one transaction, each job in a savepoint of its own, so that many
//! callers share one fsync. A job's result is handed out after the commit and not before.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use anyhow::Context;
use rusqlite::{Connection, Transaction};
use tokio::sync::oneshot;

/// The file `name` in a directory that is made if it is not there.
pub(crate) fn file_in(directory: &str, name: &str) -> anyhow::Result<PathBuf> {
    std::fs::create_dir_all(directory)
        .with_context(|| format!("cannot make the directory {directory}"))?;
    Ok(Path::new(directory).join(name))
}

/// Jobs that share a commit.
const MOST_AT_ONCE: usize = 256;

/// Hands the job's result to its caller: true where the commit succeeded.
type Delivery = Box<dyn FnOnce(bool) + Send>;
type Job = Box<dyn FnOnce(&mut Transaction<'_>) -> Delivery + Send>;

/// The caller's end of the file. Clones share the one writer.
#[derive(Clone)]
pub(crate) struct Store {
    jobs: Sender<Job>,
}

/// The disk refused; the message is not for clients.
#[derive(Debug)]
pub(crate) struct StoreFailed;

impl Store {
    /// Opens (or makes) the file and brings it to `schema`, which must be repeatable.
    pub(crate) fn open(path: &Path, schema: &str) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        // FULL: a commit that was answered is on disk, whatever happens to this process.
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
        connection.execute_batch(schema)?;
        let (jobs, waiting) = channel();
        std::thread::spawn(move || write(connection, &waiting));
        Ok(Self { jobs })
    }

    /// Runs `work` in a transaction and gives its result once that is on disk.
    pub(crate) async fn transact<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreFailed> {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |transaction| {
            let result = in_savepoint(transaction, work);
            Box::new(move |committed| {
                let _ = sender.send(result.ok().filter(|_| committed));
            })
        });
        self.jobs.send(job).map_err(|_| StoreFailed)?;
        receiver.await.ok().flatten().ok_or(StoreFailed)
    }
}

fn in_savepoint<T>(
    transaction: &mut Transaction<'_>,
    work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let savepoint = transaction.savepoint()?;
    let result = work(&savepoint)?;
    savepoint.commit()?;
    Ok(result)
}

fn write(mut connection: Connection, waiting: &Receiver<Job>) {
    while let Ok(first) = waiting.recv() {
        let jobs = std::iter::once(first).chain(waiting.try_iter().take(MOST_AT_ONCE - 1));
        let mut deliveries = Vec::new();
        let committed = commit(&mut connection, jobs, &mut deliveries).is_ok();
        for deliver in deliveries {
            deliver(committed);
        }
    }
}

fn commit(
    connection: &mut Connection,
    jobs: impl Iterator<Item = Job>,
    deliveries: &mut Vec<Delivery>,
) -> rusqlite::Result<()> {
    let mut transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for job in jobs {
        deliveries.push(job(&mut transaction));
    }
    transaction.commit()
}
