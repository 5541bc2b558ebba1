//! What it costs that money moves at most once: every request that moves it beside baselines of the same run,
//! commits counted, and an object that holds a million tokens beside one that holds none. One merchant beside
//! another whose acquirer is dead is a run of its own.

mod alarm;
mod commits;
mod fill;
mod full;
pub mod isolation;
mod orders;
mod rates;
mod space;

use std::time::Duration;

use super::{disk, machine};
use crate::table::table;
use crate::vault::Variant;
use crate::world::World;

/// How much is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// As much as the figures need that are published.
    Whole,
    /// Enough to see that each table can be made.
    Short,
}

impl Extent {
    /// As often or as much as wanted, or a good deal less.
    fn of(self, whole: usize, short: usize) -> usize {
        match self {
            Self::Whole => whole,
            Self::Short => short,
        }
    }
}

/// Measures everything, and says it as Markdown.
pub async fn measure(extent: Extent) -> String {
    let mut world = World::start(Variant::Shipped);
    let fsync = disk::fsync(world.vault.data());
    let commits = commits::measure(&world).await;
    let rates = rates::measure(&world, extent).await;
    let space = space::measure(&mut world, extent).await;
    let full = full::measure(&mut world, extent).await;
    let machine = machine::Machine::look(&world.vault.workerd_binary(), world.vault.data());
    let mut facts = machine.rows();
    facts.push(vec![
        "one fsync of 4 KiB, p50 / p99 ms".to_owned(),
        [50, 99]
            .map(|share| milliseconds(fsync.percentile(share)))
            .join(" / "),
    ]);
    format!(
        "# Money: what it costs to move it at most once\n\n\
         Written by `cargo xtask bench money`; do not edit. Load generator, acquirer and vault (one workerd) \
         share the machine, and the acquirer writes its ledger to the same disk: ratios inside one run mean more \
         than any number alone. What is compared takes turns.\n\n{}\n{rates}\n{commits}\n{full}\n{space}\n\
         ## Not isolated\n\n\
         What the guard of an acquirer, the shedding of load and the counters of `/metrics` add to a request is not \
         measured by itself: they are in every number above, and no build is without them.\n",
        table(&["machine", ""], &facts),
    )
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1_000.0)
}

/// The one in the middle.
fn median<T: Copy>(of: &[T], compare: impl Fn(&T, &T) -> std::cmp::Ordering) -> T {
    let mut sorted = of.to_vec();
    sorted.sort_by(compare);
    sorted[sorted.len() / 2]
}
