//! How fast the disk makes things durable.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

const LONG: Duration = Duration::from_secs(2);
/// A page of a journal.
const PAGE: usize = 4096;

/// How long an append with fsync takes.
pub struct Fsync {
    /// Sorted.
    times: Vec<Duration>,
    elapsed: Duration,
}

/// Appends a page and waits for the disk, again and again, in this folder.
pub(super) fn fsync(folder: &Path) -> Fsync {
    let path = folder.join("fsync");
    let mut file = File::create(&path).expect("a file");
    let (begun, mut times) = (Instant::now(), Vec::new());
    while begun.elapsed() < LONG {
        let one = Instant::now();
        file.write_all(&[7; PAGE]).expect("a write");
        file.sync_data().expect("an fsync");
        times.push(one.elapsed());
    }
    let elapsed = begun.elapsed();
    std::fs::remove_file(path).expect("the file goes");
    times.sort();
    Fsync { times, elapsed }
}

impl Fsync {
    /// A second.
    pub fn rate(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let count = self.times.len() as f64;
        count / self.elapsed.as_secs_f64()
    }

    /// The time that this share, in hundredths, stayed within.
    pub fn percentile(&self, share: usize) -> Duration {
        self.times[(self.times.len() * share).div_ceil(100).saturating_sub(1)]
    }
}
