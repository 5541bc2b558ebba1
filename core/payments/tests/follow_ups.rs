//! The life of one payment after its approval, command by command.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod vault;

use access::AuthorizationId;
use access::time::{DAY, HOUR, MINUTE, SECOND};
use payments::acquirer::Finding;
use payments::command::*;
use payments::machine::{Capture, Kind, State};
use payments::projection::Status;
use payments::terms::{Capability, Terms};
use payments::view::AuthorizationView;
use payments::{Code, Reply};
use vault::{SESSION, Vault, approved, declined, settings};

/// A payment of 1,200, approved; its id.
fn paid(vault: &mut Vault, capture: Capture) -> String {
    let token = vault.issue(SESSION, "j1").unwrap();
    let begin = Begin {
        capture,
        ..vault.a_begin(&token, "k1")
    };
    let (id, operation) = (begin.authorization.clone(), begin.operation.clone());
    vault.begin_with(begin).unwrap();
    vault.finish(operation.as_str(), approved()).unwrap();
    id.as_str().to_owned()
}

/// Begins a follow-up; its operation.
fn begun(vault: &mut Vault, id: &str, kind: Kind, amount: Option<i64>, key: &str) -> String {
    match vault.follow_up(id, kind, amount, key).unwrap() {
        FollowedUp::Ask(errand) => errand.asked.operation,
        FollowedUp::Answered(_) => panic!("this request is the first of its key"),
    }
}

fn done(vault: &mut Vault, id: &str, kind: Kind, amount: Option<i64>, key: &str) -> Kept {
    let operation = begun(vault, id, kind, amount, key);
    vault.finish(&operation, approved()).unwrap()
}

fn code<T>(result: Result<T, payments::Problem>) -> Code {
    result.err().expect("a problem").code
}

