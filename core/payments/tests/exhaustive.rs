//! Every history of small worlds, to the end: two clients, one token, an acquirer that says yes or no,
//! loses the request or the answer, answers late or twice or not at all, and a crash anywhere.
//!
//! Each world prints how many states it has. The search ends because time does: what is not settled
//! by then is asked to calm down, from every state, and must.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    unreachable_pub
)]
#![allow(
    dead_code,
    unused_imports,
    reason = "the acquirer is the one of the random histories"
)]

mod model;
mod vault;
mod world;

use model::{World, seconds};
use payments::machine::{Authentication, Capture, Kind};
use stateright::{Checker, HasDiscoveries, Model};

fn world() -> World {
    World {
        capture: Capture::Automatic,
        same_key: false,
        authentication: Authentication::None,
        is_approved: false,
        follow_ups: vec![],
        crashes: 1,
        silences: 1,
        declines: true,
        until: seconds(150),
    }
}

/// One in which the payment is approved and clients follow it up.
fn approved(capture: Capture, follow_ups: &[(Kind, Option<i64>)]) -> World {
    World {
        capture,
        is_approved: true,
        follow_ups: follow_ups.to_vec(),
        silences: 0,
        declines: false,
        until: seconds(100),
        ..world()
    }
}

/// Looks at every state and prints how many there are; fails with the shortest way to a broken promise.
fn search(name: &str, world: World) -> usize {
    let checker = world
        .checker()
        .threads(std::thread::available_parallelism().map_or(1, usize::from))
        .finish_when(HasDiscoveries::AnyFailures)
        .spawn_bfs()
        .join();
    checker.assert_properties();
    assert!(checker.is_done(), "{name}: the search did not end");
    let states = checker.unique_state_count();
    println!("{name}: {states} states, complete");
    states
}

#[test]
fn two_clients_and_one_token_under_two_keys() {
    assert!(search("two keys", world()) > 100);
}

#[test]
fn two_clients_and_one_token_under_the_same_key() {
    let same = World {
        same_key: true,
        ..world()
    };
    assert!(search("the same key", same) > 100);
}

#[test]
fn a_payment_that_waits_for_its_shopper() {
    let waiting = World {
        authentication: Authentication::Required,
        ..world()
    };
    assert!(search("held", waiting) > 100);
}

#[test]
fn a_capture_on_its_own() {
    let alone = World {
        silences: 1,
        declines: true,
        until: seconds(150),
        ..approved(Capture::Manual, &[(Kind::Capture, None)])
    };
    assert!(search("capture", alone) > 500);
}

#[test]
fn two_captures_that_together_are_too_much() {
    let part = (Kind::Capture, Some(700));
    let both = approved(Capture::Manual, &[part, part]);
    assert!(search("two captures", both) > 1_000);
}

#[test]
fn two_refunds_that_together_are_too_much() {
    let part = (Kind::Refund, Some(700));
    let both = approved(Capture::Automatic, &[part, part]);
    assert!(search("two refunds", both) > 1_000);
}

#[test]
fn a_void_beside_a_capture() {
    let beside = approved(
        Capture::Manual,
        &[(Kind::Void, None), (Kind::Capture, None)],
    );
    assert!(search("void beside capture", beside) > 1_000);
}

#[test]
fn a_void_beside_a_refund() {
    let beside = approved(
        Capture::Automatic,
        &[(Kind::Void, None), (Kind::Refund, None)],
    );
    assert!(search("void beside refund", beside) > 1_000);
}
