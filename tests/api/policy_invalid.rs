//! Envelopes that decrypt and must be refused all the same, sent to the live endpoint.

#[path = "../../core/envelope/tests/policy_invalid/cases.rs"]
mod cases;

use std::time::{Duration, Instant};

use envelope::{PublicJwk, base64url};
use getrandom::SysRng;
use rand_core::UnwrapErr;
use serde_json::Value;
use tests::cards::VISA;
use tests::merchant::{Merchant, Session};

use crate::world;

/// An answer slower than this would let a sender keep the vault busy; a shared machine may hiccup, so
/// the median is held to it.
const QUICK: Duration = Duration::from_millis(20);
/// The whole set, for a session.
pub(crate) async fn envelopes(merchant: &Merchant, session: &Session) -> Vec<Vec<u8>> {
    let key = vault_key(merchant).await;
    let cases = cases::cases(&key, &session.id, &merchant.origin, &mut UnwrapErr(SysRng));
    cases.into_iter().map(|(_, envelope)| envelope).collect()
}

/// The public key that cards are sealed to, as the key set shows it.
async fn vault_key(merchant: &Merchant) -> PublicJwk {
    let set = merchant
        .http
        .get("/.well-known/cardseal-keys")
        .await
        .expect(200)
        .text();
    let payload = set.rsplit('~').next().unwrap().split('.').nth(1).unwrap();
    let payload: Value =
        serde_json::from_slice(&base64url::decode(payload.as_bytes()).unwrap()).unwrap();
    let keys = payload["keys"].as_array().unwrap();
    let key = keys
        .iter()
        .find(|key| key["kid"] == merchant.sealer.key().kid())
        .unwrap();
    let coordinate =
        |name: &str| base64url::decode_array(key[name].as_str().unwrap().as_bytes()).unwrap();
    PublicJwk::from_coordinates(coordinate("x"), coordinate("y"))
}

async fn set_up() -> (Merchant, Session, PublicJwk) {
    let merchant = world().merchant().await;
    let session = merchant.session().await;
    let key = vault_key(&merchant).await;
    (merchant, session, key)
}

#[tokio::test]
async fn every_envelope_against_the_policy_gets_the_same_bytes_quickly_and_changes_nothing() {
    let (merchant, session, key) = set_up().await;
    let cases = cases::cases(&key, &session.id, &merchant.origin, &mut UnwrapErr(SysRng));
    let (mut times, mut first) = (Vec::new(), None);
    for (name, envelope) in &cases {
        let begun = Instant::now();
        let answer = merchant.post_envelope(&session, envelope).await;
        times.push(begun.elapsed());
        answer.assert_problem(400, "invalid_envelope");
        let first = first.get_or_insert_with(|| answer.clone());
        assert_eq!(answer.bytes(), first.bytes(), "{name}");
        assert_eq!(
            answer.headers.keys().collect::<Vec<_>>(),
            first.headers.keys().collect::<Vec<_>>(),
            "{name}"
        );
    }
    times.sort();
    let median = times[times.len() / 2];
    println!("{} envelopes refused, median {median:?}", cases.len());
    assert!(cases.len() >= 200);
    assert!(median < QUICK, "median {median:?}");

    let seen = merchant
        .get(&format!("/v1/sessions/{}", session.id))
        .await
        .expect(200);
    assert_eq!(seen.json()["tokens"], serde_json::json!([]));
    let _ = merchant.tokenize(&VISA, &session).await.expect(201);
}

#[tokio::test]
async fn the_same_hands_make_envelopes_that_the_endpoint_accepts() {
    let (merchant, session, key) = set_up().await;
    let controls = cases::controls(&key, &session.id, &merchant.origin, &mut UnwrapErr(SysRng));
    println!("{} envelopes to be accepted", controls.len());
    assert!(controls.len() >= 10);
    for (name, _) in &controls {
        // A session has five tokens: each envelope has one of its own.
        let session = merchant.session().await;
        let again = cases::controls(&key, &session.id, &merchant.origin, &mut UnwrapErr(SysRng));
        let (_, envelope) = again.iter().find(|(other, _)| other == name).unwrap();
        let answer = merchant.post_envelope(&session, envelope).await;
        assert_eq!(answer.status, 201, "{name}: {}", answer.text());
    }
}

#[tokio::test]
async fn an_envelope_that_is_too_large_is_told_so() {
    let (merchant, session, key) = set_up().await;
    let cases = cases::too_large(&key, &session.id, &merchant.origin, &mut UnwrapErr(SysRng));
    assert!(!cases.is_empty());
    for (name, envelope) in &cases {
        let answer = merchant.post_envelope(&session, envelope).await;
        assert_eq!(answer.code().as_deref(), Some("too_large"), "{name}");
        answer.assert_problem(413, "too_large");
    }
}
