//! Forged orders: answers that cannot all be true, one after the other.

use serde_json::Value;
use tests::history::{Action, Outcome, Promise, check};

use super::forged::{History, broken};

/// An answer of the honest history, by its position among the payment's requests.
fn body(history: &mut History, name: &str, at: usize) -> Value {
    let Outcome::Ok(_, body) = &history.payment(name).calls[at].outcome else {
        panic!("an answer");
    };
    serde_json::from_slice(body).unwrap()
}

fn read(history: &mut History, name: &str, body: &Value) {
    let outcome = Outcome::Ok(200, body.to_string().into());
    history.call(name, Action::Read, outcome);
}

#[test]
fn a_look_back_in_time_has_no_order() {
    let mut history = History::honest();
    let now = history.payment("taken").finally.clone().unwrap();
    read(&mut history, "taken", &now);
    assert_eq!(broken(&history), []);

    // After the second capture was answered, somebody sees only the first.
    let before = body(&mut history, "taken", 2);
    read(&mut history, "taken", &before);
    assert_eq!(broken(&history), [Promise::Order]);
}

#[test]
fn the_same_look_back_is_in_order_while_the_capture_is_under_way() {
    let mut history = History::honest();
    let before = body(&mut history, "taken", 2);
    read(&mut history, "taken", &before);
    let read = history.payment("taken").calls.last_mut().unwrap();
    // The second capture runs from 30 to 35.
    (read.invoked, read.returned) = (28, 31);
    assert_eq!(broken(&history), []);
}

#[test]
fn a_refusal_without_a_reason_has_no_order_and_one_with_a_reason_has() {
    for (name, action, honest) in [
        ("taken", Action::Capture(Some(101)), true),
        ("taken", Action::Capture(Some(100)), false),
        ("taken", Action::Refund(Some(651)), true),
        ("taken", Action::Refund(Some(650)), false),
        ("taken", Action::Void, true),
        ("voided", Action::Capture(None), true),
        ("declined", Action::Void, true),
    ] {
        let mut history = History::honest();
        let refused = Outcome::Fail(409, "invalid_transition".into());
        history.call(name, action.clone(), refused);
        let expected: &[Promise] = if honest { &[] } else { &[Promise::Order] };
        assert_eq!(broken(&history), expected, "{name} {action:?}");
    }
}

#[test]
fn a_capture_behind_a_void_has_no_order() {
    let mut history = History::honest();
    history.begin("both", "approved", 5_000);
    history.follow("both", Action::Void, "approved");
    history.follow("both", Action::Capture(Some(10)), "approved");
    assert!(broken(&history).contains(&Promise::Order));
}

#[test]
fn two_captures_that_overlap_may_be_told_in_either_order() {
    for swapped in [false, true] {
        let mut history = History::honest();
        history.begin("both", "approved", 5_000);
        history.follow("both", Action::Capture(Some(10)), "approved");
        history.follow("both", Action::Capture(Some(20)), "approved");
        let calls = &mut history.payment("both").calls;
        let [.., first, second] = calls.as_mut_slice() else {
            panic!("two captures");
        };
        if swapped {
            // The second, which saw both, was over before the first began.
            (second.invoked, second.returned) = (11, 12);
        } else {
            (second.invoked, second.returned) = (first.invoked, first.returned);
        }
        let expected: &[Promise] = if swapped { &[Promise::Order] } else { &[] };
        assert_eq!(broken(&history), expected, "swapped: {swapped}");
    }
}

#[test]
fn what_was_refused_in_the_end_never_began_and_what_nobody_knows_is_not_put_in_order() {
    let ordered = |refused: bool| {
        let mut history = History::honest();
        let capture = Action::Capture(Some(101));
        history.call("taken", capture.clone(), Outcome::Info);
        if refused {
            let refusal = Outcome::Fail(422, "invalid_parameter".into());
            history.call("taken", capture, refusal);
        }
        let (checked, violations) = check(&history.payments, &history.ledger());
        assert_eq!(violations, []);
        checked.ordered
    };
    assert_eq!((ordered(true), ordered(false)), (4, 3));
}
