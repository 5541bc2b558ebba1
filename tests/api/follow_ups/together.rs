//! Forty follow-ups released together: money moves once, and never more of it than there is.

use std::collections::BTreeMap;

use serde_json::json;
use tests::answer::Answer;
use tests::cards::VISA;
use tests::ledger::Entry;
use tests::merchant::Merchant;
use tests::sealer::random_id;
use tests::together::{Bare, bare, together};

use super::{entries, read, reserved, sent, stands, sums, taken};
use crate::world;

const REQUESTS: usize = 40;
/// The acquirer holds its answer this long, so that all have come before the first is answered.
const HOLD_MS: u32 = 500;

fn request(merchant: &Merchant, key: &str, id: &str, what: &str, body: &str) -> Bare {
    let authorization = format!("Bearer {}", merchant.secret_key);
    let headers = [
        ("authorization", authorization.as_str()),
        ("idempotency-key", key),
        ("content-type", "application/json"),
    ];
    let path = format!("/v1/authorizations/{id}/{what}");
    bare(
        merchant.http.base(),
        "POST",
        &path,
        &headers,
        body.as_bytes(),
    )
}

async fn release(merchant: &Merchant, requests: Vec<Bare>) -> Vec<Answer> {
    let answers = together(merchant.http.base(), requests).await;
    let mut counts = BTreeMap::new();
    for answer in &answers {
        let code = answer.code().unwrap_or_default();
        *counts.entry((answer.status, code)).or_insert(0) += 1;
    }
    println!("{counts:?}");
    answers
}

fn made(answers: &[Answer]) -> Vec<&Answer> {
    let made = answers.iter().filter(|answer| answer.status == 201);
    made.collect()
}

/// How much of a kind the acquirer did, each time it acted.
fn sum(entries: &[Entry], kind: &str) -> i64 {
    let approved = |entry: &&Entry| entry.kind == kind && entry.result == "approved";
    let amounts = entries.iter().filter(approved).map(|entry| entry.amount);
    amounts.sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_times_the_same_capture_under_one_key_is_one_capture_and_one_answer() {
    let merchant = world().merchant_held(HOLD_MS).await;
    let id = reserved(&merchant, &VISA, 10_000).await;
    let (key, body) = (random_id(), json!({ "amount": 100 }).to_string());
    let requests = (0..REQUESTS).map(|_| request(&merchant, &key, &id, "captures", &body));
    let answers = release(&merchant, requests.collect()).await;
    let made = made(&answers);
    assert!(!made.is_empty());
    for answer in &answers {
        match answer.status {
            201 => assert_eq!(answer.bytes(), made[0].bytes()),
            _ => answer.assert_problem(409, "in_progress"),
        }
    }
    let replays = made
        .iter()
        .filter(|answer| answer.header("idempotent-replayed") == "true");
    assert_eq!(replays.count() + 1, made.len(), "one is the first answer");
    let entries = entries(&id).await;
    let captures = entries.iter().filter(|entry| entry.kind == "capture");
    assert_eq!(captures.count(), 1);
    assert_eq!(
        sums(&read(&merchant, &id).await),
        stands("approved", 100, 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_parts_released_together_never_add_up_to_more_than_there_is() {
    let merchant = world().merchant_held(HOLD_MS).await;
    for (what, kind) in [("captures", "capture"), ("refunds", "refund")] {
        let id = match what {
            "refunds" => taken(&merchant, &VISA, 1_000).await,
            _ => reserved(&merchant, &VISA, 1_000).await,
        };
        let body = json!({ "amount": 100 }).to_string();
        let requests = (0..REQUESTS).map(|_| request(&merchant, &random_id(), &id, what, &body));
        let answers = release(&merchant, requests.collect()).await;
        assert_eq!(made(&answers).len(), 10, "{what}");
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            // What is under way takes up room; what is done leaves nothing.
            answer.assert_problem(409, "invalid_transition");
        }
        let entries = entries(&id).await;
        assert_eq!(sum(&entries, kind), 1_000, "{what}");
        let payment = read(&merchant, &id).await;
        let refunded = if kind == "refund" { 1_000 } else { 0 };
        assert_eq!(sums(&payment), stands("approved", 1_000, refunded));
        assert_eq!(sent(&payment).len(), 11);
        assert_eq!(entries.len(), 11);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_captures_and_voids_of_the_whole_released_together_exactly_one_is_made() {
    let merchant = world().merchant_held(HOLD_MS).await;
    let id = reserved(&merchant, &VISA, 1_000).await;
    let requests = (0..REQUESTS).map(|at| {
        let what = if at % 2 == 0 { "captures" } else { "void" };
        request(&merchant, &random_id(), &id, what, "{}")
    });
    let answers = release(&merchant, requests.collect()).await;
    assert_eq!(made(&answers).len(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.assert_problem(409, "invalid_transition");
    }
    let (payment, entries) = (read(&merchant, &id).await, entries(&id).await);
    let captured = sum(&entries, "capture");
    assert_eq!(captured + sum(&entries, "void"), 1_000);
    let status = if captured > 0 { "approved" } else { "voided" };
    assert_eq!(sums(&payment), stands(status, captured, 0));
}

#[tokio::test]
async fn a_capture_that_is_acted_on_twice_is_counted_twice() {
    // The twin: a ledger in which a message was sent twice.
    let merchant = world().merchant().await;
    let id = reserved(&merchant, &VISA, 1_000).await;
    let body = json!({ "amount": 1_000 });
    let _ = merchant.follow_up(&id, "captures", &body).await.expect(201);
    let mut entries = entries(&id).await;
    assert_eq!(sum(&entries, "capture"), 1_000);
    entries.push(entries[1].clone());
    assert_eq!(sum(&entries, "capture"), 2_000);
}
