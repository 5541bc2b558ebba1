//! A payment in doubt: what is asked, what is undone, and what late answers change.

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

use access::time::{DAY, HOUR, MINUTE, SECOND};
use payments::acquirer::Finding;
use payments::command::*;
use payments::projection::Status;
use vault::{SESSION, Vault, approved, declined};

fn ask(begun: Begun) -> String {
    match begun {
        Begun::Ask(asked) => asked.operation,
        Begun::Answered(_) | Begun::Held(_) => panic!("this request is the first of its key"),
    }
}

/// Begins a payment and leaves it without an answer; returns its operation.
fn in_doubt(vault: &mut Vault) -> String {
    let token = vault.issue(SESSION, "j1").unwrap();
    let operation = ask(vault.begin(&token, "k1").unwrap());
    let kept = vault.finish(&operation, Finding::NoAnswer).unwrap();
    assert_eq!(kept.status, 202);
    operation
}

#[test]
fn a_payment_in_doubt_is_settled_by_what_the_acquirer_says_when_asked() {
    for (finding, status) in [
        (approved(), Status::Approved),
        (declined(), Status::Declined),
    ] {
        let mut vault = Vault::new();
        let operation = in_doubt(&mut vault);
        let due = vault.tick();
        assert_eq!(due.errands.len(), 1);
        assert_eq!(due.errands[0].step, Step::Inquire);
        vault.recovered(&operation, finding);
        assert_eq!(vault.authorizations()[0].status, status);
        assert!(vault.tick().errands.is_empty());
    }
}

#[test]
fn the_answer_202_is_kept_although_the_payment_was_approved_later() {
    let mut vault = Vault::new();
    let operation = in_doubt(&mut vault);
    vault.recovered(&operation, approved());
    let token = TokenClaim {
        id: access::TokenId::from_stored("tok".into()),
        secret_hash: [0; 32],
        session: None,
    };
    let Prepared::Answered(kept) = vault.prepare(&token, "k1").unwrap() else {
        panic!("kept")
    };
    assert_eq!(kept.status, 202);
    assert!(kept.body.contains(r#""status":"pending""#));
}

#[test]
fn a_payment_the_acquirer_never_saw_is_reversed_and_looked_at_once_more() {
    let mut vault = Vault::new();
    let operation = in_doubt(&mut vault);
    vault.recovered(&operation, Finding::NotFound);
    let due = vault.tick();
    let [reversal] = due.errands.as_slice() else {
        panic!("one reversal is due")
    };
    assert!(matches!(&reversal.step, Step::Send { original } if original.as_str() == operation));

    vault.recovered(&reversal.asked.operation, Finding::NoAnswer);
    assert!(vault.tick().errands.is_empty());
    vault.now = vault.now.plus(30 * SECOND);
    let again = vault.tick();
    assert_eq!(
        again.errands[0].asked, reversal.asked,
        "a reversal repeats unchanged"
    );

    vault.recovered(&reversal.asked.operation, approved());
    assert_eq!(vault.authorizations()[0].status, Status::Reversed);
    vault.now = vault.now.plus(MINUTE);
    let last = vault.tick();
    assert_eq!(last.errands[0].step, Step::Inquire);
    vault.recovered(&operation, Finding::NotFound);
    vault.now = vault.now.plus(DAY);
    assert!(vault.tick().errands.is_empty());
}

#[test]
fn an_approval_behind_a_reversal_is_reversed_again_however_it_becomes_known() {
    for by_worker in [true, false] {
        let mut vault = Vault::new();
        let operation = in_doubt(&mut vault);
        vault.recovered(&operation, Finding::NotFound);
        let first = vault.tick().errands[0].asked.operation.clone();
        vault.recovered(&first, approved());
        if by_worker {
            vault.finish(&operation, approved()).unwrap();
        } else {
            vault.now = vault.now.plus(MINUTE);
            vault.recovered(&operation, approved());
        }
        let due = vault.tick();
        let [second] = due.errands.as_slice() else {
            panic!("a second reversal is due")
        };
        assert!(matches!(&second.step, Step::Send { original } if original.as_str() == operation));
        assert_ne!(second.asked.operation, first);
        vault.recovered(&second.asked.operation, approved());
        assert_eq!(vault.authorizations()[0].status, Status::Reversed);
    }
}

#[test]
fn a_late_or_doubled_answer_moves_nothing_that_is_settled() {
    let mut vault = Vault::new();
    let token = vault.issue(SESSION, "j1").unwrap();
    let operation = ask(vault.begin(&token, "k1").unwrap());
    let first = vault.finish(&operation, approved()).unwrap();
    let before = vault.dump();
    for finding in [
        approved(),
        declined(),
        Finding::NoAnswer,
        Finding::NotFound,
        Finding::Reversed,
    ] {
        assert_eq!(vault.finish(&operation, finding).unwrap(), first);
        assert_eq!(vault.dump(), before);
    }
}

#[test]
fn an_abandoned_operation_is_looked_into_after_its_worker_must_be_gone() {
    let mut vault = Vault::new();
    let token = vault.issue(SESSION, "j1").unwrap();
    let operation = ask(vault.begin(&token, "k1").unwrap());
    vault.now = vault.now.plus(15 * SECOND - 1);
    assert!(vault.tick().errands.is_empty());
    vault.now = vault.now.plus(1);
    assert_eq!(vault.tick().errands[0].asked.operation, operation);
    vault.recovered(&operation, approved());
    let Prepared::Answered(kept) = vault.prepare(&token, "k1").unwrap() else {
        panic!("kept")
    };
    assert_eq!(kept.status, 201);
}

#[test]
fn a_silent_acquirer_is_asked_ever_more_slowly_and_then_told_to_reverse() {
    let mut vault = Vault::new();
    let operation = in_doubt(&mut vault);
    let (mut asked, end) = (0, vault.now.plus(16 * MINUTE));
    while vault.now < end {
        for due in vault.tick().errands {
            if due.step == Step::Inquire {
                asked += 1;
                vault.recovered(&operation, Finding::NoAnswer);
            } else {
                assert!(asked > 20, "asked {asked} times");
                return;
            }
        }
        vault.now = vault.now.plus(SECOND);
    }
    panic!("no reversal after 16 minutes and {asked} inquiries");
}

#[test]
fn a_clock_that_was_set_back_puts_nothing_off() {
    let mut vault = Vault::new();
    let token = vault.issue(SESSION, "j1").unwrap();
    vault.now = vault.now.plus(25 * HOUR);
    let token = vault.issue(SESSION, "j2").unwrap_or(token);
    let operation = ask(vault.begin(&token, "k1").unwrap());
    // Whoever sent it is gone; the clock is set right, and the object's alarm with it.
    vault.now = vault.now.plus(-25 * HOUR);
    let due = vault.tick();
    assert_eq!(due.errands.len(), 1);
    assert_eq!(due.errands[0].asked.operation, operation);
    vault.recovered(&operation, Finding::NoAnswer);
    assert!(
        vault
            .armed
            .is_some_and(|armed| armed <= vault.now.plus(MINUTE))
    );
    vault.now = vault.now.plus(MINUTE);
    assert_eq!(vault.tick().errands.len(), 1, "it is not forgotten");
}
