//! Too much at once, and acquirers that are dead: refused before anything is written, for those it concerns
//! alone, and over when the cause is.
//!
//! In vaults of their own, and one test at a time: circuits and places are the process's, each of these
//! loads the whole machine, and others would feel them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise, and prints what it counted"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "runs natively, where the clock is there"
)]

mod rush;

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::json;
use tests::answer::Answer;
use tests::cards::VISA;
use tests::eventually::eventually;
use tests::http::Request;
use tests::line::{Condition, Line};
use tests::merchant::{Merchant, Token};
use tests::sealer::random_id;
use tests::together::{Bare, bare, together};
use tests::vault::Variant;
use tests::world::World;
use tokio::sync::Mutex;

/// Whose turn it is.
static TURN: Mutex<()> = Mutex::const_new(());

/// So many payments without an answer open the circuit.
const OPENS_AFTER: usize = 8;
/// So many payments may be with one acquirer.
const AT_MOST_IN_FLIGHT: usize = 1_024;
/// Payments flow again this long after the acquirer does.
const RECOVERED: Duration = Duration::from_secs(10);

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| World::start(Variant::Shipped))
}

/// A merchant whose acquirer is at the far end of a line.
async fn merchant_on(world: &World, condition: Condition) -> (Merchant, Line) {
    let merchant = world.merchant().await;
    let line = Line::to(world.acquirer.url(), condition).await;
    let name = format!("line-{}", merchant.id);
    let operator = world.operator();
    let secret = world.acquirer.signing_secret();
    let _ = operator
        .register_acquirer(&name, line.url(), secret)
        .await
        .expect(200);
    let _ = operator
        .change_merchant(&merchant.id, json!({ "acquirer": name }))
        .await
        .expect(200);
    (merchant, line)
}

/// Pays until the circuit is open; the kept answers with their keys and bodies.
async fn open_circuit(merchant: &Merchant) -> Vec<(String, serde_json::Value, Answer)> {
    let mut kept = Vec::new();
    for _ in 0..OPENS_AFTER {
        let token = merchant.token(&VISA).await;
        let (key, body) = (random_id(), merchant.payment(&token, 1_000));
        let answer = merchant.authorize_as(&key, &body).await.expect(202);
        assert_eq!(answer.json()["status"], "pending");
        kept.push((key, body, answer));
    }
    kept
}

fn retry_after(answer: &Answer) -> u64 {
    answer.header("retry-after").parse().expect("Retry-After")
}

/// So many tokens, of each merchant in turn.
async fn tokens(merchants: &[&Merchant], wanted: usize) -> Vec<(Token, Merchant)> {
    let mut all = Vec::new();
    while all.len() < wanted {
        let some = merchants.repeat(32 / merchants.len()).into_iter();
        let some = some.map(|merchant| {
            let merchant = merchant.clone();
            tokio::spawn(async move { (merchant.token(&VISA).await, merchant) })
        });
        for token in some.collect::<Vec<_>>() {
            all.push(token.await.unwrap());
        }
    }
    all.truncate(wanted);
    all
}

/// The redemption of one, on a connection of its own.
fn redemption((token, merchant): &(Token, Merchant)) -> Bare {
    let (authorization, key) = (format!("Bearer {}", merchant.secret_key), random_id());
    let headers = [
        ("authorization", authorization.as_str()),
        ("idempotency-key", &key),
        ("content-type", "application/json"),
    ];
    let body = merchant.payment(token, 1_000).to_string();
    bare(
        merchant.http.base(),
        "POST",
        "/v1/authorizations",
        &headers,
        body.as_bytes(),
    )
}

/// The name of a merchant's acquirer.
async fn acquirer(merchant: &Merchant) -> String {
    let path = format!("/merchants/{}", merchant.id);
    let read = world().operator().send("GET", &path, None).await;
    read.expect(200).string("acquirer")
}

async fn state(merchant: &Merchant, token: &Token) -> String {
    let read = merchant.get(&format!("/v1/tokens/{}", token.id)).await;
    read.expect(200).string("state")
}

