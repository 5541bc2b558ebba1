//! Load: a number of connections, each sending its next request when the last was answered.

use std::time::{Duration, Instant};

use crate::together::{Bare, Connection};

/// What a load measured.
pub struct Samples {
    /// Sorted latencies.
    latencies: Vec<Duration>,
    elapsed: Duration,
}

impl Samples {
    /// Requests a second.
    pub fn rate(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand requests")]
        let count = self.latencies.len() as f64;
        count / self.elapsed.as_secs_f64()
    }

    /// How many there were.
    pub fn count(&self) -> usize {
        self.latencies.len()
    }

    /// The latency that this share of the requests, in hundredths, stayed within.
    pub fn percentile(&self, share: usize) -> Duration {
        let at = (self.latencies.len() * share)
            .div_ceil(100)
            .saturating_sub(1);
        self.latencies.get(at).copied().unwrap_or_default()
    }
}

/// Sends all requests over `connections` connections; every answer must have `status`.
pub async fn closed_loop(
    origin: &str,
    connections: usize,
    requests: Vec<Bare>,
    status: u16,
) -> Samples {
    let mut lanes: Vec<Vec<Bare>> = (0..connections).map(|_| Vec::new()).collect();
    for (number, request) in requests.into_iter().enumerate() {
        lanes[number % connections].push(request);
    }
    let mut open = Vec::new();
    for lane in lanes {
        open.push((Connection::open(origin).await, lane));
    }
    let begun = Instant::now();
    let tasks: Vec<_> = open
        .into_iter()
        .map(|(mut connection, lane)| {
            tokio::spawn(async move {
                let mut latencies = Vec::with_capacity(lane.len());
                for request in lane {
                    let sent = Instant::now();
                    let answer = connection.send(request).await.expect("an answer");
                    latencies.push(sent.elapsed());
                    assert_eq!(answer.status, status, "{}", answer.text());
                }
                latencies
            })
        })
        .collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await.expect("a lane"));
    }
    let elapsed = begun.elapsed();
    latencies.sort();
    Samples { latencies, elapsed }
}
