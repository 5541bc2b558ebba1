//! The card page by itself: for redirect sessions alone, never in a frame, and back to one place.

use std::collections::BTreeSet;

use access::SessionKind;
use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha384};
use tests::answer::Answer;
use tests::cards::VISA;
use tests::http::Request;
use tests::merchant::{Merchant, Session};
use tests::signer::{Signer, opened};

use crate::frame::attribute;
use crate::world;

const BACK: &str = "/orders/17?step=card&lang=ja";

fn wish(merchant: &Merchant, return_url: &str) -> Value {
    json!({ "origin": merchant.origin, "kind": "redirect", "return_url": return_url })
}

/// A redirect session that leads back to [`BACK`].
pub(crate) async fn redirect(merchant: &Merchant) -> Session {
    let wish = wish(merchant, &[&merchant.origin, BACK].concat());
    let answer = merchant.post("/v1/sessions", &wish).await.expect(201);
    Session {
        id: answer.string("id"),
        statement: answer.string("session"),
    }
}

async fn visit(merchant: &Merchant, statement: &str, destination: &str) -> Answer {
    let request = Request::new("GET", format!("/v1/pay/{statement}"));
    let request = request.header("sec-fetch-dest", destination);
    merchant.http.send(request).await
}

#[tokio::test]
async fn the_page_stands_in_no_frame_and_its_form_goes_to_the_merchant_alone() {
    let merchant = world().merchant().await;
    let session = redirect(&merchant).await;
    let page = visit(&merchant, &session.statement, "document")
        .await
        .expect(200);
    let policy = page.header("content-security-policy");
    let forms = format!("; form-action {};", merchant.origin);
    assert!(policy.contains(&forms), "{policy}");
    assert!(policy.contains("; frame-ancestors 'none';"), "{policy}");
    assert!(
        policy.contains("; sandbox allow-scripts allow-same-origin allow-forms;"),
        "{policy}"
    );
    let back = [&merchant.origin, BACK].concat().replace('&', "&amp;");
    assert!(page.text().contains(&format!("action=\"{back}\"")));
    assert_eq!(attribute(&page, "session"), session.statement);
}

#[tokio::test]
async fn a_card_typed_into_it_is_sealed_for_the_vaults_own_page() {
    let merchant = world().merchant().await;
    let session = redirect(&merchant).await;
    let for_shop = merchant.seal(&VISA, &session);
    let refused = merchant.post_envelope(&session, for_shop).await;
    refused.assert_problem(400, "invalid_envelope");

    let vault = merchant.http.base();
    let sealed = merchant.sealer.seal(&VISA, &session.id, vault);
    let request = merchant.envelope_request(&session, &sealed);
    let from_shop = merchant
        .http
        .send(request.header("origin", &merchant.origin));
    from_shop.await.assert_problem(403, "origin_not_allowed");
    let request = merchant.envelope_request(&session, &sealed);
    let token = merchant.http.send(request.header("origin", vault)).await;
    let token = token.expect(201).string("id");
    let read = merchant.get(&format!("/v1/sessions/{}", session.id)).await;
    assert_eq!(read.expect(200).json()["tokens"][0]["id"], json!(token));
}

#[tokio::test]
async fn whoever_may_not_see_it_gets_the_page_of_nobody() {
    let merchant = world().merchant().await;
    let (hosted, session) = (merchant.session().await, redirect(&merchant).await);
    let nobody = merchant.http.get("/v1/pay/cs_test_nothing").await;
    let frame = format!("/v1/frame/{}", session.statement);
    for page in [
        visit(&merchant, &hosted.statement, "document").await,
        visit(&merchant, &session.statement, "iframe").await,
        visit(&merchant, &session.statement, "empty").await,
        merchant.http.get(&frame).await,
    ] {
        assert_eq!(page.bytes(), nobody.bytes());
        assert_eq!(page.status, 404);
    }
}

#[tokio::test]
async fn a_session_that_is_over_shows_the_page_that_says_so() {
    let merchant = world().merchant().await;
    // One that has only ended is renewed by its page.
    for (minutes, status, error) in [
        (1, 200, "cancelled"),
        (16, 200, "cancelled"),
        (61, 410, "session_expired"),
    ] {
        let mut session = opened(SessionKind::Redirect, &merchant, minutes);
        session.ret = Some(BACK.to_owned());
        let session = Signer::of(&world().vault).sign(&merchant, session);
        let page = visit(&merchant, &session.statement, "document").await;
        assert_eq!(page.status, status, "{minutes} minutes");
        let way_back = format!("name=\"error\" value=\"{error}\"");
        assert!(page.text().contains(&way_back), "{minutes} minutes");
    }
}

#[tokio::test]
async fn the_page_has_two_scripts_of_the_vault_and_the_policy_lets_in_no_third() {
    let merchant = world().merchant().await;
    let session = redirect(&merchant).await;
    let page = visit(&merchant, &session.statement, "document").await;
    let text = page.text();
    let tags: Vec<&str> = text.split("<script ").skip(1).collect();
    assert_eq!(tags.len(), 2);
    let mut allowed = BTreeSet::from(["script-src".to_owned(), "'wasm-unsafe-eval'".to_owned()]);
    for tag in tags {
        let value = |name: &str| tag.split_once(&format!("{name}=\"")).unwrap().1;
        let path = value("src").split('"').next().unwrap();
        let script = merchant.http.get(path).await.expect(200);
        let hash = Base64::encode_string(&Sha384::digest(&script.body));
        assert!(value("integrity").starts_with(&format!("sha384-{hash}\"")));
        allowed.insert(format!("'sha384-{hash}'"));
    }
    assert_eq!(allowed.len(), 4);
    let policy = page.header("content-security-policy");
    let named = policy
        .split("; ")
        .find(|part| part.starts_with("script-src"));
    let named: BTreeSet<String> = named.unwrap().split(' ').map(str::to_owned).collect();
    assert_eq!(named, allowed);
}

#[tokio::test]
async fn an_origin_that_is_not_registered_gets_no_session_to_be_led_back_by() {
    let merchant = world().merchant().await;
    let elsewhere = json!({
        "origin": "https://elsewhere.example",
        "kind": "redirect",
        "return_url": "https://elsewhere.example/back",
    });
    let answer = merchant.post("/v1/sessions", &elsewhere).await;
    answer.assert_problem(403, "origin_not_allowed");
}

#[tokio::test]
async fn the_way_back_is_a_plain_address_of_the_sessions_origin_that_fits() {
    let merchant = world().merchant().await;
    let below = |path: &str| [&merchant.origin, path].concat();
    let bodies = [
        json!({ "origin": merchant.origin, "kind": "redirect" }),
        json!({ "origin": merchant.origin, "return_url": below("/") }),
        wish(&merchant, "https://attacker.example/"),
        wish(&merchant, &below("/#token")),
        wish(&merchant, &below("/a/../b")),
        wish(&merchant, &below(&["/", &"a".repeat(128)].concat())),
    ];
    for body in bodies {
        let answer = merchant.post("/v1/sessions", &body).await;
        answer.assert_problem(422, "invalid_parameter");
        assert_eq!(answer.json()["param"], "return_url", "{body}");
    }
}
