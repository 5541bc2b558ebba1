//! Forged money: doubles, too much of it, doubt and disagreement.

use serde_json::Value;
use tests::history::{Action, Promise};

use super::forged::{History, broken};

#[test]
fn a_double_capture_a_double_refund_and_a_double_void_are_found_by_their_id() {
    for (name, id, kind, amount) in [
        ("taken", "op-taken-capture-300", "capture", 300),
        ("taken", "op-taken-refund-250", "refund", 250),
        ("voided", "op-voided-void-2000", "void", 2_000),
    ] {
        let mut history = History::honest();
        history.enter(name, id, kind, amount, None);
        assert!(broken(&history).contains(&Promise::NoDouble), "{kind}");
    }
}

#[test]
fn a_second_operation_for_one_request_is_a_double_too() {
    for (name, kind, amount) in [
        ("taken", "capture", 50),
        ("taken", "refund", 50),
        ("voided", "void", 2_000),
    ] {
        let mut history = History::honest();
        history.enter(name, "op-other", kind, amount, None);
        let found = broken(&history);
        assert!(found.contains(&Promise::NoDouble), "{kind}: {found:?}");
        assert!(found.contains(&Promise::Agreement), "{kind}: {found:?}");
    }
}

#[test]
fn taking_more_than_was_authorized_is_found_also_where_every_request_was_asked_for() {
    let mut history = History::honest();
    history.follow("taken", Action::Capture(Some(101)), "approved");
    assert!(broken(&history).contains(&Promise::NoOverCapture));

    let mut history = History::honest();
    history.follow("taken", Action::Capture(Some(100)), "approved");
    assert_eq!(broken(&history), []);
}

#[test]
fn taking_too_much_for_a_moment_is_found_although_it_was_undone() {
    let mut history = History::honest();
    history.enter("taken", "op-late", "capture", 200, None);
    history.enter("taken", "op-undo", "reversal", 200, Some("op-late"));
    assert!(broken(&history).contains(&Promise::NoOverCapture));
}

#[test]
fn giving_back_more_than_was_taken_is_found() {
    let mut history = History::honest();
    history.follow("taken", Action::Refund(Some(651)), "approved");
    assert!(broken(&history).contains(&Promise::NoOverRefund));

    let mut history = History::honest();
    history.follow("taken", Action::Refund(Some(650)), "approved");
    assert_eq!(broken(&history), []);
}

#[test]
fn taking_what_was_voided_is_found() {
    let mut history = History::honest();
    history.enter("voided", "op-other", "capture", 1, None);
    let found = broken(&history);
    assert!(found.contains(&Promise::Agreement), "{found:?}");
}

#[test]
fn what_is_still_in_doubt_is_found_be_it_the_payment_or_one_operation() {
    let mut history = History::honest();
    for operation in history.last_operations("reversed") {
        operation["state"] = "unknown".into();
    }
    assert_eq!(broken(&history), [Promise::NothingInDoubt]);

    for state in ["sent", "unknown", "stuck"] {
        let mut history = History::honest();
        history.last_operations("taken")[1]["state"] = state.into();
        assert!(
            broken(&history).contains(&Promise::NothingInDoubt),
            "{state}"
        );
    }
}

#[test]
fn a_vault_and_an_acquirer_that_disagree_are_found_in_every_direction() {
    type Forge = fn(&mut Value);
    let forgeries: [(&str, &str, Forge); 6] = [
        ("declined", "says approved", |it| {
            it["status"] = "approved".into();
        }),
        ("taken", "says declined", |it| {
            it["status"] = "declined".into();
        }),
        ("reversed", "says approved", |it| {
            it["status"] = "approved".into();
        }),
        ("voided", "says approved", |it| {
            it["status"] = "approved".into();
        }),
        ("taken", "says it took more", |it| {
            it["captured"] = 901.into();
        }),
        ("taken", "says it gave back less", |it| {
            it["refunded"] = 0.into();
        }),
    ];
    for (name, what, forge) in forgeries {
        let mut history = History::honest();
        forge(history.payment(name).finally.as_mut().unwrap());
        assert_eq!(broken(&history), [Promise::Agreement], "{name} {what}");
    }
}

#[test]
fn a_yes_for_what_the_acquirer_declined_undid_or_never_saw_is_found() {
    let forgeries: [fn(&mut History); 3] = [
        |history| history.entries[1].result = "declined".into(),
        |history| {
            let original = Some("op-taken-capture-600");
            history.enter("taken", "op-undo", "reversal", 600, original);
        },
        |history| drop(history.entries.remove(1)),
    ];
    for (number, forge) in forgeries.into_iter().enumerate() {
        let mut history = History::honest();
        forge(&mut history);
        let found = broken(&history);
        assert!(found.contains(&Promise::Agreement), "{number}: {found:?}");
    }
}
