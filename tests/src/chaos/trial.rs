//! Trials beside the kills: a disk that is full or takes no writes, and a clock that jumps.

mod clock;
mod disk;
mod starved;

use std::time::{Duration, Instant};

use super::client::Clients;
use super::network::Network;
use super::settle;
use crate::history::Violation;
use crate::table::table;
use crate::world::World;
use clock::clock_jumps;
use starved::{file_limit, full_disk, read_only};

/// What a trial found.
pub struct Trial {
    /// What was done.
    pub name: &'static str,
    /// What was looked at and counted.
    pub counts: Vec<(&'static str, String)>,
    /// Why it could not be done here.
    pub skipped: Option<String>,
    /// What was broken.
    pub violations: Vec<Violation>,
}

/// All of them, one after the other; `done` is told of each.
pub async fn all(seed: u64, mut done: impl FnMut(Trial)) {
    done(full_disk(seed).await);
    done(file_limit(seed).await);
    read_only(seed).await.into_iter().for_each(&mut done);
    done(clock_jumps(seed).await);
}

impl Trial {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            counts: Vec::new(),
            skipped: None,
            violations: Vec::new(),
        }
    }

    fn skipped(name: &'static str, why: String) -> Self {
        Self {
            skipped: Some(why),
            ..Self::new(name)
        }
    }

    fn count(&mut self, what: &'static str, number: usize) {
        self.counts.push((what, number.to_string()));
    }

    fn time(&mut self, what: &'static str, time: Duration) {
        self.counts.push((what, format!("{} ms", time.as_millis())));
    }

    /// Ends the clients, waits until all is settled, and checks.
    async fn settle(&mut self, world: &World, clients: &Clients, network: &Network) {
        let stories = clients.end().await;
        let since = Instant::now();
        let settled = settle::settle(stories, &world.acquirer, network, since, |_| ()).await;
        self.count("payments", settled.checked.tokens);
        self.count("answers compared", settled.checked.answers);
        self.count("entries of the ledger", settled.checked.entries);
        self.time("settled after", settled.after);
        self.violations = settled.violations;
    }

    /// For people.
    pub fn table(&self) -> String {
        if let Some(why) = &self.skipped {
            return format!("skipped: {}: {why}\n", self.name);
        }
        let rows: Vec<_> = self
            .counts
            .iter()
            .map(|(what, number)| vec![(*what).to_owned(), number.clone()])
            .chain([vec![
                "promises broken".to_owned(),
                self.violations.len().to_string(),
            ]])
            .collect();
        table(&[self.name, "number"], &rows)
    }

    /// Why it does not show what it should; nothing where it does, or could not be done.
    pub fn failure(&self) -> Option<String> {
        let nothing = self.counts.iter().find(|(_, number)| number == "0");
        match (self.violations.as_slice(), nothing) {
            ([], None) => None,
            ([], Some((what, _))) => Some(format!("{}: no {what}", self.name)),
            (broken, _) => Some(format!("{}: {broken:#?}", self.name)),
        }
    }
}
