//! Fifty kills on a faulty network, a full disk and a wrong clock; and a checker that finds what it must.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod checker;
mod network;
mod report;

use tests::chaos::{self, Options, trial};
use tests::history::Promise;
use tests::vault::Variant;

const KILLS: usize = 50;

const OPTIONS: Options = Options {
    variant: Variant::Faults,
    kills: KILLS,
    faults: 20,
    payments: 0,
    clients: 48,
    seed: 1,
};

#[tokio::test(flavor = "multi_thread")]
async fn fifty_kills_on_a_faulty_network_lose_nothing_and_double_nothing() {
    let outcome = chaos::run(OPTIONS, |_| ()).await;
    println!("{}", outcome.tables());
    assert_eq!(outcome.strikes.len(), KILLS);
    assert_eq!(outcome.failure(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_that_looks_before_it_takes_is_found_by_the_same_clients_and_the_same_checker() {
    // The twin: the run that finds nothing finds a seeded double.
    let options = Options {
        variant: Variant::CheckThenAct,
        kills: 0,
        faults: 0,
        payments: 500,
        ..OPTIONS
    };
    let outcome = chaos::run(options, |_| ()).await;
    let doubles = outcome.violations.iter();
    let doubles = doubles.filter(|one| one.promise == Promise::OneAuthorization);
    let (doubles, races) = (doubles.count(), outcome.checked.races);
    println!("{doubles} doubles in {races} races for a token");
    assert!(doubles > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_and_a_wrong_clock_lose_nothing_and_double_nothing() {
    let mut done = 0;
    trial::all(OPTIONS.seed, |trial| {
        println!("{}", trial.table());
        assert_eq!(trial.failure(), None);
        done += usize::from(trial.skipped.is_none());
    })
    .await;
    assert!(done > 0, "every trial was skipped");
}
