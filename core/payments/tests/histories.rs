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

use access::AuthorizationId;
use access::time::MINUTE;
use payments::command::Server;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::BTreeMap;
use vault::Vault;
use world::{Step, World, step};

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn no_history_charges_twice_loses_an_answer_or_stays_in_doubt(steps in prop::collection::vec(step(), 1..120)) {
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
        let steps = prop::collection::vec(step(), 60..120)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let mut world = World::new();
        for step in steps {
            world.take(step);
        }
        world.calm_down();
        *seen.entry("crashes").or_default() += world.crashes;
        *seen.entry("answers kept").or_default() += world.answers.len();
        for authorization in world.vault.authorizations() {
            *seen.entry(authorization.status.as_str()).or_default() += 1;
            let reversals = authorization.operations.len() - 1;
            *seen.entry("reversals").or_default() += reversals;
            *seen.entry("reversed twice").or_default() += usize::from(reversals > 1);
        }
    }
    println!("{seen:?}");
    for state in [
        "approved",
        "declined",
        "reversed",
        "reversed twice",
        "crashes",
        "answers kept",
    ] {
        assert!(
            seen.get(state).copied().unwrap_or_default() > 0,
            "no history came to {state}: {seen:?}"
        );
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
    let operation = world.acquirer.authorized[0].clone();
    world.acquirer.authorize(&operation, true);
    let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.check_always()));
    assert!(seen.is_err());
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
    let operation = world.acquirer.authorized[0].clone();
    world.acquirer.reverse(&operation);
    let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.check_settled()));
    assert!(seen.is_err());
}

#[test]
fn an_authorization_id_is_found_by_its_reference() {
    let mut vault = Vault::new();
    let token = vault.issue("session", "jti").unwrap();
    let begin = vault.a_begin(&token, "k");
    let id: AuthorizationId = begin.authorization.clone();
    vault.begin_with(begin).unwrap();
    let list = Server::ListAuthorizations {
        reference: Some("order-1".into()),
        limit: 10,
        before: None,
    };
    let payments::Reply::Authorizations(found) = vault.server(list).unwrap() else {
        panic!("a list")
    };
    assert_eq!(found.data[0].id, id.as_str());
    vault.now = vault.now.plus(MINUTE);
    assert!(vault.server(Server::ReadAuthorization { id }).is_ok());
}
