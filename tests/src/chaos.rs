//! `kill -9` while money moves, again and again.
//!
//! Clients tokenize and redeem without pause; the vault is killed at three named points of a payment
//! and at moments of no meaning; it is started again on the same data; in the end every open payment
//! is asked for until it is settled, and the whole history is held against the acquirer's ledger.

mod client;
mod strike;

use std::time::Duration;

use crate::history::{Checked, Violation, check};
use crate::table::table;
use crate::vault::Variant;
use crate::world::World;
use client::Clients;
use strike::{Point, Strike};

/// Clients that pay all the time.
const CLIENTS: usize = 24;
/// A kill counts only with this many requests in flight.
pub const IN_FLIGHT: usize = 16;
/// Everything is settled this soon after the last kill.
const SETTLED: Duration = Duration::from_mins(2);

/// What a run found.
pub struct Outcome {
    /// The kills, in order.
    pub strikes: Vec<Strike>,
    /// What was looked at.
    pub checked: Checked,
    /// What was broken.
    pub violations: Vec<Violation>,
}

/// Runs with this many kills.
pub async fn run(kills: usize) -> Outcome {
    let mut world = World::start(Variant::Faults);
    let clients = Clients::start(&world, CLIENTS).await;
    let mut strikes = Vec::new();
    for number in 0..kills {
        let point = Point::ALL[number % Point::ALL.len()];
        strikes.push(strike::strike(&mut world, &clients, point, number).await);
    }
    let payments = clients.settle(SETTLED).await;
    let (checked, violations) = check(&payments, &world.acquirer.ledger().await);
    Outcome {
        strikes,
        checked,
        violations,
    }
}

impl Outcome {
    /// For people: how often each point struck, and what came of it.
    pub fn table(&self) -> String {
        let row = |point: Point| {
            let struck: Vec<&Strike> = self
                .strikes
                .iter()
                .filter(|strike| strike.point == point)
                .collect();
            let least = struck
                .iter()
                .map(|strike| strike.in_flight)
                .min()
                .unwrap_or(0);
            let longest = struck
                .iter()
                .map(|strike| strike.ready_after)
                .max()
                .unwrap_or_default();
            vec![
                point.name().to_owned(),
                struck.len().to_string(),
                least.to_string(),
                format!("{} ms", longest.as_millis()),
            ]
        };
        let strikes = table(
            &["killed", "times", "least in flight", "longest until ready"],
            &Point::ALL.map(row),
        );
        let [approved, declined, reversed] = self.checked.ended;
        let count =
            |is: fn(&Violation) -> bool| self.violations.iter().filter(|one| is(one)).count();
        let counts = [
            ("kills", self.strikes.len()),
            ("tokens acknowledged", self.checked.tokens),
            ("answers given", self.checked.answers),
            ("ledger entries", self.checked.entries),
            ("ended approved", approved),
            ("ended declined", declined),
            ("ended reversed", reversed),
            ("doubled", count(|one| matches!(one, Violation::Doubled(_)))),
            (
                "tokens lost",
                count(|one| matches!(one, Violation::TokenLost(_))),
            ),
            (
                "answers lost",
                count(|one| matches!(one, Violation::AnswerLost(_))),
            ),
            (
                "in doubt after two minutes",
                count(|one| matches!(one, Violation::InDoubt(_))),
            ),
            (
                "vault and acquirer disagree",
                count(|one| matches!(one, Violation::Disagreement(_))),
            ),
        ];
        let rows = counts.map(|(what, number)| vec![what.to_owned(), number.to_string()]);
        format!("{strikes}\n{}", table(&["what", "number"], &rows))
    }

    /// Why this run does not show what it should; nothing where it does.
    pub fn failure(&self) -> Option<String> {
        let idle = self
            .strikes
            .iter()
            .filter(|strike| strike.in_flight < IN_FLIGHT)
            .count();
        let looked =
            self.checked.tokens > 0 && self.checked.answers > 0 && self.checked.entries > 0;
        if !self.violations.is_empty() {
            return Some(format!("{:#?}", self.violations));
        }
        if idle > 0 || !looked || self.strikes.is_empty() {
            return Some(format!(
                "{idle} kills with fewer than {IN_FLIGHT} in flight; {:?}",
                self.checked
            ));
        }
        None
    }
}
