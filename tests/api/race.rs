//! A thousand redemptions of one token, released together.

use std::collections::BTreeMap;
use std::time::Duration;

use tests::answer::Answer;
use tests::cards::VISA;
use tests::ledger::Ledger;
use tests::merchant::{Merchant, Token};
use tests::sealer::random_id;
use tests::together::{Bare, bare, together};
use tests::vault::Variant;
use tests::world::World;

use crate::world;

const CONNECTIONS: usize = 1_000;
/// The acquirer holds its answer this long, so that all have come before the first is answered.
const HOLD_MS: u32 = 500;

/// How a race ended: how many of each status and code, and the ledger's authorizations.
struct Finish {
    counts: BTreeMap<(u16, String), usize>,
    asked: usize,
    answers: Vec<Answer>,
}

async fn race(world: &World, merchant: &Merchant, token: &Token, key: Option<&str>) -> Finish {
    let body = merchant.payment(token, 1_000);
    let reference = body["reference"].as_str().unwrap().to_owned();
    let requests: Vec<Bare> = (0..CONNECTIONS)
        .map(|_| {
            let key = key.map_or_else(random_id, str::to_owned);
            let authorization = format!("Bearer {}", merchant.secret_key);
            let headers = [
                ("authorization", authorization.as_str()),
                ("idempotency-key", &key),
                ("content-type", "application/json"),
            ];
            let text = body.to_string();
            bare(
                merchant.http.base(),
                "POST",
                "/v1/authorizations",
                &headers,
                text.as_bytes(),
            )
        })
        .collect();
    let answers = together(merchant.http.base(), requests).await;
    let mut counts = BTreeMap::new();
    for answer in &answers {
        *counts
            .entry((answer.status, answer.code().unwrap_or_default()))
            .or_insert(0) += 1;
    }
    let ledger: Ledger = world.acquirer.ledger().await;
    Finish {
        counts,
        asked: ledger.authorizes(&reference),
        answers,
    }
}

fn assert_one_winner(finish: &Finish) {
    let expected = BTreeMap::from([
        ((201, String::new()), 1),
        ((409, "token_used".to_owned()), CONNECTIONS - 1),
    ]);
    println!("{:?}, {} in the ledger", finish.counts, finish.asked);
    assert_eq!(finish.counts, expected);
    assert_eq!(finish.asked, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_thousand_redemptions_of_one_token_exactly_one_reaches_the_acquirer() {
    let merchant = world().merchant_held(HOLD_MS).await;
    let token = merchant.token(&VISA).await;
    assert_one_winner(&race(world(), &merchant, &token, None).await);

    // An idle object loses its memory after ten seconds; what is asked here is what eviction does.
    let fresh = merchant.token(&VISA).await;
    tokio::time::sleep(Duration::from_secs(11)).await;
    let late = race(world(), &merchant, &token, None).await;
    let used = BTreeMap::from([((409, "token_used".to_owned()), CONNECTIONS)]);
    assert_eq!((late.counts, late.asked), (used, 0));
    assert_one_winner(&race(world(), &merchant, &fresh, None).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_times_the_same_key_is_one_payment_and_one_answer() {
    let merchant = world().merchant_held(HOLD_MS).await;
    let token = merchant.token(&VISA).await;
    let key = random_id();
    let finish = race(world(), &merchant, &token, Some(&key)).await;
    println!("{:?}, {} in the ledger", finish.counts, finish.asked);
    assert_eq!(finish.asked, 1);
    let answered: Vec<&Answer> = finish
        .answers
        .iter()
        .filter(|answer| answer.status == 201)
        .collect();
    assert!(!answered.is_empty());
    for answer in &finish.answers {
        match answer.status {
            201 => assert_eq!(answer.bytes(), answered[0].bytes()),
            _ => answer.assert_problem(409, "in_progress"),
        }
    }
    let first = answered
        .iter()
        .filter(|answer| answer.header("idempotent-replayed").is_empty())
        .count();
    assert_eq!(first, 1, "one of them is the first answer");
}

/// The twin: where the claim looks before it takes, this very race must show it.
#[tokio::test(flavor = "multi_thread")]
async fn a_vault_that_checks_and_then_acts_loses_the_race() {
    let world = tokio::task::spawn_blocking(|| World::start(Variant::CheckThenAct))
        .await
        .unwrap();
    let merchant = world.merchant_held(HOLD_MS).await;
    let token = merchant.token(&VISA).await;
    let finish = race(&world, &merchant, &token, None).await;
    println!("{:?}, {} in the ledger", finish.counts, finish.asked);
    assert!(finish.asked > 1, "the race test cannot see a double");
}
