//! Refusals: faults that every operation refuses alike, and those that only some can have.

mod follow_ups;

use access::SessionKind;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tests::answer::Answer;
use tests::cards::{TypedCard, VISA};
use tests::http::Request;
use tests::merchant::Merchant;
use tests::sealer::random_id;
use tests::signer::{Signer, opened};
use tests::world::World;

use super::document::Document;
use super::good::renewal;
use super::{Call, fill};

/// What is refused: the same faults in every operation, and the faults that only some can have.
pub(super) async fn calls(world: &World, document: &Document) -> Vec<(String, Answer)> {
    let merchant = world.merchant().await;
    let keys = Keys {
        secret: merchant.secret_key.clone(),
        admin: world.vault.admin_key().to_owned(),
    };
    let mut calls = Vec::new();
    for ((method, path), operation) in document.operations() {
        let id = operation["operationId"].as_str().expect("an operationId");
        let media_type = operation["requestBody"]["content"]
            .as_object()
            .and_then(|content| content.keys().next());
        let plain = || match media_type {
            Some(media_type) => Request::new(&method, fill(&path, "x")).body(media_type, "{}"),
            None => Request::new(&method, fill(&path, "x")),
        };
        calls.push((
            id.to_owned(),
            merchant
                .http
                .send(plain().header("cardseal-version", "2000-01-01"))
                .await,
        ));
        for request in keys.misused(&operation["security"], plain) {
            calls.push((id.to_owned(), merchant.http.send(request).await));
        }
        if media_type.is_some() {
            let unread = || Request::new(&method, fill(&path, "x"));
            for request in [
                unread().body("text/plain", "{}"),
                unread().body("text/plain", vec![b' '; 17 * 1024]),
            ] {
                calls.push((id.to_owned(), merchant.http.send(request).await));
            }
        }
    }
    let mut some = faults_of_tokens(&merchant).await;
    some.extend(faults_of_browsers(world, &merchant).await);
    some.extend(faults_of_payments(world, &merchant).await);
    some.extend(follow_ups::faults(world, &merchant).await);
    some.extend(follow_ups::faults_of_confirmations(world).await);
    some.extend(follow_ups::faults_of_verifications(world, &merchant).await);
    some.extend(faults_of_operators(world, &merchant).await);
    calls.extend(some.into_iter().map(|(id, answer)| (id.to_owned(), answer)));
    calls
}

/// A key for every kind of credentials.
struct Keys {
    secret: String,
    admin: String,
}

impl Keys {
    /// An operation without its credentials, with those of another kind, and out of a browser.
    fn misused(&self, security: &Value, plain: impl Fn() -> Request) -> Vec<Request> {
        let (own, other) = match security[0]
            .as_object()
            .and_then(|scheme| scheme.keys().next())
            .map(String::as_str)
        {
            Some("secretKey") => (&self.secret, &self.admin),
            Some("adminKey") => (&self.admin, &self.secret),
            Some("cardSession") => return vec![plain(), plain().header("cardseal-session", "cs")],
            _ => return Vec::new(),
        };
        let browser = ("sec-fetch-site", "same-origin");
        let from_browser = plain().bearer(own).header(browser.0, browser.1);
        vec![
            plain(),
            plain().bearer("x"),
            plain().bearer(other),
            from_browser,
        ]
    }
}

async fn faults_of_tokens(merchant: &Merchant) -> Vec<Call> {
    let session = merchant.session().await;
    let sealed = merchant.seal(&VISA, &session);
    let elsewhere = merchant
        .envelope_request(&session, &sealed)
        .header("origin", "https://attacker.example");
    let expired = TypedCard {
        exp: "2020-01",
        ..VISA
    };
    let mut calls = vec![
        ("tokenize", merchant.post_envelope(&session, "x").await),
        ("tokenize", merchant.http.send(elsewhere).await),
        ("tokenize", merchant.tokenize(&expired, &session).await),
        (
            "tokenize",
            merchant
                .tokenize(&TypedCard::new("4242424242424241"), &session)
                .await,
        ),
        (
            "renew_session",
            merchant
                .http
                .send(renewal(&session).header("origin", "https://attacker.example"))
                .await,
        ),
    ];
    for _ in 0..5 {
        let _ = merchant.tokenize(&VISA, &session).await.expect(201);
    }
    calls.push(("tokenize", merchant.tokenize(&VISA, &session).await));
    let session = merchant.session().await;
    let sealed = merchant.seal(&VISA, &session);
    let _ = merchant.post_envelope(&session, &sealed).await.expect(201);
    calls.push(("tokenize", merchant.post_envelope(&session, &sealed).await));
    for (id, path) in [
        ("read_token", "/v1/tokens/x"),
        ("read_authorization", "/v1/authorizations/x"),
        ("read_verification", "/v1/verifications/x"),
    ] {
        calls.push((id, merchant.get(path).await));
    }
    let nobodys = [
        ("frame", "/v1/frame"),
        ("frame_of_session", "/v1/frame/x"),
        ("pay", "/v1/pay/x"),
        ("asset", "/assets/x"),
    ];
    for (id, path) in nobodys {
        calls.push((id, merchant.http.get(path).await));
    }
    let elsewhere = json!({ "origin": "https://attacker.example" });
    calls.push((
        "open_session",
        merchant.post("/v1/sessions", &elsewhere).await,
    ));
    calls.push((
        "open_session",
        merchant
            .post(
                "/v1/sessions",
                &json!({ "origin": merchant.origin, "x": 1 }),
            )
            .await,
    ));
    calls.push((
        "open_session",
        merchant.post("/v1/sessions", &json!({})).await,
    ));
    calls.push((
        "list_authorizations",
        merchant.get("/v1/authorizations?limit=0").await,
    ));
    calls.push((
        "list_authorizations",
        merchant.get("/v1/authorizations?limit=1&limit=1").await,
    ));
    calls.push((
        "list_authorizations",
        merchant.get("/v1/authorizations?x=1").await,
    ));
    for query in ["status=paid", "created_from=today", "created_before="] {
        let path = format!("/v1/authorizations?{query}");
        calls.push(("list_authorizations", merchant.get(&path).await));
    }
    calls
}

