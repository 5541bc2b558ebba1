//! How long the vault goes on trying: by the clock and by tries, since time also passes while nobody tries.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod vault;

use access::time::{DAY, HOUR, MINUTE, SECOND};
use access::{AuthorizationId, EventId, Mode, OperationId};
use payments::acquirer::Finding;
use payments::command::*;
use payments::machine::State;
use payments::projection::Status;
use payments::view::AuthorizationView;
use payments::{Reply, Request};
use vault::{SESSION, Vault, approved, settings};

/// Begins a payment and leaves it without an answer; returns its operation.
fn in_doubt(vault: &mut Vault) -> String {
    let token = vault.issue(SESSION, "j1").unwrap();
    let Begun::Ask(asked) = vault.begin(&token, "k1").unwrap() else {
        panic!("this request is the first of its key")
    };
    vault.finish(&asked.operation, Finding::NoAnswer).unwrap();
    asked.operation
}

/// The same, with a reversal on its way.
fn being_undone(vault: &mut Vault) {
    let operation = in_doubt(vault);
    vault.recovered(&operation, Finding::NotFound);
}

/// Lets the alarm go off until something is due, and that end so. Whether it was an inquiry.
fn try_once(vault: &mut Vault, finding: Finding) -> bool {
    let errand = loop {
        vault.now = vault.now.max(vault.armed.unwrap());
        if let Some(errand) = vault.tick().errands.pop() {
            break errand;
        }
    };
    vault.recovered(&errand.asked.operation, finding);
    errand.step == Step::Inquire
}

fn only(vault: &mut Vault) -> AuthorizationView {
    vault.authorizations().remove(0)
}

#[test]
fn what_nobody_could_settle_in_a_day_is_stuck_and_says_so() {
    let mut vault = Vault::new();
    being_undone(&mut vault);
    let (end, mut tries) = (vault.now.plus(DAY), 0);
    while vault.now < end {
        assert!(!only(&mut vault).stuck, "after {tries} tries");
        try_once(&mut vault, Finding::NoAnswer);
        tries += 1;
    }
    assert!(tries > 2_000, "{tries} tries");
    let found = only(&mut vault);
    assert!(found.stuck);
    let stuck = |one: &payments::view::OperationView| one.state == State::Stuck;
    assert!(found.operations.iter().all(stuck));
    vault.now = vault.now.plus(DAY);
    assert!(vault.tick().errands.is_empty());
}

#[test]
fn a_day_in_which_nobody_tried_leaves_nothing_stuck() {
    // Down at once, or after a while of trying that had no answer either.
    for tries_before in [0, 20] {
        let mut vault = Vault::new();
        being_undone(&mut vault);
        for _ in 0..tries_before {
            try_once(&mut vault, Finding::NoAnswer);
        }
        vault.now = vault.now.plus(25 * HOUR);
        for _ in 0..4 {
            try_once(&mut vault, Finding::NoAnswer);
            assert!(!only(&mut vault).stuck);
        }
        try_once(&mut vault, approved());
        assert_eq!(only(&mut vault).status, Status::Reversed);
    }
}

#[test]
fn after_such_a_day_a_few_tries_in_a_row_are_enough() {
    let mut vault = Vault::new();
    being_undone(&mut vault);
    vault.now = vault.now.plus(25 * HOUR);
    for _ in 0..5 {
        try_once(&mut vault, Finding::NoAnswer);
    }
    assert!(only(&mut vault).stuck);
}

#[test]
fn a_quarter_of_an_hour_of_downtime_and_a_lost_inquiry_undo_no_payment() {
    for tries_before in [0, 5] {
        for lost in [Finding::NoAnswer, Finding::Pending] {
            let mut vault = Vault::new();
            in_doubt(&mut vault);
            for _ in 0..tries_before {
                try_once(&mut vault, Finding::NoAnswer);
            }
            vault.now = vault.now.plus(16 * MINUTE);
            assert!(try_once(&mut vault, lost));
            assert!(try_once(&mut vault, approved()), "it is asked again");
            assert_eq!(only(&mut vault).status, Status::Approved);
        }
    }
}

#[test]
fn pending_is_believed_for_a_minute() {
    let mut vault = Vault::new();
    in_doubt(&mut vault);
    let sent = vault.now;
    while try_once(&mut vault, Finding::Pending) {}
    let waited = vault.now.millis() - sent.millis();
    assert!((MINUTE..2 * MINUTE).contains(&waited), "{waited}");
}

#[test]
fn a_clock_that_was_set_back_makes_nobody_believe_pending_or_silence_for_longer() {
    for finding in [Finding::Pending, Finding::NoAnswer] {
        let mut vault = Vault::new();
        in_doubt(&mut vault);
        vault.now = vault.now.plus(-25 * HOUR);
        let set_right = vault.now;
        let mut asked = 0;
        vault.armed = Some(vault.now);
        while try_once(&mut vault, finding.clone()) {
            asked += 1;
        }
        assert!(asked >= 5, "a small step back undoes nothing at once");
        assert!(vault.now < set_right.plus(MINUTE + SECOND));
    }
}

#[test]
fn whoever_must_look_is_told_once_by_which_ids() {
    let mut vault = Vault::new();
    let operation = in_doubt(&mut vault);
    vault.recovered(&operation, Finding::NotFound);
    let reversal = vault.tick().errands.remove(0).asked.operation;
    vault.now = vault.now.plus(25 * HOUR);
    let told = [(); 6].map(|()| {
        let finish = Finish {
            operation: OperationId::from_stored(reversal.clone()),
            finding: Finding::NoAnswer,
            fresh: Fresh {
                event: EventId::new(Mode::Test, vault.draw()),
                operation: OperationId::new(Mode::Test, vault.draw()),
            },
        };
        let recovered = Request::Alarm(Alarm::Recovered(Box::new(finish)));
        match vault.handle(recovered).unwrap() {
            Reply::Recovered(recovered) => recovered.stuck,
            _ => panic!("Recovered replies Recovered"),
        }
    });
    let payment = only(&mut vault);
    let expected = Stuck {
        merchant: settings().id,
        authorization: AuthorizationId::from_stored(payment.id),
        operation: OperationId::from_stored(operation),
    };
    assert_eq!(told, [None, None, None, None, Some(expected), None]);
}
