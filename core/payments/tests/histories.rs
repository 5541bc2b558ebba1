//! Random histories of one merchant against the promises.
//!
//! Clients prepare, begin and retry; workers crash between any two steps; the network loses, delays and
//! doubles; the acquirer keeps a ledger of its own and approves even what arrives after a reversal. The
//! only assumption: a message arrives within `LONGEST_ON_THE_WAY` or not at all.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a test says what it looked at"
)]

mod vault;
mod world;

use payments::acquirer::Asked;
use payments::machine::{Kind, State};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::BTreeMap;
use world::{Message, Step, World, step};

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn no_history_charges_twice_loses_an_answer_or_stays_in_doubt(steps in prop::collection::vec(step(), 1..160)) {
        let mut world = World::new();
        for step in steps {
            world.take(step);
            world.check_always();
        }
        world.calm_down();
        world.check_always();
        world.check_settled();
    }
}

/// The twin: the histories above are worth something only if they reach the states they speak of.
#[test]
fn the_histories_reach_every_state_they_make_promises_about() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..300 {
        let steps = prop::collection::vec(step(), 100..160)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let mut world = World::new();
        for step in steps {
            world.take(step);
        }
        world.calm_down();
        *seen.entry("crashes").or_default() += world.crashes;
        *seen.entry("errands done and not heard of").or_default() += world.unheard;
        *seen.entry("answers kept").or_default() += world.answers.len();
        for authorization in world.vault.authorizations() {
            *seen.entry(authorization.status.as_str()).or_default() += 1;
            let mut reversals = BTreeMap::new();
            for operation in &authorization.operations {
                let what = (operation.kind, operation.state);
                *seen.entry(name(what)).or_default() += 1;
                *reversals.entry(operation.kind.as_str()).or_insert(0) += 1;
            }
            let reversals = reversals.get("reversal").copied().unwrap_or_default();
            *seen.entry("several reversals").or_default() += usize::from(reversals > 1);
            let parts = authorization.captured > 0 && authorization.captured < authorization.amount;
            *seen.entry("captured in part").or_default() += usize::from(parts);
        }
    }
    println!("{seen:?}");
    for state in [
        "approved",
        "declined",
        "reversed",
        "voided",
        "requires_authentication",
        "capture approved",
        "capture declined",
        "capture reversed",
        "void approved",
        "void reversed",
        "refund approved",
        "refund declined",
        "refund reversed",
        "captured in part",
        "several reversals",
        "crashes",
        "errands done and not heard of",
        "answers kept",
    ] {
        assert!(
            seen.get(state).copied().unwrap_or_default() > 0,
            "no history came to {state}: {seen:?}"
        );
    }
}

/// An operation and its end, as one name.
fn name((kind, state): (Kind, State)) -> &'static str {
    match (kind, state) {
        (Kind::Capture, State::Approved) => "capture approved",
        (Kind::Capture, State::Declined) => "capture declined",
        (Kind::Capture, State::Reversed) => "capture reversed",
        (Kind::Void, State::Approved) => "void approved",
        (Kind::Void, State::Reversed) => "void reversed",
        (Kind::Refund, State::Approved) => "refund approved",
        (Kind::Refund, State::Declined) => "refund declined",
        (Kind::Refund, State::Reversed) => "refund reversed",
        _ => "other operations",
    }
}

/// The twin: forged doubles and losses must be seen by the checks above.
#[test]
fn a_forged_double_is_seen() {
    let mut world = World::new();
    world.take(Step::Tokenize { session: 0 });
    world.take(Step::Prepare { token: 0, key: 0 });
    world.take(Step::Begin { worker: 0 });
    world.take(Step::Arrive {
        message: 0,
        yes: true,
    });
    world.check_always();
    let again = Message {
        asked: Asked {
            operation: world.acquirer.arrived[0].clone(),
            kind: Kind::Authorize,
            amount: 1_200,
            currency: "JPY".into(),
        },
        original: None,
    };
    world.acquirer.act(&again, true);
    let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.check_always()));
    assert!(seen.is_err());
}

#[test]
fn a_capture_and_a_refund_beyond_the_payment_are_seen() {
    for (kind, amount) in [
        (Kind::Capture, 1_201),
        (Kind::Refund, 1_201),
        (Kind::Void, 1_201),
    ] {
        let mut world = World::new();
        world.take(Step::Tokenize { session: 0 });
        world.take(Step::Prepare { token: 0, key: 1 });
        world.take(Step::Begin { worker: 0 });
        world.take(Step::Arrive {
            message: 0,
            yes: true,
        });
        world.check_always();
        let forged = Message {
            asked: Asked {
                operation: "op_forged".into(),
                kind,
                amount,
                currency: "JPY".into(),
            },
            original: Some(world.acquirer.arrived[0].clone()),
        };
        world.acquirer.act(&forged, true);
        let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.check_always()));
        assert!(seen.is_err(), "{kind:?}");
    }
}

#[test]
fn a_forged_loss_is_seen() {
    let mut world = World::new();
    world.take(Step::Tokenize { session: 0 });
    world.take(Step::Prepare { token: 0, key: 0 });
    world.take(Step::Begin { worker: 0 });
    world.take(Step::Arrive {
        message: 0,
        yes: true,
    });
    world.take(Step::Answer { worker: 0 });
    assert_eq!(world.check_settled(), 1);
    let operation = world.acquirer.arrived[0].clone();
    world.acquirer.reverse(&operation);
    let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.check_settled()));
    assert!(seen.is_err());
}
