//! The only place that asks the machine for the time.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Seconds since 1970 UTC.
#[allow(clippy::disallowed_methods)] // Forbidden for wasm's sake; this is a native program.
pub(crate) fn unix_seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// The day of a moment in Unix seconds, UTC, as `YYYY-MM-DD`.
pub(crate) fn date(unix_seconds: u64) -> String {
    let second = i64::try_from(unix_seconds).unwrap_or(i64::MAX);
    jiff::Timestamp::from_second(second).map_or_else(
        |_| "-".into(),
        |moment| moment.strftime("%Y-%m-%d").to_string(),
    )
}

/// A moment after which a wait is given up.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    #[allow(clippy::disallowed_methods)] // As above.
    pub(crate) fn after(limit: Duration) -> Self {
        Self(Instant::now() + limit)
    }

    #[allow(clippy::disallowed_methods)] // As above.
    pub(crate) fn passed(self) -> bool {
        Instant::now() >= self.0
    }
}

/// Measures how long something took.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[allow(clippy::disallowed_methods)] // As above.
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Seconds with one decimal.
    pub(crate) fn seconds(&self) -> String {
        format!("{:.1} s", self.0.elapsed().as_secs_f64())
    }
}
