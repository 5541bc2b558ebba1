//! Every operation once, when all is well.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tests::answer::Answer;
use tests::cards::{DO_NOT_HONOR, TIMES_OUT, TypedCard, VISA};
use tests::http::Request;
use tests::merchant::{Merchant, Session};
use tests::sealer::random_id;
use tests::world::World;

use crate::fonts;
use crate::redirect::redirect;

use super::Call;
use super::document::Document;

/// The calls of browsers, servers and operators, in an order that lets all go well.
pub(super) async fn calls(world: &World, document: &Document) -> Vec<Call> {
    let merchant = world.merchant().await;
    let mut calls = of_the_browser(&merchant, document).await;
    calls.extend(of_the_server(&merchant).await);
    calls.extend(of_a_whole_life(&merchant).await);
    calls.extend(of_a_waiting_payment(world).await);
    calls.extend(of_the_operator(world, &merchant).await);
    calls
}

async fn of_the_browser(merchant: &Merchant, document: &Document) -> Vec<Call> {
    let send = |request: Request| merchant.http.send(request);
    let session = merchant.session().await;
    let redirect = redirect(merchant).await;
    let frame = format!(
        "/v1/frame?key={}&origin={}",
        merchant.publishable_key, merchant.origin
    );
    let page = merchant.http.get(&frame).await;
    let script = page
        .text()
        .split('"')
        .find(|part| part.starts_with("/assets/"))
        .expect("a script")
        .to_owned();
    vec![
        ("health", merchant.http.get("/healthz").await),
        (
            "key_set",
            merchant.http.get("/.well-known/cardseal-keys").await,
        ),
        (
            "ranges",
            merchant.http.get("/.well-known/cardseal-ranges").await,
        ),
        ("frame", page),
        (
            "frame_of_session",
            merchant
                .http
                .get(&format!("/v1/frame/{}", session.statement))
                .await,
        ),
        (
            "pay",
            merchant
                .http
                .get(&format!("/v1/pay/{}", redirect.statement))
                .await,
        ),
        ("asset", merchant.http.get(&script).await),
        ("asset", merchant.http.get(&fonts::path()).await),
        ("report", send(reports(document)).await),
        (
            "preflight_of_tokenize",
            send(Request::new("OPTIONS", "/v1/tokens")).await,
        ),
        (
            "preflight_of_renew_session",
            send(Request::new("OPTIONS", "/v1/sessions/renew")).await,
        ),
        ("renew_session", send(renewal(&session)).await),
        ("tokenize", merchant.tokenize(&VISA, &session).await),
    ]
}

/// The reports that the document shows.
fn reports(document: &Document) -> Request {
    let example = document.part("/components/schemas/Reports/examples/0");
    Request::new("POST", "/v1/reports").body("application/reports+json", example.to_string())
}

pub(super) fn renewal(session: &Session) -> Request {
    Request::new("POST", "/v1/sessions/renew").header("cardseal-session", &session.statement)
}

async fn of_the_server(merchant: &Merchant) -> Vec<Call> {
    let capped = json!({ "origin": merchant.origin, "kind": "hosted", "amount_cap": 5000, "currency": "JPY" });
    let session = merchant.session().await;
    let fresh = merchant.get(&format!("/v1/sessions/{}", session.id)).await;
    let token = merchant.token(&VISA).await;
    let unwanted = merchant
        .tokenize(&VISA, &session)
        .await
        .expect(201)
        .string("id");
    let (key, body) = (random_id(), merchant.payment(&token, 1200));
    let approved = merchant.authorize_as(&key, &body).await;
    let id = approved.string("id");
    let revoke = merchant.request("DELETE", format!("/v1/tokens/{unwanted}"));
    vec![
        ("open_session", merchant.post("/v1/sessions", &capped).await),
        ("read_session", fresh),
        (
            "read_session",
            merchant.get(&format!("/v1/sessions/{}", session.id)).await,
        ),
        (
            "read_token",
            merchant.get(&format!("/v1/tokens/{unwanted}")).await,
        ),
        ("revoke_token", merchant.http.send(revoke).await),
        ("authorize", approved),
        ("authorize", merchant.authorize_as(&key, &body).await),
        ("authorize", merchant.pay(&DO_NOT_HONOR, 1200).await),
        ("authorize", merchant.pay(&TIMES_OUT, 1202).await),
        (
            "read_token",
            merchant.get(&format!("/v1/tokens/{}", token.id)).await,
        ),
        (
            "read_authorization",
            merchant.get(&format!("/v1/authorizations/{id}")).await,
        ),
        (
            "list_authorizations",
            merchant.get("/v1/authorizations").await,
        ),
        (
            "list_authorizations",
            merchant.get("/v1/authorizations?limit=1").await,
        ),
    ]
}

