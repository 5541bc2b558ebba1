//! Refusals of what follows an authorization, of confirmations, and of verifications.

use serde_json::{Value, json};
use tests::cards::VISA;
use tests::merchant::Merchant;
use tests::sealer::random_id;
use tests::world::World;

use super::super::Call;
use super::super::good::reserve;

/// The paths of what follows an authorization, and their operations.
const FOLLOW_UPS: [(&str, &str); 3] = [
    ("captures", "capture"),
    ("void", "void"),
    ("refunds", "refund"),
];

pub(super) async fn faults(world: &World, merchant: &Merchant) -> Vec<Call> {
    let mut calls = Vec::new();
    let taken = merchant.pay(&VISA, 1200).await.expect(201).string("id");
    let _ = merchant
        .follow_up(&taken, "refunds", &json!({ "amount": 1 }))
        .await
        .expect(201);
    for (what, operation) in FOLLOW_UPS {
        let (path, key) = (format!("/v1/authorizations/{taken}/{what}"), random_id());
        // Unknown, without a key, under a wrong one, of the wrong form, twice the same member.
        calls.push((operation, merchant.follow_up("x", what, &json!({})).await));
        calls.push((operation, merchant.post(&path, &json!({})).await));
        calls.push((
            operation,
            merchant.post_as("a key", &path, &json!({})).await,
        ));
        for text in ["[]", r#"{"x":1}"#, r#"{"amount":1,"amount":1}"#] {
            let request = merchant.request("POST", path.clone());
            let request = request.header("idempotency-key", random_id()).json(text);
            calls.push((operation, merchant.http.send(request).await));
        }
        let made = merchant.follow_up(&taken, what, &json!({})).await;
        if what != "refunds" {
            // Neither can be made of this payment any more.
            calls.push((operation, made));
        }
        let id = match what {
            "refunds" => merchant.pay(&VISA, 1200).await.expect(201).string("id"),
            _ => reserve(merchant, &VISA, 1200).await.0,
        };
        let first = merchant.follow_up_as(&key, &id, what, &json!({})).await;
        let _ = first.expect(201);
        let other = json!({ "amount": 1 });
        let reused = merchant.follow_up_as(&key, &id, what, &other).await;
        calls.push((operation, reused));
        let over = merchant.follow_up(&id, what, &json!({})).await;
        calls.push((operation, over));
    }
    let (id, _) = reserve(merchant, &VISA, 1200).await;
    for (what, operation) in [("captures", "capture"), ("refunds", "refund")] {
        for amount in [json!(1201), json!(0), json!("1")] {
            let body = json!({ "amount": amount });
            let answer = merchant.follow_up(&id, what, &body).await;
            calls.push((operation, answer));
        }
        let _ = merchant.follow_up(&id, "captures", &json!({})).await;
    }
    let plain = world.merchant().await;
    let (id, taken) = (
        reserve(&plain, &VISA, 1200).await.0,
        plain.pay(&VISA, 1200).await.expect(201).string("id"),
    );
    withhold_everything(world, &plain).await;
    let part = json!({ "amount": 1 });
    calls.push(("capture", plain.follow_up(&id, "captures", &part).await));
    calls.push(("refund", plain.follow_up(&taken, "refunds", &part).await));
    calls
}

/// The merchant's acquirer can do nothing special any more.
async fn withhold_everything(world: &World, merchant: &Merchant) {
    let operator = world.operator();
    let path = format!("/merchants/{}", merchant.id);
    let settings = operator.send("GET", &path, None).await.expect(200);
    let unable = json!({
        "connector": "json", "url": world.acquirer.url(),
        "signing_secret": world.acquirer.signing_secret(), "capabilities": [],
    });
    let path = format!("/acquirers/{}", settings.string("acquirer"));
    let _ = operator.send("PUT", &path, Some(unable)).await.expect(200);
}

pub(super) async fn faults_of_confirmations(world: &World) -> Vec<Call> {
    let required = json!({ "authentication": "required" });
    let merchant = world.merchant_with("", required).await;
    let (token, revoked) = (merchant.token(&VISA).await, merchant.token(&VISA).await);
    let id = merchant.authorize(&merchant.payment(&token, 1200)).await;
    let id = id.expect(202).string("id");
    let gone = merchant.authorize(&merchant.payment(&revoked, 1200)).await;
    let gone = gone.expect(202).string("id");
    let mut answers = Vec::new();
    let confirm = async |body: &Value| merchant.follow_up(&id, "confirm", body).await;
    for body in [
        json!({}),
        json!({ "token": "x" }),
        json!({ "token": token.token, "x": 1 }),
        json!([]),
    ] {
        answers.push(confirm(&body).await);
    }
    let path = format!("/v1/authorizations/{id}/confirm");
    let (key, body) = (random_id(), json!({ "token": token.token }));
    answers.push(merchant.post(&path, &body).await);
    answers.push(merchant.post_as("a key", &path, &body).await);
    let _ = merchant.post_as(&key, &path, &body).await.expect(201);
    answers.push(merchant.post_as(&key, &path, &json!({})).await);
    answers.push(confirm(&body).await);
    let revoke = merchant.request("DELETE", format!("/v1/tokens/{}", revoked.id));
    let _ = merchant.http.send(revoke).await.expect(200);
    let body = json!({ "token": revoked.token });
    answers.push(merchant.follow_up(&gone, "confirm", &body).await);
    let answers = answers.into_iter();
    answers.map(|answer| ("confirm", answer)).collect()
}

pub(super) async fn faults_of_verifications(world: &World, merchant: &Merchant) -> Vec<Call> {
    const PATH: &str = "/v1/verifications";
    let yen = world
        .merchant_with("", json!({ "currencies": ["JPY", "USD"] }))
        .await;
    let session = yen
        .session_with(json!({ "amount_cap": 1000, "currency": "JPY" }))
        .await;
    let token = yen.tokenize(&VISA, &session).await.expect(201);
    let good = json!({ "token": token.string("token"), "currency": "JPY", "reference": "check" });
    let changed = |member: &str, value: Value| {
        let mut body = good.clone();
        body[member] = value;
        body
    };
    let mut answers = Vec::new();
    for wrong in [
        changed("amount", json!(0)),
        changed("reference", json!("")),
        changed("token", json!("tok")),
        changed("currency", json!("EUR")),
        changed("currency", json!("USD")),
        json!([]),
    ] {
        answers.push(yen.post_as(&random_id(), PATH, &wrong).await);
    }
    answers.push(yen.post(PATH, &good).await);
    answers.push(yen.post_as("a key", PATH, &good).await);
    withhold_everything(world, &yen).await;
    answers.push(yen.post_as(&random_id(), PATH, &good).await);
    let (spent, key) = (merchant.token(&VISA).await, random_id());
    let good = json!({ "token": spent.token, "currency": "JPY", "reference": "check" });
    let _ = merchant.post_as(&key, PATH, &good).await.expect(201);
    answers.push(merchant.post_as(&key, PATH, &json!({})).await);
    answers.push(merchant.post_as(&random_id(), PATH, &good).await);
    let answers = answers.into_iter();
    answers.map(|answer| ("verify", answer)).collect()
}
