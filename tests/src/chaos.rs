//! The proof that money moves at most once: clients pay without pause while everything breaks.
//!
//! The vault is killed at named points of an operation and at moments of no meaning; the network between
//! it and the acquirer loses, delays, doubles and mangles; its disk fills and becomes read-only; its
//! clock jumps. In the end every open question is asked until it is answered, and the whole history is
//! held against the acquirer's ledger ([`history`](crate::history)).

mod client;
pub mod network;
mod plan;
mod random;
mod report;
mod settle;
mod story;
mod strike;
pub mod trial;

use std::time::{Duration, Instant};

use crate::eventually::eventually;
use crate::history::{Checked, Violation};
use crate::vault::Variant;
use crate::world::World;
use client::Clients;
use network::{Fault, Network};
pub use strike::{Point, Strike};

/// A kill counts only with this many requests in flight.
pub const IN_FLIGHT: usize = 16;
/// Everything is settled this soon after the last fault.
pub const SETTLED: Duration = Duration::from_mins(2);
/// The acquirer takes this long, so that requests overlap.
const ACQUIRER_MILLIS: u32 = 30;
/// No run makes its payments slower than this.
const PAYMENTS: Duration = Duration::from_hours(2);

/// How much of what.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Of which vault; kills at named points need the fault build.
    pub variant: Variant,
    /// Kills, spread evenly over [`Point::ALL`].
    pub kills: usize,
    /// So many of a hundred messages to and from the acquirer meet a fault.
    pub faults: u64,
    /// At least so many payments.
    pub payments: usize,
    /// Clients that pay all the time.
    pub clients: usize,
    /// Of all that is drawn by lot.
    pub seed: u64,
}

/// What a run found.
pub struct Outcome {
    /// What was asked for.
    pub options: Options,
    /// The kills, in order.
    pub strikes: Vec<Strike>,
    /// How often each fault of the network struck.
    pub struck: [usize; Fault::ALL.len()],
    /// Messages that the network passed on.
    pub messages: usize,
    /// How long after the last fault all was settled.
    pub settled_after: Duration,
    /// What was looked at.
    pub checked: Checked,
    /// What was broken.
    pub violations: Vec<Violation>,
}

/// Runs; `progress` is told now and then how far it is.
pub async fn run(options: Options, progress: impl Fn(String)) -> Outcome {
    let world = tokio::task::spawn_blocking(move || World::start(options.variant));
    let mut world = world.await.expect("a world");
    let network = Network::start(world.acquirer.url(), options.seed).await;
    let url = format!("{}/hold/{ACQUIRER_MILLIS}", network.url());
    let clients = Clients::new(&world, &url, options.seed).await;
    network.set_faults(options.faults);
    clients.start(options.clients);
    let mut strikes = Vec::new();
    for number in 0..options.kills {
        let point = Point::ALL[number % Point::ALL.len()];
        strikes.push(strike::strike(&mut world, &clients, &network, point).await);
        if strikes.len().is_multiple_of(10) {
            progress(format!(
                "{} of {} kills, {} payments",
                strikes.len(),
                options.kills,
                clients.made()
            ));
        }
    }
    let told = std::cell::Cell::new(0);
    eventually("enough payments", PAYMENTS, || async {
        let made = clients.made();
        if made < options.payments && made / 1_000 > told.replace(made / 1_000) {
            progress(format!("{made} of {} payments", options.payments));
        }
        (made >= options.payments).then_some(())
    })
    .await;
    network.set_faults(0);
    let stories = clients.end().await;
    let since = Instant::now();
    progress(format!(
        "faults have ended; {} payments to settle",
        stories.len()
    ));
    let settled = settle::settle(stories, &world.acquirer, &network, since, progress).await;
    Outcome {
        options,
        strikes,
        struck: network.struck(),
        messages: network.requests(),
        settled_after: settled.after,
        checked: settled.checked,
        violations: settled.violations,
    }
}
