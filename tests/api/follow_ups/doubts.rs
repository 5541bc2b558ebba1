//! Follow-ups that get no answer: each ends as the protocol says, and nothing stays in doubt.

use std::time::Duration;

use serde_json::{Value, json};
use tests::answer::Answer;
use tests::eventually::eventually;
use tests::ledger::Entry;
use tests::merchant::Merchant;
use tests::sealer::random_id;

use super::refusals::set_terms;
use super::{FOLLOW_UPS_TIME_OUT, entries, read, reserved, stands, sums, taken};
use crate::world;

const SETTLED: Duration = Duration::from_mins(2);

/// What happened, by the amount's last two digits: how the operation ends, and how many reversals it takes.
const WAYS: [(i64, &str, &str, usize); 5] = [
    (1_201, "never arrived", "reversed", 1),
    (1_202, "approved, answer lost", "approved", 0),
    (1_203, "approved after our reversal", "reversed", 2),
    (1_204, "answered twice", "approved", 0),
    (1_205, "pending, then approved", "approved", 0),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_five_ways_a_follow_up_times_out_end_as_the_acquirer_ends_them() {
    let mut tasks = Vec::new();
    for way in WAYS {
        for what in ["captures", "void", "refunds"] {
            // One acquirer that left all fifteen without an answer would be taken for dead.
            let merchant = world().merchant().await;
            tasks.push(tokio::spawn(time_out(merchant, what, way)));
        }
    }
    let mut ended = 0;
    for task in tasks {
        task.await.unwrap();
        ended += 1;
    }
    println!("{ended} time-outs settled");
    assert_eq!(ended, 15);
}

async fn time_out(
    merchant: Merchant,
    what: &str,
    (amount, way, end, reversals): (i64, &str, &str, usize),
) {
    let (id, body) = match what {
        "refunds" => (
            taken(&merchant, &FOLLOW_UPS_TIME_OUT, amount).await,
            json!({ "amount": amount }),
        ),
        _ => (
            reserved(&merchant, &FOLLOW_UPS_TIME_OUT, amount).await,
            json!({}),
        ),
    };
    let case = format!("{what}, {way}");
    let before = read(&merchant, &id).await;
    let key = random_id();
    let first = merchant.follow_up_as(&key, &id, what, &body).await;
    let first = first.expect(202);
    let told = first.json();
    // In doubt it moves nothing yet.
    assert_eq!(sums(&told), sums(&before), "{case}");
    let operation = told["operations"][1]["id"].as_str().unwrap().to_owned();
    assert_eq!(told["operations"][1]["state"], "unknown", "{case}");
    // But what may have happened takes up room.
    let again = merchant.follow_up(&id, what, &body).await;
    again.assert_problem(409, "invalid_transition");

    let payment = eventually(&case, SETTLED, || async {
        let payment = read(&merchant, &id).await;
        let entries = entries(&id).await;
        let is_over = payment["operations"][1]["state"] == end
            && count(&entries, "reversal") >= reversals
            && !in_doubt(&payment)
            && (acquirer_holds(&entries, &operation) == (end == "approved"));
        is_over.then_some(payment)
    })
    .await;
    let moved = if end == "approved" { amount } else { 0 };
    let expected = match (what, end) {
        ("captures", _) => stands("approved", moved, 0),
        ("void", "approved") => stands("voided", 0, 0),
        ("void", _) => stands("approved", 0, 0),
        _ => stands("approved", amount, moved),
    };
    assert_eq!(sums(&payment), expected, "{case}");
    assert_eq!(payment["stuck"], Value::Null, "{case}");

    let entries = entries(&id).await;
    let acted = entries
        .iter()
        .filter(|entry| entry.operation_id == operation)
        .count();
    assert_eq!(acted, usize::from(amount != 1_201), "{case}: never twice");
    assert!(
        entries
            .iter()
            .filter(|entry| entry.operation_id == operation)
            .all(|entry| entry.amount == amount),
        "{case}"
    );
    assert_eq!(count(&entries, "reversal"), reversals, "{case}");
    let replayed: Answer = merchant.follow_up_as(&key, &id, what, &body).await;
    assert_eq!(replayed.bytes(), first.bytes(), "{case}: the first answer");
    assert_eq!(replayed.header("idempotent-replayed"), "true", "{case}");
    println!("{case}: {end}, {} entries", entries.len());
}

fn count(entries: &[Entry], kind: &str) -> usize {
    entries.iter().filter(|entry| entry.kind == kind).count()
}

fn in_doubt(payment: &Value) -> bool {
    let mut operations = payment["operations"].as_array().unwrap().iter();
    operations.any(|one| one["state"] == "sent" || one["state"] == "unknown")
}

/// Whether an operation stands for the acquirer: approved, and not undone after that. Only one was ever
/// undone here, so every reversal is of it.
fn acquirer_holds(entries: &[Entry], operation: &str) -> bool {
    let undone = entries.iter().rposition(|entry| entry.kind == "reversal");
    let approved = entries
        .iter()
        .rposition(|entry| entry.operation_id == operation && entry.result == "approved");
    approved.is_some_and(|at| undone.is_none_or(|undone| undone < at))
}

#[tokio::test]
async fn an_approval_counts_until_a_reversal_comes_behind_it() {
    let merchant = world().merchant().await;
    let id = taken(&merchant, &FOLLOW_UPS_TIME_OUT, 1_000).await;
    let mut entries = entries(&id).await;
    let operation = entries[0].operation_id.clone();
    assert!(acquirer_holds(&entries, &operation));
    entries.push(Entry {
        kind: "reversal".to_owned(),
        operation_id: "another".to_owned(),
        ..entries[0].clone()
    });
    assert!(!acquirer_holds(&entries, &operation));
    entries.push(entries[0].clone());
    assert!(acquirer_holds(&entries, &operation));
}

#[tokio::test]
async fn an_acquirer_that_cannot_be_asked_is_told_to_undo_what_it_did_not_answer() {
    let merchant = world().merchant().await;
    let terms = json!({ "capabilities": ["partial_capture", "multi_capture"] });
    set_terms(&merchant, &terms).await;
    // 02: approved, and the answer was lost; an inquiry would tell.
    let id = reserved(&merchant, &FOLLOW_UPS_TIME_OUT, 1_202).await;
    let lost = merchant.follow_up(&id, "captures", &json!({})).await;
    let _ = lost.expect(202);
    let payment = eventually("end of the doubt", SETTLED, || async {
        let payment = read(&merchant, &id).await;
        (!in_doubt(&payment)).then_some(payment)
    })
    .await;
    assert_eq!(sums(&payment), stands("approved", 0, 0));
    let entries = entries(&id).await;
    let operation = payment["operations"][1]["id"].as_str().unwrap();
    assert!(!acquirer_holds(&entries, operation));
    let kinds: Vec<&str> = entries.iter().map(|entry| &*entry.kind).collect();
    assert_eq!(kinds, ["authorize", "capture", "reversal"]);
}

#[tokio::test]
async fn what_a_capture_in_doubt_took_up_is_free_again_once_no_late_approval_can_follow() {
    let merchant = world().merchant().await;
    // 01: never arrived. 06: the next one is declined, which shows that it was sent.
    let id = reserved(&merchant, &FOLLOW_UPS_TIME_OUT, 1_207).await;
    let lost = json!({ "amount": 1_201 });
    let _ = merchant.follow_up(&id, "captures", &lost).await.expect(202);
    let next = json!({ "amount": 506 });
    let refused = merchant.follow_up(&id, "captures", &next).await;
    refused.assert_problem(409, "invalid_transition");
    // What it did not take up is free all the time.
    let rest = json!({ "amount": 6 });
    let declined = merchant.follow_up(&id, "captures", &rest).await;
    assert_eq!(declined.expect(201).json()["captured"], 0);
    let answer = eventually("room for a capture", SETTLED, || async {
        let answer = merchant.follow_up(&id, "captures", &next).await;
        (answer.status == 201).then_some(answer)
    })
    .await;
    let payment = answer.json();
    let operations = payment["operations"].as_array().unwrap();
    assert_eq!(operations.last().unwrap()["state"], "declined");
    let reversed = operations.iter().filter(|one| one["state"] == "reversed");
    assert_eq!(reversed.count(), 1);
    assert_eq!(sums(&payment), stands("approved", 0, 0));
}
