//! The history checker is shown each kind of broken promise, and must name it.

use serde_json::{Value, json};
use tests::history::{Payment, Violation, check};
use tests::ledger::{Entry, Ledger};

fn entry(seq: u64, reference: &str, kind: &str, result: &str) -> Entry {
    Entry {
        seq,
        operation_id: format!("op-{reference}-{kind}"),
        authorization_id: format!("auth-{reference}"),
        reference: reference.into(),
        kind: kind.into(),
        amount: 1_200,
        currency: "JPY".into(),
        last4: "4242".into(),
        result: result.into(),
        at: "2026-12-01T00:00:00.000Z".into(),
    }
}

fn authorization(reference: &str, status: &str) -> Value {
    json!({ "id": format!("auth-{reference}"), "status": status })
}

fn payment(reference: &str, status: &str) -> Payment {
    let body = authorization(reference, status);
    let told = (201, body.to_string().into_bytes());
    Payment {
        reference: reference.into(),
        token: format!("tok-{reference}"),
        told: vec![told.clone(), told],
        refused: Vec::new(),
        finally: Some(body),
    }
}

/// Three payments that ended in the three ways, and the ledger that agrees.
fn peace() -> (Vec<Payment>, Vec<Entry>) {
    let payments = vec![
        payment("a", "approved"),
        payment("b", "declined"),
        payment("c", "reversed"),
    ];
    let entries = vec![
        entry(1, "a", "authorize", "approved"),
        entry(2, "b", "authorize", "declined"),
        entry(3, "c", "authorize", "approved"),
        entry(4, "c", "reversal", "approved"),
    ];
    (payments, entries)
}

fn violations(payments: &[Payment], entries: Vec<Entry>) -> Vec<Violation> {
    check(payments, &Ledger::new(entries)).1
}

#[test]
fn a_history_that_kept_every_promise_has_no_violation() {
    let (payments, entries) = peace();
    let (checked, violations) = check(&payments, &Ledger::new(entries));
    assert_eq!(violations, []);
    assert_eq!(
        (
            checked.tokens,
            checked.answers,
            checked.entries,
            checked.ended
        ),
        (3, 6, 4, [1, 1, 1])
    );
}

#[test]
fn a_forged_double_is_found() {
    let (payments, mut entries) = peace();
    entries.push(entry(5, "a", "authorize", "approved"));
    assert_eq!(
        violations(&payments, entries),
        [Violation::Doubled("a".into())]
    );
}

#[test]
fn a_second_operation_for_the_same_payment_is_a_double_too() {
    let (payments, mut entries) = peace();
    let other = Entry {
        operation_id: "op-other".into(),
        ..entry(5, "a", "authorize", "approved")
    };
    entries.push(other);
    assert_eq!(
        violations(&payments, entries),
        [Violation::Doubled("a".into())]
    );
}

#[test]
fn a_forged_loss_of_a_token_is_found() {
    let (mut payments, entries) = peace();
    payments[1].told.clear();
    payments[1].refused.push("404 not_found".into());
    assert!(matches!(
        violations(&payments, entries)[..],
        [Violation::TokenLost(_)]
    ));
}

#[test]
fn a_forged_loss_of_an_answer_is_found_in_all_its_forms() {
    let forgeries: [fn(&mut Payment); 5] = [
        |payment| payment.finally = None,
        |payment| payment.told[1].0 = 202,
        |payment| payment.told[1].1.push(b' '),
        |payment| payment.refused.push("404 not_found".into()),
        |payment| payment.finally = Some(json!({ "id": "auth-other", "status": "approved" })),
    ];
    for (number, forge) in forgeries.into_iter().enumerate() {
        let (mut payments, entries) = peace();
        forge(&mut payments[0]);
        let found = violations(&payments, entries);
        assert!(
            found
                .iter()
                .any(|one| matches!(one, Violation::AnswerLost(_))),
            "{number}: {found:?}"
        );
    }
}

#[test]
fn what_is_still_pending_is_in_doubt() {
    let (mut payments, entries) = peace();
    payments[0] = payment("a", "pending");
    assert_eq!(
        violations(&payments, entries),
        [Violation::InDoubt("a".into())]
    );
}

#[test]
fn a_vault_and_an_acquirer_that_disagree_are_told_apart() {
    for (reference, status) in [
        ("a", "declined"),
        ("b", "approved"),
        ("c", "approved"),
        ("a", "reversed"),
    ] {
        let (mut payments, entries) = peace();
        let at = payments
            .iter()
            .position(|one| one.reference == reference)
            .unwrap();
        payments[at] = payment(reference, status);
        let found = violations(&payments, entries);
        assert!(
            matches!(found[..], [Violation::Disagreement(_)]),
            "{reference} {status}: {found:?}"
        );
    }
}

#[test]
fn money_that_nobody_asked_for_is_found() {
    let (payments, mut entries) = peace();
    entries.push(entry(5, "z", "authorize", "approved"));
    assert!(matches!(
        violations(&payments, entries)[..],
        [Violation::Disagreement(_)]
    ));
}