/// A reservation, what follows it, and the check of a card; answered at once, late and again.
async fn of_a_whole_life(merchant: &Merchant) -> Vec<Call> {
    let silent = TypedCard::new("4000000000007726");
    let mut calls = Vec::new();
    let (id, answer) = reserve(merchant, &VISA, 1_000).await;
    calls.push(("authorize", answer));
    let (key, part) = (random_id(), json!({ "amount": 400 }));
    for _ in 0..2 {
        let answer = merchant.follow_up_as(&key, &id, "captures", &part).await;
        calls.push(("capture", answer));
    }
    let rest = merchant.follow_up(&id, "captures", &json!({})).await;
    calls.push(("capture", rest));
    calls.push(("refund", merchant.follow_up(&id, "refunds", &part).await));
    let (id, _) = reserve(merchant, &VISA, 1_000).await;
    let voided = merchant.follow_up(&id, "void", &json!({})).await;
    calls.push(("void", voided));
    // Declined at once; and without an answer.
    for amount in [1_206, 1_202] {
        let (id, _) = reserve(merchant, &silent, amount).await;
        let answer = merchant.follow_up(&id, "captures", &json!({})).await;
        calls.push(("capture", answer));
    }
    for card in [VISA, DO_NOT_HONOR, TIMES_OUT] {
        let token = merchant.token(&card).await;
        let check = json!({
            "token": token.token, "currency": "JPY", "reference": merchant.reference(),
            "metadata": { "cart": "77" },
        });
        let answer = merchant
            .post_as(&random_id(), "/v1/verifications", &check)
            .await;
        let path = format!("/v1/verifications/{}", answer.string("id"));
        calls.push(("verify", answer));
        calls.push(("read_verification", merchant.get(&path).await));
    }
    let query =
        "status=voided&created_from=2026-01-01T00:00:00Z&created_before=2100-01-01T00:00:00Z";
    let path = format!("/v1/authorizations?{query}");
    calls.push(("list_authorizations", merchant.get(&path).await));
    calls
}

pub(super) async fn reserve(
    merchant: &Merchant,
    card: &TypedCard,
    amount: i64,
) -> (String, Answer) {
    let mut body = merchant.payment(&merchant.token(card).await, amount);
    body["capture"] = json!("manual");
    let answer = merchant.authorize(&body).await;
    (answer.string("id"), answer)
}

async fn of_a_waiting_payment(world: &World) -> Vec<Call> {
    let required = json!({ "authentication": "required" });
    let merchant = world.merchant_with("", required).await;
    let token = merchant.token(&VISA).await;
    let session = merchant.get(&format!("/v1/tokens/{}", token.id)).await;
    let session = format!("/v1/sessions/{}", session.string("session"));
    let waiting = merchant.authorize(&merchant.payment(&token, 1_200)).await;
    let id = waiting.string("id");
    let path = format!("/v1/authorizations/{id}");
    let body = json!({ "token": token.token });
    vec![
        ("authorize", waiting),
        ("read_authorization", merchant.get(&path).await),
        (
            "read_token",
            merchant.get(&format!("/v1/tokens/{}", token.id)).await,
        ),
        ("read_session", merchant.get(&session).await),
        ("confirm", merchant.follow_up(&id, "confirm", &body).await),
    ]
}

async fn of_the_operator(world: &World, merchant: &Merchant) -> Vec<Call> {
    let operator = world.operator();
    let send = |method: &'static str, path: String, body: Option<Value>| {
        let operator = operator.clone();
        async move { operator.send(method, &path, body).await }
    };
    let acquirer = json!({
        "connector": "json", "url": "https://acquirer.example/", "signing_secret": random_id(),
        "capabilities": ["inquiry", "zero_value"], "cut_off": "23:59",
    });
    let whole = json!({
        "name": "Documented", "origins": ["https://shop.example"], "acquirer": "documented", "currencies": ["JPY"],
        "token_minutes": 5, "active": false, "server_sessions_only": true, "authentication": "required", "direct_entry": true,
    });
    let put = send("PUT", "/acquirers/documented".into(), Some(acquirer)).await;
    let of_merchant = |rest: &str| format!("/merchants/{}{rest}", merchant.id);
    let hash = json!({ "sha256": envelope::base64url::encode(&Sha256::digest(random_id())) });
    vec![
        ("metrics", operator.metrics().await),
        ("put_acquirer", put),
        (
            "read_bin_ranges",
            send("GET", "/bin-ranges".into(), None).await,
        ),
        (
            "put_bin_ranges",
            send("PUT", "/bin-ranges".into(), Some(tests::cards::ranges())).await,
        ),
        (
            "list_acquirers",
            send("GET", "/acquirers".into(), None).await,
        ),
        (
            "create_merchant",
            send("POST", "/merchants".into(), Some(whole.clone())).await,
        ),
        (
            "list_merchants",
            send("GET", "/merchants".into(), None).await,
        ),
        ("read_merchant", send("GET", of_merchant(""), None).await),
        (
            "change_merchant",
            send(
                "PATCH",
                of_merchant(""),
                Some(json!({ "token_minutes": 60 })),
            )
            .await,
        ),
        ("create_key", operator.create_key(&merchant.id).await),
        (
            "import_key",
            send("PUT", of_merchant("/keys/imported"), Some(hash)).await,
        ),
        (
            "revoke_key",
            send("DELETE", of_merchant("/keys/imported"), None).await,
        ),
        (
            "put_merchant",
            send("PUT", of_merchant(""), Some(whole)).await,
        ),
        (
            "sweep",
            send("POST", "/sweep".into(), Some(json!({}))).await,
        ),
    ]
}
