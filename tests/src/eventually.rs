//! Waiting for a condition.

use std::future::Future;
use std::time::{Duration, Instant};

const TICK: Duration = Duration::from_millis(20);

/// Asks again and again until there is something; fails after `deadline`, naming what it waited for.
pub async fn eventually<T, F>(what: &str, deadline: Duration, mut condition: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let start = Instant::now();
    loop {
        if let Some(found) = condition().await {
            return found;
        }
        assert!(start.elapsed() < deadline, "no {what} within {deadline:?}");
        tokio::time::sleep(TICK).await;
    }
}

/// The same for a condition that needs no await, on a thread that may block.
pub fn eventually_blocking<T>(
    what: &str,
    deadline: Duration,
    mut condition: impl FnMut() -> Option<T>,
) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = condition() {
            return found;
        }
        assert!(start.elapsed() < deadline, "no {what} within {deadline:?}");
        std::thread::sleep(TICK);
    }
}
