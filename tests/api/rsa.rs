//! Cards sealed to an RSA key.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use envelope::base64url;
use serde_json::Value;
use tests::cards::VISA;
use tests::ledger::Standing;
use tests::merchant::{Merchant, Session};
use tests::vault::Vault;
use tests::world::World;

use crate::redirect::redirect;
use crate::stranger::node;
use crate::{rsa_world, world as shared_world};

/// As for the other algorithm: an answer slower than this would keep the vault busy.
const QUICK: Duration = Duration::from_millis(20);

/// What the key set offers, in its order.
async fn offered(merchant: &Merchant) -> Vec<Value> {
    let set = merchant.http.get("/.well-known/cardseal-keys").await;
    let set = set.expect(200).text();
    let payload = set.rsplit('~').next().unwrap().split('.').nth(1).unwrap();
    let payload = base64url::decode(payload.as_bytes()).unwrap();
    let payload: Value = serde_json::from_slice(&payload).unwrap();
    payload["keys"].as_array().unwrap().clone()
}

fn algorithms(keys: &[Value]) -> Vec<&str> {
    keys.iter()
        .map(|key| key["alg"].as_str().unwrap())
        .collect()
}

/// Envelopes to the RSA key with their names, the one that is right first.
async fn envelopes(merchant: &Merchant, session: &Session) -> Vec<(String, String)> {
    let keys = offered(merchant).await;
    let key = keys.iter().find(|key| key["alg"] == "RSA-OAEP-256");
    let key = key.expect("an RSA key").to_string();
    let environment = [
        ("CARDSEAL_KEY", key.as_str()),
        ("CARDSEAL_SID", &session.id),
        ("CARDSEAL_ORIGIN", &merchant.origin),
    ];
    let made = node("wrong-rsa.mjs", &environment).await;
    serde_json::from_value(made).expect("names and envelopes")
}

/// The script of the card page; the page by itself has it too.
async fn script(merchant: &Merchant) -> String {
    let path = format!("/v1/frame/{}", merchant.session().await.statement);
    let page = merchant.http.get(&path).await.expect(200).text();
    let script = page.split('"').find(|part| part.starts_with("/assets/"));
    let script = script.expect("a script").to_owned();
    let _ = merchant.http.get(&script).await.expect(200);
    let path = format!("/v1/pay/{}", redirect(merchant).await.statement);
    let by_itself = merchant.http.get(&path).await.expect(200).text();
    assert!(by_itself.contains(&format!("\"{script}\"")), "{script}");
    script
}

#[tokio::test]
async fn a_vault_with_an_rsa_key_alone_takes_a_card_and_the_payment_is_approved() {
    let world = tokio::task::spawn_blocking(|| World::start_with(|| Vault::start_with_keys("rsa")));
    let world = world.await.unwrap();
    let merchant = world.merchant().await;
    let keys = offered(&merchant).await;
    assert_eq!(algorithms(&keys), ["RSA-OAEP-256"]);
    assert_eq!(keys[0]["n"].as_str().unwrap().len(), 512, "3,072 bits");
    let usual = script(&shared_world().merchant().await).await;
    assert_ne!(script(&merchant).await, usual, "the program that knows RSA");
    let paid = merchant.pay(&VISA, 1_200).await.expect(201);
    assert_eq!(paid.json()["status"], "approved");
    let ledger = world.acquirer.ledger().await;
    assert_eq!(ledger.standing(&paid.string("id")), Standing::Approved);
}

#[tokio::test]
async fn where_there_are_both_kinds_the_smaller_download_is_offered_first() {
    let merchant = rsa_world().merchant().await;
    let usual = script(&shared_world().merchant().await).await;
    assert_eq!(script(&merchant).await, usual);
    let keys = offered(&merchant).await;
    assert_eq!(algorithms(&keys), ["ECDH-ES", "RSA-OAEP-256"]);
    assert_eq!(
        merchant.sealer.key().kid(),
        keys[0]["kid"].as_str().unwrap()
    );
}

#[tokio::test]
async fn whatever_is_wrong_with_an_rsa_envelope_looks_like_a_wrong_tag() {
    let merchant = rsa_world().merchant().await;
    let session = merchant.session().await;
    let mut all = envelopes(&merchant, &session).await;
    let (name, right) = all.remove(0);
    let tag = merchant.post_envelope(&session, &all[0].1).await;
    tag.assert_problem(400, "invalid_envelope");
    for (name, envelope) in &all {
        let answer = merchant.post_envelope(&session, envelope).await;
        assert_eq!(answer.bytes(), tag.bytes(), "{name}: {}", answer.text());
        assert_eq!(
            answer.headers.keys().collect::<Vec<_>>(),
            tag.headers.keys().collect::<Vec<_>>(),
            "{name}"
        );
    }
    println!("{} envelopes refused", all.len());
    assert_eq!(all.len(), 24);
    let seen = merchant.get(&format!("/v1/sessions/{}", session.id)).await;
    assert_eq!(seen.expect(200).json()["tokens"], serde_json::json!([]));
    // The same hands make one that is accepted, so the others were wrong as they say.
    let taken = merchant.post_envelope(&session, &right).await;
    assert_eq!(taken.status, 201, "{name}: {}", taken.text());
}

/// The median time of each answer to an envelope that the private key is used on.
async fn medians<'name>(
    merchant: &Merchant,
    session: &Session,
    all: &'name [(String, String)],
) -> BTreeMap<&'name str, Duration> {
    const ROUNDS: usize = 25;
    let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    // One of each in turn, so that whatever else the machine does strikes all of them.
    for _ in 0..ROUNDS {
        for (name, envelope) in all.iter().skip(1).filter(|(name, _)| reaches_the_key(name)) {
            let begun = Instant::now();
            let answer = merchant.post_envelope(session, envelope).await;
            times.entry(name).or_default().push(begun.elapsed());
            answer.assert_problem(400, "invalid_envelope");
        }
    }
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let all = times.into_iter();
    all.map(|(name, times)| (name, median(times))).collect()
}

#[tokio::test]
async fn a_wrong_padding_takes_as_long_as_a_wrong_tag() {
    let merchant = rsa_world().merchant().await;
    let session = merchant.session().await;
    let all = envelopes(&merchant, &session).await;
    let mut odd = Vec::new();
    // An early way out shows every time, a machine that hiccups does not.
    for _ in 0..3 {
        let medians = medians(&merchant, &session, &all).await;
        assert!(medians.len() >= 10);
        let tag = medians["another tag"];
        let differs = |(name, median): (&str, Duration)| {
            println!("{median:>10.2?}  {name}");
            let alike = median * 2 > tag && median < tag * 2 && median < QUICK;
            (!alike).then(|| format!("{name}: {median:?}, a tag {tag:?}"))
        };
        odd = medians.into_iter().filter_map(differs).collect();
        if odd.is_empty() {
            break;
        }
    }
    assert!(odd.is_empty(), "{odd:?}");
}

/// Whether the private key is used on it: what is refused before shows only what its sender wrote.
fn reaches_the_key(name: &str) -> bool {
    let before = [
        "algorithm",
        "besides",
        "nobody",
        "lacks",
        "more",
        "no wrapping",
        "beyond",
        // Flipped, it may be beyond the modulus too.
        "first bit",
    ];
    !before.iter().any(|word| name.contains(word))
}
