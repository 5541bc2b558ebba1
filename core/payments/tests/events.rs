//! What is written down for those who are told later: each change once, when it comes.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod vault;

use access::time::{HOUR, MINUTE};
use payments::acquirer::Finding;
use payments::command::*;
use payments::machine::{Capture, Kind};
use payments::sql::Sql;
use vault::{SESSION, Vault, approved};

/// The kinds of all events, in the order of their ids.
fn events(vault: &Vault) -> Vec<String> {
    let rows = vault
        .sql
        .query("SELECT kind FROM event ORDER BY id", vec![]);
    let kinds = rows.unwrap().into_iter().map(|mut row| row.text().unwrap());
    kinds.collect()
}

/// Begins a payment; its authorization and its operation.
fn begun(vault: &mut Vault, capture: Capture) -> (String, String) {
    let token = vault.issue(SESSION, "j1").unwrap();
    let begin = Begin {
        capture,
        ..vault.a_begin(&token, "k1")
    };
    let id = begin.authorization.as_str().to_owned();
    let operation = begin.operation.as_str().to_owned();
    vault.begin_with(begin).unwrap();
    (id, operation)
}

/// A follow-up of an approved payment that got no answer; its operation.
fn in_doubt(vault: &mut Vault, kind: Kind) -> String {
    let capture = match kind {
        Kind::Refund => Capture::Automatic,
        _ => Capture::Manual,
    };
    let (id, operation) = begun(vault, capture);
    vault.finish(&operation, approved()).unwrap();
    let FollowedUp::Ask(errand) = vault.follow_up(&id, kind, None, "f1").unwrap() else {
        panic!("the first of its key")
    };
    let operation = errand.asked.operation;
    let kept = vault.finish(&operation, Finding::NoAnswer).unwrap();
    assert_eq!(kept.status, 202);
    operation
}

/// Has an operation of which nothing is known undone; its reversal, on its way.
fn undo(vault: &mut Vault, operation: &str) -> String {
    vault.recovered(operation, Finding::NotFound);
    vault.tick().errands.remove(0).asked.operation
}

/// A day passes, and the reversal is not acknowledged.
fn give_up(vault: &mut Vault, reversal: &str) {
    vault.now = vault.now.plus(25 * HOUR);
    for _ in 0..5 {
        vault.recovered(reversal, Finding::NoAnswer);
        vault.now = vault.now.plus(MINUTE);
    }
}

const MOVES: [Kind; 3] = [Kind::Capture, Kind::Void, Kind::Refund];

#[test]
fn a_follow_up_that_is_undone_says_so_at_once_and_once() {
    for kind in MOVES {
        let mut vault = Vault::new();
        let operation = in_doubt(&mut vault, kind);
        let expected = [
            "authorization.approved",
            &format!("{}.reversed", kind.as_str()),
        ];
        let reversal = undo(&mut vault, &operation);
        assert_eq!(events(&vault), expected[..1]);
        vault.recovered(&reversal, approved());
        assert_eq!(events(&vault), expected, "as soon as it is acknowledged");
        // It was approved behind its reversal: undone again, which is nothing new.
        vault.now = vault.now.plus(MINUTE);
        vault.recovered(&operation, approved());
        let again = vault.tick().errands.remove(0).asked.operation;
        vault.recovered(&again, approved());
        vault.now = vault.now.plus(MINUTE);
        vault.recovered(&operation, Finding::Reversed);
        assert_eq!(events(&vault), expected);
    }
}

#[test]
fn a_follow_up_that_is_stuck_says_so_once() {
    for kind in MOVES {
        let mut vault = Vault::new();
        let operation = in_doubt(&mut vault, kind);
        let reversal = undo(&mut vault, &operation);
        give_up(&mut vault, &reversal);
        let stuck = format!("{}.stuck", kind.as_str());
        assert_eq!(events(&vault), ["authorization.approved", &stuck]);
    }
}

#[test]
fn an_authorization_that_is_undone_says_so_once() {
    let mut vault = Vault::new();
    let (_, operation) = begun(&mut vault, Capture::Automatic);
    vault.finish(&operation, Finding::NoAnswer).unwrap();
    let reversal = undo(&mut vault, &operation);
    vault.recovered(&reversal, approved());
    vault.recovered(&reversal, approved());
    assert_eq!(events(&vault), ["authorization.reversed"]);
}

#[test]
fn an_authorization_that_is_stuck_says_so_once() {
    let mut vault = Vault::new();
    let (_, operation) = begun(&mut vault, Capture::Automatic);
    vault.finish(&operation, Finding::NoAnswer).unwrap();
    let reversal = undo(&mut vault, &operation);
    give_up(&mut vault, &reversal);
    assert_eq!(events(&vault), ["authorization.stuck"]);
}

#[test]
fn a_second_reversal_that_is_stuck_says_so_too() {
    let mut vault = Vault::new();
    let operation = in_doubt(&mut vault, Kind::Capture);
    let first = undo(&mut vault, &operation);
    vault.recovered(&first, approved());
    vault.recovered(&operation, approved());
    let second = vault.tick().errands.remove(0).asked.operation;
    give_up(&mut vault, &second);
    assert_eq!(
        events(&vault),
        [
            "authorization.approved",
            "capture.reversed",
            "authorization.stuck"
        ]
    );
}
