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

use model::{SETTLED, Tells, World, seconds};
use payments::command::Purpose;
use payments::machine::{Authentication, Capture, Kind};
use stateright::{Checker, HasDiscoveries, Model};

fn world() -> World {
    World {
        capture: Capture::Automatic,
        same_key: false,
        authentication: Authentication::None,
        purpose: Purpose::Payment,
        tells: Tells::Everything,
        is_approved: false,
        follow_ups: vec![],
        crashes: 1,
        silences: 1,
        pendings: 0,
        answers: 2,
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
        answers: 1,
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
fn a_card_that_is_checked() {
    let checked = World {
        purpose: Purpose::Verification,
        ..world()
    };
    assert!(search("verification", checked) > 100);
}

#[test]
fn an_acquirer_that_tells_nobody_what_became_of_anything() {
    let mute = World {
        tells: Tells::NothingButRefuses,
        ..world()
    };
    assert!(search("no inquiry", mute) > 100);
}

/// The twin: the search finds the approval that nobody can see.
#[test]
fn an_approval_that_slips_in_behind_a_reversal_of_such_an_acquirer_is_found() {
    let mute = World {
        tells: Tells::Nothing,
        ..world()
    };
    let found = mute.checker().spawn_bfs().join().discoveries();
    assert!(found.contains_key(SETTLED), "{:?}", found.keys());
}

#[test]
fn an_acquirer_that_does_not_know_yet() {
    let slow = World {
        silences: 0,
        pendings: 2,
        answers: 1,
        ..world()
    };
    assert!(search("pending", slow) > 100);
}

#[test]
fn a_refund_beside_a_capture() {
    let beside = World {
        silences: 1,
        declines: true,
        until: seconds(45),
        ..approved(
            Capture::Manual,
            &[(Kind::Capture, Some(700)), (Kind::Refund, Some(700))],
        )
    };
    assert!(search("capture and refund", beside) > 1_000);
}

#[test]
fn a_capture_on_its_own() {
    let alone = World {
        silences: 1,
        answers: 2,
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