/// The value of one sample of `/metrics`; nothing where there is no such line.
async fn metric(world: &World, sample: &str) -> Option<u64> {
    let request = Request::new("GET", "/metrics").bearer(world.vault.admin_key());
    let text = world.http().send(request).await.expect(200).text();
    let mut lines = text.lines();
    lines.find_map(|line| line.strip_prefix(sample)?.trim().parse().ok())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_circuit_refuses_before_anything_is_written_and_closes_when_the_acquirer_is_back() {
    let _turn = TURN.lock().await;
    let (merchant, line) = merchant_on(world(), Condition::Cut).await;
    let kept = open_circuit(&merchant).await;

    let token = merchant.token(&VISA).await;
    let (key, body) = (random_id(), merchant.payment(&token, 1_200));
    let reference = body["reference"].as_str().unwrap();
    // Probes go out, and each makes the pause longer: now none is due for a while.
    eventually("long pause", RECOVERED, || async {
        let answer = merchant.pay(&VISA, 1_000).await;
        (answer.status == 503 && retry_after(&answer) >= 3).then_some(())
    })
    .await;
    for _ in 0..3 {
        let refused = merchant.authorize_as(&key, &body).await;
        refused.assert_problem(503, "overloaded");
        assert!((1..=4).contains(&retry_after(&refused)));
    }
    assert_eq!(state(&merchant, &token).await, "live");
    let listed = merchant
        .get(&format!("/v1/authorizations?reference={reference}"))
        .await
        .expect(200);
    assert_eq!(listed.json()["data"], json!([]));

    // An answer that was given needs no acquirer.
    for (key, body, first) in &kept {
        let again = merchant.authorize_as(key, body).await;
        assert_eq!(again.bytes(), first.bytes());
    }
    // A token that is none is told so, and no acquirer is blamed.
    let mut stranger = body.clone();
    stranger["token"] = json!("tok_test_00");
    merchant
        .authorize(&stranger)
        .await
        .assert_problem(404, "not_found");
    // Nor is a payment that is none.
    let stranger = merchant.follow_up("x", "captures", &json!({})).await;
    stranger.assert_problem(404, "not_found");

    line.becomes(Condition::Up);
    let back = Instant::now();
    let paid = eventually("payment", RECOVERED, || async {
        let answer = merchant.authorize_as(&key, &body).await;
        match answer.status {
            503 => None,
            _ => Some(answer.expect(201)),
        }
    })
    .await;
    println!("paid {:?} after the acquirer's return", back.elapsed());
    assert_eq!(paid.json()["status"], "approved");
    assert_eq!(paid.header("idempotent-replayed"), "");
    assert_eq!(world().acquirer.ledger().await.authorizes(reference), 1);
    // Closed for everyone at once.
    for _ in 0..5 {
        let _ = merchant.pay(&VISA, 100).await.expect(201);
    }
    for (_, _, pending) in kept {
        let id = pending.string("id");
        eventually("end of the doubt", Duration::from_mins(2), || async {
            let read = merchant.get(&format!("/v1/authorizations/{id}")).await;
            (read.expect(200).json()["status"] == "reversed").then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_silence_of_one_acquirer_stops_no_other_merchant() {
    let _turn = TURN.lock().await;
    let (silent, line) = merchant_on(world(), Condition::Silent).await;
    let other = world().merchant().await;
    let waiting: Vec<_> = (0..40)
        .map(|_| {
            let silent = silent.clone();
            tokio::spawn(async move { silent.pay(&VISA, 1_000).await })
        })
        .collect();
    let name = format!(
        "cardseal_acquirer_in_flight{{acquirer=\"line-{}\"}}",
        silent.id
    );
    eventually("silent calls", RECOVERED, || async {
        metric(world(), &name).await.filter(|calls| *calls == 40)
    })
    .await;
    let mut paid = 0;
    while waiting.iter().any(|call| !call.is_finished()) {
        let answer = other.pay(&VISA, 100).await.expect(201);
        assert_eq!(answer.json()["status"], "approved");
        paid += 1;
    }
    println!("{paid} payments of the other merchant meanwhile");
    assert!(paid > 2);
    for call in waiting {
        let _ = call.await.unwrap().expect(202);
    }
    // All places are free, and the next payment is refused at once instead of waiting ten seconds.
    assert_eq!(metric(world(), &name).await, Some(0));
    let next = tokens(&[&silent], 3).await;
    let begun = Instant::now();
    let next = next.into_iter().map(|(token, silent)| {
        tokio::spawn(async move {
            let answer = silent.authorize(&silent.payment(&token, 1_000)).await;
            (answer, begun.elapsed())
        })
    });
    let mut refused = 0;
    for call in next.collect::<Vec<_>>() {
        let (answer, took) = call.await.unwrap();
        // One of them may be a probe.
        if answer.status == 503 {
            answer.assert_problem(503, "overloaded");
            assert!(took < Duration::from_secs(8), "{took:?}");
            refused += 1;
        }
    }
    assert!(refused >= 2);

    line.becomes(Condition::Up);
    let back = Instant::now();
    eventually("payment", RECOVERED, || async {
        let answer = silent.pay(&VISA, 1_000).await;
        (answer.status == 201).then_some(())
    })
    .await;
    println!("paid {:?} after the acquirer's return", back.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_bulkhead_turns_the_rest_away_unharmed() {
    const SENT: usize = AT_MOST_IN_FLIGHT + 76;
    let _turn = TURN.lock().await;
    // Two merchants of one acquirer, since one has no more places of the vault's than this.
    let merchant = world().merchant_held(4_000).await;
    let other = world().merchant().await;
    let acquirer = json!({ "acquirer": acquirer(&merchant).await });
    let _ = world()
        .operator()
        .change_merchant(&other.id, acquirer)
        .await
        .expect(200);
    let payments = tokens(&[&merchant, &other], SENT).await;
    let requests = payments.iter().map(redemption).collect();
    let answers = together(merchant.http.base(), requests).await;
    let mut refused = Vec::new();
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for (answer, payment) in answers.iter().zip(&payments) {
        *counts.entry(answer.status).or_default() += 1;
        if answer.status == 503 {
            answer.assert_problem(503, "overloaded");
            assert_eq!(retry_after(answer), 1);
            refused.push(payment);
        }
    }
    println!("{counts:?}");
    assert!(!refused.is_empty() && refused.len() <= SENT - AT_MOST_IN_FLIGHT);
    assert_eq!(counts.values().sum::<usize>(), SENT);
    assert!(counts.keys().all(|status| [201, 202, 503].contains(status)));
    for (token, merchant) in refused.into_iter().take(5) {
        assert_eq!(state(merchant, token).await, "live");
        let body = merchant.payment(token, 1_000);
        let _ = merchant.authorize(&body).await.expect(201);
    }
}
