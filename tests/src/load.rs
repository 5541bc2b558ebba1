//! Load: closed, where each connection sends its next request when the last was answered, or open, where
//! requests come at their own pace whatever became of those before.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::time::sleep_until;

use crate::answer::Answer;
use crate::together::{Bare, Connection};

/// What a load measured.
pub struct Samples {
    /// Sorted latencies.
    latencies: Vec<Duration>,
    elapsed: Duration,
}

impl Samples {
    fn new(mut latencies: Vec<Duration>, elapsed: Duration) -> Self {
        latencies.sort();
        Self { latencies, elapsed }
    }

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
    let (samples, _) = closed_loop_with_answers(origin, connections, requests, status).await;
    samples
}

/// The same, and the answers in the order of their requests.
pub async fn closed_loop_with_answers(
    origin: &str,
    connections: usize,
    requests: Vec<Bare>,
    status: u16,
) -> (Samples, Vec<Answer>) {
    let mut lanes: Vec<Vec<(usize, Bare)>> = (0..connections).map(|_| Vec::new()).collect();
    for (number, request) in requests.into_iter().enumerate() {
        lanes[number % connections].push((number, request));
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
                let mut answered = Vec::with_capacity(lane.len());
                for (number, request) in lane {
                    let sent = Instant::now();
                    let answer = connection.send(request).await.expect("an answer");
                    let took = sent.elapsed();
                    assert_eq!(answer.status, status, "{}", answer.text());
                    answered.push((number, took, answer));
                }
                answered
            })
        })
        .collect();
    let mut answered = Vec::new();
    for task in tasks {
        answered.extend(task.await.expect("a lane"));
    }
    let elapsed = begun.elapsed();
    answered.sort_by_key(|(number, ..)| *number);
    let (latencies, answers) = answered
        .into_iter()
        .map(|(_, took, answer)| (took, answer))
        .unzip();
    (Samples::new(latencies, elapsed), answers)
}

/// A connection that nobody used for so long is not used again: workerd closes it after five seconds.
const KEPT: Duration = Duration::from_secs(2);

/// Sends `rate` requests a second. A latency counts from the moment at which its request was due, so a vault
/// that falls behind is not asked more gently.
pub async fn open_loop(origin: &str, rate: u32, requests: Vec<Bare>) -> (Samples, Vec<Answer>) {
    let idle: Arc<Mutex<Vec<(Instant, Connection)>>> = Arc::default();
    let (begun, pause) = (tokio::time::Instant::now(), Duration::from_secs(1) / rate);
    let mut tasks = Vec::with_capacity(requests.len());
    let mut due = begun;
    for request in requests {
        sleep_until(due).await;
        let (idle, origin) = (Arc::clone(&idle), origin.to_owned());
        tasks.push(tokio::spawn(async move {
            let open = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = match open {
                Some((since, connection)) if since.elapsed() < KEPT => connection,
                _ => Connection::open(&origin).await,
            };
            let answer = connection.send(request).await.expect("an answer");
            let took = due.elapsed();
            let mut idle = idle.lock().unwrap_or_else(PoisonError::into_inner);
            idle.push((Instant::now(), connection));
            (took, answer)
        }));
        due += pause;
    }
    let (mut latencies, mut answers) = (Vec::new(), Vec::new());
    for task in tasks {
        let (took, answer) = task.await.expect("a request");
        latencies.push(took);
        answers.push(answer);
    }
    (Samples::new(latencies, begun.elapsed()), answers)
}