fn only(vault: &mut Vault) -> AuthorizationView {
    let mut all = vault.authorizations();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[test]
fn a_reserved_amount_is_taken_in_parts_and_given_back_in_parts() {
    let mut vault = Vault::new();
    let id = paid(&mut vault, Capture::Manual);
    assert!(only(&mut vault).capture_before.is_some());
    done(&mut vault, &id, Kind::Capture, Some(500), "c1");
    let kept = done(&mut vault, &id, Kind::Capture, None, "c2");
    assert_eq!(kept.status, 201);
    done(&mut vault, &id, Kind::Refund, Some(200), "r1");
    let stands = only(&mut vault);
    assert_eq!(
        (stands.status, stands.captured, stands.refunded),
        (Status::Approved, 1_200, 200)
    );
    let amounts: Vec<_> = stands
        .operations
        .iter()
        .map(|one| (one.kind, one.amount))
        .collect();
    assert_eq!(
        amounts,
        [
            (Kind::Authorize, 1_200),
            (Kind::Capture, 500),
            (Kind::Capture, 700),
            (Kind::Refund, 200),
        ]
    );
    assert_eq!(
        code(vault.follow_up(&id, Kind::Refund, Some(1_001), "r2")),
        Code::InvalidParameter
    );
}

#[test]
fn the_message_names_the_authorizing_operation_and_what_is_asked() {
    let mut vault = Vault::new();
    let id = paid(&mut vault, Capture::Manual);
    let first = only(&mut vault).operations[0].id.clone();
    let FollowedUp::Ask(errand) = vault.follow_up(&id, Kind::Capture, None, "c1").unwrap() else {
        panic!("first")
    };
    assert!(matches!(&errand.step, Step::Send { original } if original.as_str() == first));
    assert_eq!(
        (errand.asked.kind, errand.asked.amount),
        (Kind::Capture, 1_200)
    );
    assert_eq!(errand.authorization.as_str(), id);
}

#[test]
fn the_same_key_is_the_same_capture_and_gets_the_same_bytes() {
    let mut vault = Vault::new();
    let id = paid(&mut vault, Capture::Manual);
    let operation = begun(&mut vault, &id, Kind::Capture, Some(500), "c1");
    assert_eq!(
        code(vault.follow_up(&id, Kind::Capture, Some(500), "c1")),
        Code::InProgress
    );
    let first = vault.finish(&operation, approved()).unwrap();
    done(&mut vault, &id, Kind::Refund, None, "r1");
    let FollowedUp::Answered(again) = vault
        .follow_up(&id, Kind::Capture, Some(500), "c1")
        .unwrap()
    else {
        panic!("kept")
    };
    assert_eq!(first, again);
    assert_eq!(only(&mut vault).captured, 500);
}

#[test]
fn a_refusal_writes_nothing() {
    let mut vault = Vault::new();
    let id = paid(&mut vault, Capture::Automatic);
    let before = vault.dump();
    for (kind, amount, refused) in [
        (Kind::Capture, None, Code::InvalidTransition),
        (Kind::Refund, Some(1_201), Code::InvalidParameter),
        (Kind::Authorize, None, Code::InvalidTransition),
    ] {
        assert_eq!(code(vault.follow_up(&id, kind, amount, "x")), refused);
        assert_eq!(vault.dump(), before, "{kind:?}");
    }
    assert_eq!(
        code(vault.follow_up("auth_test_00x", Kind::Void, None, "x")),
        Code::NotFound
    );
    done(&mut vault, &id, Kind::Refund, None, "r1");
    assert_ne!(vault.dump(), before, "the dump sees what is written");
}

#[test]
fn a_declined_follow_up_is_an_answer_and_leaves_the_payment_as_it_was() {
    let mut vault = Vault::new();
    let id = paid(&mut vault, Capture::Manual);
    let operation = begun(&mut vault, &id, Kind::Capture, None, "c1");
    let kept = vault.finish(&operation, declined()).unwrap();
    assert_eq!(kept.status, 201);
    let stands = only(&mut vault);
    assert_eq!((stands.status, stands.captured), (Status::Approved, 0));
    assert_eq!(stands.operations[1].state, State::Declined);
    assert!(
        stands.decline_code.is_none(),
        "the payment was not declined"
    );
    done(&mut vault, &id, Kind::Capture, None, "c2");
}

#[test]
fn a_capture_without_an_answer_is_undone_and_may_then_be_made_again() {
    let mut vault = Vault::new();
    let id = paid(&mut vault, Capture::Manual);
    let capture = begun(&mut vault, &id, Kind::Capture, None, "c1");
    assert_eq!(
        vault.finish(&capture, Finding::NoAnswer).unwrap().status,
        202
    );
    vault.recovered(&capture, Finding::NotFound);
    let undo = vault.tick().errands.remove(0);
    assert!(matches!(&undo.step, Step::Send { original } if original.as_str() == capture));
    vault.recovered(&undo.asked.operation, approved());
    let stands = only(&mut vault);
    assert_eq!((stands.status, stands.captured), (Status::Approved, 0));
    assert_eq!(stands.operations[1].state, State::Reversed);
    // For a minute a late approval may still slip in behind the reversal.
    assert_eq!(
        code(vault.follow_up(&id, Kind::Capture, None, "c2")),
        Code::InvalidTransition
    );
    vault.now = vault.now.plus(MINUTE);
    let look = vault.tick().errands.remove(0);
    vault.recovered(&look.asked.operation, Finding::Reversed);
    done(&mut vault, &id, Kind::Capture, None, "c3");
    assert_eq!(only(&mut vault).captured, 1_200);
}

#[test]
fn a_void_ends_the_payment_and_leaves_nothing_taken() {
    for capture in [Capture::Manual, Capture::Automatic] {
        let mut vault = Vault::new();
        let id = paid(&mut vault, capture);
        done(&mut vault, &id, Kind::Void, None, "v1");
        let stands = only(&mut vault);
        assert_eq!((stands.status, stands.captured), (Status::Voided, 0));
        for kind in [Kind::Capture, Kind::Void, Kind::Refund] {
            assert_eq!(
                code(vault.follow_up(&id, kind, None, "x")),
                Code::InvalidTransition
            );
        }
    }
}

#[test]
fn after_the_cut_off_what_was_taken_is_refunded_and_not_voided() {
    let mut vault = Vault::new();
    let id = paid(&mut vault, Capture::Automatic);
    vault.now = vault.now.plus(DAY);
    assert_eq!(
        code(vault.follow_up(&id, Kind::Void, None, "v1")),
        Code::InvalidTransition
    );
    done(&mut vault, &id, Kind::Refund, None, "r1");
    assert_eq!(only(&mut vault).refunded, 1_200);
}

#[test]
fn what_was_not_taken_in_a_week_lapses_by_itself() {
    let mut vault = Vault::new();
    let id = paid(&mut vault, Capture::Manual);
    vault.now = vault.now.plus(7 * DAY - 1);
    vault.tick();
    assert_eq!(only(&mut vault).status, Status::Approved);
    vault.now = vault.now.plus(1);
    assert_eq!(
        code(vault.follow_up(&id, Kind::Capture, None, "c1")),
        Code::InvalidTransition
    );
    vault.tick();
    let stands = only(&mut vault);
    assert_eq!((stands.status, stands.version), (Status::Expired, 3));
    let before = vault.dump();
    vault.tick();
    assert_eq!(vault.dump(), before, "it lapses once");
}

#[test]
fn a_capture_on_its_way_at_the_end_of_the_week_is_waited_for() {
    let mut vault = Vault::new();
    let id = paid(&mut vault, Capture::Manual);
    vault.now = vault.now.plus(7 * DAY - 1);
    let capture = begun(&mut vault, &id, Kind::Capture, None, "c1");
    vault.now = vault.now.plus(SECOND);
    vault.tick();
    vault.finish(&capture, approved()).unwrap();
    vault.tick();
    let stands = only(&mut vault);
    assert_eq!((stands.status, stands.captured), (Status::Approved, 1_200));
}

#[test]
fn an_acquirer_that_cannot_be_asked_is_told_to_undo_at_once() {
    let mut vault = Vault::new();
    let mut without = settings();
    without.connector.terms = Terms {
        capabilities: vec![Capability::PartialCapture],
        ..Terms::default()
    };
    vault.operator(Operator::Configure(without)).unwrap();
    let token = vault.issue(SESSION, "j1").unwrap();
    let Begun::Ask(asked) = vault.begin(&token, "k1").unwrap() else {
        panic!("first")
    };
    vault.finish(&asked.operation, Finding::NoAnswer).unwrap();
    let errand = vault.tick().errands.remove(0);
    assert_eq!(errand.step, Step::CannotAsk);
    vault.recovered(&asked.operation, Finding::CannotAsk);
    let undo = vault.tick().errands.remove(0);
    assert!(matches!(undo.step, Step::Send { .. }));
    vault.recovered(&undo.asked.operation, approved());
    assert_eq!(only(&mut vault).status, Status::Reversed);
    vault.now = vault.now.plus(MINUTE);
    vault.recovered(&asked.operation, Finding::CannotAsk);
    vault.now = vault.now.plus(HOUR);
    assert!(
        vault.tick().errands.is_empty(),
        "there is nothing more to do"
    );
}

#[test]
fn a_card_is_checked_only_where_the_acquirer_can() {
    let mut vault = Vault::new();
    let mut without = settings();
    without.connector.terms.capabilities = vec![Capability::Inquiry];
    vault.operator(Operator::Configure(without)).unwrap();
    let token = vault.issue(SESSION, "j1").unwrap();
    let check = |vault: &mut Vault| {
        let begin = Begin {
            purpose: Purpose::Verification,
            amount: 0,
            ..vault.a_begin(&token, "k1")
        };
        vault.begin_with(begin)
    };
    assert_eq!(code(check(&mut vault)), Code::NotSupportedByAcquirer);
    vault.operator(Operator::Configure(settings())).unwrap();
    assert!(matches!(check(&mut vault), Ok(Begun::Ask(asked)) if asked.kind == Kind::Verify));
}

#[test]
fn a_payment_that_is_none_is_not_found_whatever_its_acquirer_would_be() {
    let mut vault = Vault::new();
    let token = vault.issue(SESSION, "j1").unwrap();
    let check = Begin {
        purpose: Purpose::Verification,
        amount: 0,
        ..vault.a_begin(&token, "k1")
    };
    let verification = check.authorization.clone();
    vault.begin_with(check).unwrap();
    for id in [verification, AuthorizationId::from_stored("x".into())] {
        let prepare = Prepare {
            idempotency: vault::idempotency("c1", "follow-up"),
            token: None,
            purpose: None,
            payment: Some(id),
        };
        let prepared = vault.server(Server::Prepare(Box::new(prepare)));
        assert_eq!(code(prepared), Code::NotFound);
    }
}

#[test]
fn a_payment_stays_with_its_acquirer_when_the_merchant_goes_to_another() {
    let mut vault = Vault::new();
    let id = paid(&mut vault, Capture::Manual);
    let mut elsewhere = settings();
    elsewhere.connector.acquirer = "elsewhere".into();
    elsewhere.connector.terms.capabilities = vec![];
    vault.operator(Operator::Configure(elsewhere)).unwrap();

    let prepare = |payment| {
        Server::Prepare(Box::new(Prepare {
            idempotency: vault::idempotency("c1", "follow-up"),
            token: None,
            purpose: None,
            payment,
        }))
    };
    let acquirer = |vault: &mut Vault, payment| match vault.server(prepare(payment)).unwrap() {
        Reply::Prepared(Prepared::Fresh { connector, .. }) => connector.acquirer,
        _ => panic!("fresh"),
    };
    let this = AuthorizationId::from_stored(id.clone());
    assert_eq!(acquirer(&mut vault, None), "elsewhere");
    assert_eq!(acquirer(&mut vault, Some(this)), "demo");

    // What its acquirer can do counts, and it is asked when there is no answer.
    let capture = begun(&mut vault, &id, Kind::Capture, Some(500), "c1");
    vault.finish(&capture, Finding::NoAnswer).unwrap();
    let due = vault.tick();
    assert_eq!(due.errands[0].acquirer, "demo");
    assert_eq!(due.errands[0].step, Step::Inquire);
    let named: Vec<_> = due
        .connectors
        .iter()
        .map(|one| one.acquirer.as_str())
        .collect();
    assert_eq!(named, ["demo"]);
}
