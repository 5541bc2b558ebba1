//! The history checker is shown each kind of broken promise, and must name it.

mod forged;
mod money;
mod order;

use forged::{History, broken};
use tests::history::{Attempt, Forbidden, Outcome, Promise, check};

#[test]
fn a_history_that_kept_every_promise_has_no_violation() {
    let history = History::honest();
    let (checked, violations) = check(&history.payments, &history.ledger());
    assert_eq!(violations, []);
    assert_eq!((checked.tokens, checked.entries), (4, 9));
    assert_eq!((checked.answers, checked.repeats), (12, 4));
    assert_eq!(checked.operations, [4, 2, 1, 1, 1]);
    assert_eq!(checked.ended, [1, 1, 1, 1]);
    assert_eq!(checked.ordered, 4);
    assert_eq!(
        (checked.sums[0].captured, checked.sums[0].refunded),
        (900, 250)
    );
    assert_eq!(checked.sums[0], checked.sums[1]);
}

#[test]
fn a_second_authorization_is_found_whether_it_has_the_same_id_or_another() {
    for id in ["op-taken-authorize", "op-other"] {
        let mut history = History::honest();
        history.enter("taken", id, "authorize", 1_000, None);
        assert!(
            broken(&history).contains(&Promise::OneAuthorization),
            "{id}"
        );
    }
}

#[test]
fn of_two_payments_that_race_for_a_token_exactly_one_is_paid() {
    let race = |loser: &str| {
        let mut history = History::honest();
        history.begin("loser", "approved", 5_000);
        if loser == "refused" {
            history.entries.pop();
            let payment = history.payment("loser");
            payment.calls.truncate(1);
            payment.calls[0].outcome = Outcome::Fail(409, "token_used".into());
            payment.finally = None;
        }
        for name in ["taken", "loser"] {
            let payment = history.payment(name);
            (payment.races, payment.token) = (true, "tok-raced".into());
        }
        history
    };
    let honest = race("refused");
    assert_eq!(broken(&honest), []);
    assert_eq!(check(&honest.payments, &honest.ledger()).0.races, 1);
    assert_eq!(broken(&race("paid too")), [Promise::OneAuthorization]);

    let mut history = race("refused");
    history.entries.clear();
    for payment in &mut history.payments {
        payment.calls.truncate(1);
        payment.calls[0].outcome = Outcome::Fail(409, "token_used".into());
        payment.finally = None;
    }
    assert!(broken(&history).contains(&Promise::NoLostToken));
}

#[test]
fn a_lost_token_is_found() {
    let mut history = History::honest();
    let payment = history.payment("declined");
    payment.calls.truncate(1);
    payment.calls[0].outcome = Outcome::Fail(404, "not_found".into());
    payment.finally = None;
    assert_eq!(broken(&history), [Promise::NoLostToken]);

    // Only while it lived: the request was sent at 0.
    history.payment("declined").redeemable_until = Some(1);
    assert_eq!(broken(&history), [Promise::NoLostToken]);
    history.payment("declined").redeemable_until = Some(0);
    assert_eq!(broken(&history), []);
}

#[test]
fn a_lost_answer_is_found_in_all_its_forms() {
    type Forge = fn(&mut tests::history::Payment);
    let forgeries: [(&str, Forge); 4] = [
        ("gone", |payment| payment.finally = None),
        ("refused afterwards", |payment| {
            payment.calls[1].outcome = Outcome::Fail(404, "not_found".into());
        }),
        ("in progress afterwards", |payment| {
            payment.calls[1].outcome = Outcome::Fail(409, "in_progress".into());
        }),
        ("another authorization", |payment| {
            payment.finally.as_mut().unwrap()["id"] = "auth-other".into();
        }),
    ];
    for (what, forge) in forgeries {
        let mut history = History::honest();
        forge(history.payment("taken"));
        let found = broken(&history);
        assert!(found.contains(&Promise::NoLostAnswer), "{what}: {found:?}");
    }
}

#[test]
fn an_operation_that_was_told_and_is_gone_is_a_lost_answer() {
    let mut history = History::honest();
    history.last_operations("taken").pop();
    assert!(broken(&history).contains(&Promise::NoLostAnswer));
}

#[test]
fn changed_bytes_are_found_be_it_the_status_or_one_byte() {
    let forgeries: [fn(&mut u16, &mut Vec<u8>); 2] =
        [|status, _| *status = 202, |_, body| body.push(b' ')];
    for forge in forgeries {
        let mut history = History::honest();
        let Outcome::Ok(status, body) = &mut history.payment("taken").calls[1].outcome else {
            panic!("an answer");
        };
        forge(status, body);
        assert_eq!(broken(&history), [Promise::SameBytes]);
    }
}

#[test]
fn a_request_that_ended_in_a_problem_and_had_its_effect_is_found() {
    let told = |outcome: Outcome, is_replay: bool| {
        let mut history = History::honest();
        let calls = &mut history.payment("taken").calls;
        // The first answer to the payment, once for the request before it and once for itself.
        let mut before = calls[0].clone();
        before.outcome = outcome;
        for call in calls.iter_mut() {
            (call.invoked, call.returned) = (call.invoked + 10, call.returned + 10);
        }
        calls[0].is_replay = is_replay;
        calls.insert(0, before);
        broken(&history)
    };
    for (status, code) in [(503, "overloaded"), (429, "too_many_requests")] {
        let problem = || Outcome::Fail(status, code.to_owned());
        assert_eq!(told(problem(), false), []);
        assert_eq!(told(problem(), true), [Promise::ProblemsChangeNothing]);
    }
    // Who was told nothing may have had an effect.
    assert_eq!(told(Outcome::Info, true), []);
}

#[test]
fn an_attempt_that_worked_is_found_by_its_answer_or_by_its_money() {
    for (because, promise) in [
        (Forbidden::SecondUse, Promise::OneAuthorization),
        (Forbidden::Foreign, Promise::Boundaries),
        (Forbidden::Expired, Promise::Boundaries),
    ] {
        let (status, code) = because.answer();
        let attempt = |outcome| Attempt {
            because,
            reference: "attempt".into(),
            outcome,
        };
        let refused = || Outcome::Fail(status, code.into());

        let mut history = History::honest();
        history.payment("taken").attempts.push(attempt(refused()));
        assert_eq!(broken(&history), [], "{because:?}");

        history.enter("attempt", "op-attempt", "authorize", 1_000, None);
        assert_eq!(broken(&history), [promise], "{because:?} with money");

        let mut history = History::honest();
        let worked = attempt(Outcome::Ok(201, b"{}".to_vec()));
        history.payment("taken").attempts.push(worked);
        assert_eq!(broken(&history), [promise], "{because:?} with an answer");
    }
}

#[test]
fn what_arrives_after_the_token_was_over_is_found() {
    let mut history = History::honest();
    history.payment("taken").over_at = "2026-11-30T23:59:59.999Z".into();
    assert_eq!(broken(&history), [Promise::Boundaries]);
}

#[test]
fn money_that_nobody_asked_for_or_that_has_another_name_is_found() {
    let mut history = History::honest();
    history.enter("stranger", "op-stranger", "authorize", 5, None);
    assert_eq!(broken(&history), [Promise::Boundaries]);

    let mut history = History::honest();
    history.entries[0].authorization_id = "auth-other".into();
    assert!(broken(&history).contains(&Promise::Boundaries));
}
