//! Every header of every route, byte for byte: an extra or a missing one fails.
//!
//! After a change that is meant, run the test with `CARDSEAL_ACCEPT_HEADERS=1` and read the difference.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use access::SessionKind;
use serde_json::json;
use tests::answer::Answer;
use tests::cards::VISA;
use tests::http::Request;
use tests::merchant::Merchant;
use tests::sealer::random_id;
use tests::signer::{Signer, opened};

use crate::fonts;
use crate::redirect::redirect;
use crate::world;

const GOLDEN: &str = "tests/api/golden/headers.txt";

/// One request for each route and kind of answer.
async fn answers(merchant: &Merchant) -> Vec<(&'static str, Answer)> {
    let send = |request: Request| merchant.http.send(request);
    let frame = format!(
        "/v1/frame?key={}&origin={}",
        merchant.publishable_key, merchant.origin
    );
    let session = merchant.session().await;
    let page = send(Request::new("GET", &frame)).await.expect(200);
    let script = page
        .text()
        .split('"')
        .find(|part| part.starts_with("/assets/"))
        .expect("a script")
        .to_owned();
    let redirect = redirect(merchant).await;
    let token = merchant.token(&VISA).await;
    let (key, body) = (random_id(), merchant.payment(&token, 100));
    let get = |path: &str| Request::new("GET", path);
    let small = |path: &str| get(path).header("accept-encoding", "gzip, deflate, br, zstd");
    let report =
        |body: &str| Request::new("POST", "/v1/reports").body("application/reports+json", body);
    let over = opened(SessionKind::Hosted, merchant, 61);
    let over = Signer::of(&world().vault).sign(merchant, over);
    let preflight = Request::new("OPTIONS", "/v1/tokens")
        .header("origin", "https://shop.example")
        .header("access-control-request-method", "POST");
    let renew =
        Request::new("POST", "/v1/sessions/renew").header("cardseal-session", &session.statement);
    vec![
        ("health", send(get("/healthz")).await),
        (
            "head of health",
            send(Request::new("HEAD", "/healthz")).await,
        ),
        ("key set", send(get("/.well-known/cardseal-keys")).await),
        ("ranges", send(get("/.well-known/cardseal-ranges")).await),
        ("frame of a page", page),
        (
            "frame of a session",
            send(get(&format!("/v1/frame/{}", session.statement))).await,
        ),
        (
            "frame of a session that is over",
            send(get(&format!("/v1/frame/{}", over.statement))).await,
        ),
        (
            "card page by itself",
            send(get(&format!("/v1/pay/{}", redirect.statement))).await,
        ),
        ("frame of a page, compressed", send(small(&frame)).await),
        ("frame of nobody", send(get("/v1/frame")).await),
        ("script", send(get(&script)).await),
        ("script, compressed", send(small(&script)).await),
        ("font", send(small(&fonts::path())).await),
        ("report", send(report("[]")).await),
        ("report refused", send(report("{}")).await),
        ("preflight of tokens", send(preflight).await),
        (
            "open session",
            merchant
                .post("/v1/sessions", &json!({ "origin": merchant.origin }))
                .await,
        ),
        (
            "read session",
            merchant.get(&format!("/v1/sessions/{}", session.id)).await,
        ),
        ("renew session", send(renew).await),
        ("token", merchant.tokenize(&VISA, &session).await),
        ("token refused", merchant.post_envelope(&session, "x").await),
        (
            "read token",
            merchant.get(&format!("/v1/tokens/{}", token.id)).await,
        ),
        ("authorization", merchant.authorize_as(&key, &body).await),
        (
            "authorization replayed",
            merchant.authorize_as(&key, &body).await,
        ),
        ("authorization refused", merchant.authorize(&body).await),
        (
            "list of authorizations",
            merchant.get("/v1/authorizations").await,
        ),
        ("without credentials", send(get("/v1/authorizations")).await),
        ("not found", merchant.get("/v1/nothing").await),
        (
            "method not allowed",
            send(Request::new("DELETE", "/v1/tokens")).await,
        ),
        (
            "operator's list",
            world().operator().send("GET", "/merchants", None).await,
        ),
        ("metrics", world().operator().metrics().await),
    ]
}

/// What differs from run to run is named instead of shown.
fn normal(name: &str, value: &str, merchant: &Merchant) -> String {
    match name {
        "request-id" => "(request id)".to_owned(),
        "content-length" => "(length)".to_owned(),
        "date" => "(date)".to_owned(),
        _ => {
            let value = value
                .replace(&merchant.origin, "(the session's origin)")
                .replace(merchant.http.base(), "(the vault's origin)");
            let parts: Vec<&str> = value.split('\'').collect();
            let hash = |part: &&str| {
                if part.starts_with("sha384-") {
                    "sha384-(script)"
                } else {
                    *part
                }
                .to_owned()
            };
            parts.iter().map(hash).collect::<Vec<_>>().join("'")
        }
    }
}

#[tokio::test]
async fn every_route_answers_with_exactly_the_headers_of_the_golden_file() {
    let merchant = world().merchant().await;
    let answers = answers(&merchant).await;
    let mut seen = String::new();
    for (name, answer) in &answers {
        let _ = writeln!(seen, "## {name}: {}", answer.status);
        let headers: BTreeMap<String, String> = answer
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap().to_owned()))
            .collect();
        assert_eq!(
            headers.len(),
            answer.headers.len(),
            "{name}: a header comes twice"
        );
        for (name, value) in headers {
            let _ = writeln!(seen, "{name}: {}", normal(&name, &value, &merchant));
        }
        seen.push('\n');
    }
    let golden = tests::process::root().join(GOLDEN);
    if std::env::var_os("CARDSEAL_ACCEPT_HEADERS").is_some() {
        fs::write(&golden, &seen).unwrap();
    }
    let expected = fs::read_to_string(&golden).unwrap();
    for (at, (seen, expected)) in seen.lines().zip(expected.lines()).enumerate() {
        assert_eq!(seen, expected, "line {}", at + 1);
    }
    assert_eq!(seen.lines().count(), expected.lines().count());
    println!("{} answers compared", answers.len());
}