async fn faults_of_browsers(world: &World, merchant: &Merchant) -> Vec<Call> {
    let over = opened(SessionKind::Hosted, merchant, 61);
    let over = Signer::of(&world.vault).sign(merchant, over);
    let frame = format!("/v1/frame/{}", over.statement);
    let report = Request::new("POST", "/v1/reports").body("application/reports+json", "{}");
    vec![
        ("frame_of_session", merchant.http.get(&frame).await),
        ("renew_session", merchant.http.send(renewal(&over)).await),
        ("tokenize", merchant.tokenize(&VISA, &over).await),
        ("report", merchant.http.send(report).await),
    ]
}

async fn faults_of_payments(world: &World, merchant: &Merchant) -> Vec<Call> {
    let mut answers = Vec::new();
    let live = merchant.token(&VISA).await;
    let good = merchant.payment(&live, 1200);
    let changed = |member: &str, value: Value| {
        let mut body = good.clone();
        body[member] = value;
        body
    };
    for wrong in [
        changed("amount", json!(0)),
        changed("x", json!(1)),
        changed("token", json!("tok")),
        json!([]),
    ] {
        answers.push(merchant.authorize(&wrong).await);
    }
    let keyless = merchant
        .request("POST", "/v1/authorizations")
        .json(good.to_string());
    answers.push(merchant.http.send(keyless).await);
    answers.push(merchant.authorize_as("a key", &good).await);
    let twice = good.to_string().replacen('{', "{\"amount\":1,", 1);
    let twice = merchant
        .request("POST", "/v1/authorizations")
        .header("idempotency-key", random_id())
        .json(twice);
    answers.push(merchant.http.send(twice).await);

    let key = random_id();
    let _ = merchant.authorize_as(&key, &good).await.expect(201);
    answers.push(
        merchant
            .authorize_as(&key, &changed("amount", json!(1)))
            .await,
    );
    answers.push(merchant.authorize(&good).await);
    let revoked = merchant.token(&VISA).await;
    let revoke = merchant.request("DELETE", format!("/v1/tokens/{}", revoked.id));
    let _ = merchant.http.send(revoke).await.expect(200);
    answers.push(merchant.authorize(&merchant.payment(&revoked, 1200)).await);

    let session = merchant
        .session_with(json!({ "amount_cap": 1000, "currency": "JPY" }))
        .await;
    let mut capped = merchant.tokenize(&VISA, &session).await.expect(201).json()["token"].take();
    let over = changed("token", capped.take());
    answers.push(merchant.authorize(&over).await);
    let mut mismatched = over.clone();
    mismatched["currency"] = json!("USD");
    answers.push(merchant.authorize(&mismatched).await);
    let yen = world
        .merchant_with("", json!({ "currencies": ["JPY"] }))
        .await;
    let mut dollars = yen.payment(&yen.token(&VISA).await, 1200);
    dollars["currency"] = json!("USD");
    answers.push(yen.authorize(&dollars).await);
    answers
        .into_iter()
        .map(|answer| ("authorize", answer))
        .collect()
}

async fn faults_of_operators(world: &World, merchant: &Merchant) -> Vec<Call> {
    let operator = world.operator();
    let nobody = "/merchants/0000000000000000";
    let hash = |text: &str| json!({ "sha256": envelope::base64url::encode(&Sha256::digest(text)) });
    let (of_nobody, kid) = (
        format!("{nobody}/keys"),
        format!("/merchants/{}/keys/assigned", merchant.id),
    );
    let _ = operator
        .send("PUT", &kid, Some(hash("one")))
        .await
        .expect(200);
    let put = |name: &str| format!("/acquirers/{name}");
    let acquirer = json!({ "connector": "json", "url": "https://acquirer.example", "signing_secret": random_id() });
    vec![
        ("read_merchant", operator.send("GET", nobody, None).await),
        (
            "change_merchant",
            operator.send("PATCH", nobody, Some(json!({}))).await,
        ),
        (
            "create_key",
            operator.send("POST", &of_nobody, Some(json!({}))).await,
        ),
        (
            "create_key",
            operator
                .send("POST", &of_nobody, Some(json!({ "x": 1 })))
                .await,
        ),
        (
            "sweep",
            operator
                .send("POST", "/sweep", Some(json!({ "cursor": 1 })))
                .await,
        ),
        (
            "revoke_key",
            operator
                .send(
                    "DELETE",
                    &format!("/merchants/{}/keys/unknown0", merchant.id),
                    None,
                )
                .await,
        ),
        (
            "import_key",
            operator.send("PUT", &kid, Some(hash("two"))).await,
        ),
        (
            "import_key",
            operator
                .send("PUT", &kid, Some(json!({ "sha256": "x" })))
                .await,
        ),
        (
            "create_merchant",
            operator.create_merchant(json!({ "name": "x" })).await,
        ),
        (
            "put_acquirer",
            operator.send("PUT", &put("Upper"), Some(acquirer)).await,
        ),
        (
            "put_acquirer",
            operator.send("PUT", &put("x"), Some(json!({}))).await,
        ),
        (
            "put_bin_ranges",
            operator.set_ranges(json!({ "ranges": [{}] })).await,
        ),
        (
            "change_merchant",
            operator
                .change_merchant(&merchant.id, json!({ "authentication": "some" }))
                .await,
        ),
    ]
}
