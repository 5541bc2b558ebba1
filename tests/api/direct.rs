//! Direct entry: sessions for a page of the merchant's own, and what such a page may read.

use access::SessionKind;
use serde_json::json;
use tests::answer::Answer;
use tests::cards::{TypedCard, VISA};
use tests::http::Request;
use tests::merchant::{Merchant, Session};
use tests::signer::{Signer, opened};

use crate::world;

const READABLE: &str = "access-control-allow-origin";

async fn direct_merchant() -> Merchant {
    let enabled = json!({ "direct_entry": true });
    world().merchant_with("", enabled).await
}

async fn direct_session(merchant: &Merchant) -> Session {
    merchant.session_with(json!({ "kind": "direct" })).await
}

/// An envelope as a page of this origin sends it.
async fn send(merchant: &Merchant, session: &Session, envelope: &str, origin: &str) -> Answer {
    let request = merchant.envelope_request(session, envelope);
    merchant.http.send(request.header("origin", origin)).await
}

#[tokio::test]
async fn a_direct_session_is_opened_only_where_the_operator_has_enabled_it() {
    let merchant = world().merchant().await;
    let wanted = json!({ "origin": merchant.origin, "kind": "direct" });
    let open = || merchant.post("/v1/sessions", &wanted);
    let switch = async |enabled: bool| {
        let path = format!("/merchants/{}", merchant.id);
        let settings = json!({ "direct_entry": enabled });
        let operator = world().operator();
        let changed = operator.send("PATCH", &path, Some(settings)).await;
        assert_eq!(changed.expect(200).json()["direct_entry"], json!(enabled));
    };
    let refused = open().await;
    refused.assert_problem(422, "invalid_parameter");
    assert_eq!(refused.string("param"), "kind");
    switch(true).await;
    let _ = open().await.expect(201);
    // For a registered origin, as every session.
    let foreign = json!({ "origin": "https://attacker.example", "kind": "direct" });
    merchant
        .post("/v1/sessions", &foreign)
        .await
        .assert_problem(403, "origin_not_allowed");
    // What does not name it stays as it was.
    let path = format!("/merchants/{}", merchant.id);
    let operator = world().operator();
    let renamed = operator.send("PATCH", &path, Some(json!({ "name": "Other" })));
    assert_eq!(
        renamed.await.expect(200).json()["direct_entry"],
        json!(true)
    );
    switch(false).await;
    open().await.assert_problem(422, "invalid_parameter");
}

#[tokio::test]
async fn a_page_of_the_merchant_s_own_takes_a_card_and_the_payment_is_approved() {
    let merchant = direct_merchant().await;
    let session = direct_session(&merchant).await;
    let envelope = merchant.seal(&VISA, &session);
    let token = send(&merchant, &session, &envelope, &merchant.origin).await;
    let token = token.expect(201);
    assert_eq!(token.header(READABLE), merchant.origin);
    assert_eq!(token.header("vary"), "Origin");
    assert_eq!(token.header("access-control-allow-credentials"), "");
    let token = tests::merchant::Token {
        id: token.string("id"),
        token: token.string("token"),
    };
    let paid = merchant.authorize(&merchant.payment(&token, 500)).await;
    assert_eq!(paid.expect(201).json()["status"], "approved");
    // Also where the caller does not say from where it comes, as no browser would.
    let _ = merchant.tokenize(&VISA, &session).await.expect(201);
}

#[tokio::test]
async fn a_card_of_a_direct_session_is_taken_from_its_own_page_and_from_no_other() {
    let merchant = direct_merchant().await;
    let session = direct_session(&merchant).await;
    let envelope = merchant.seal(&VISA, &session);
    for origin in [merchant.http.base(), "https://attacker.example", "null"] {
        let answer = send(&merchant, &session, &envelope, origin).await;
        answer.assert_problem(403, "origin_not_allowed");
        assert_eq!(answer.header(READABLE), "", "{origin}");
    }
    // Sealed for another page it is no card of this session, whoever sends it.
    let elsewhere = merchant
        .sealer
        .seal(&VISA, &session.id, merchant.http.base());
    send(&merchant, &session, &elsewhere, &merchant.origin)
        .await
        .assert_problem(400, "invalid_envelope");
    let taken = send(&merchant, &session, &envelope, &merchant.origin).await;
    let _ = taken.expect(201);
}

#[tokio::test]
async fn the_page_reads_every_refusal_of_a_direct_session_and_none_of_a_hosted_one() {
    let merchant = direct_merchant().await;
    let (direct, hosted) = (direct_session(&merchant).await, merchant.session().await);
    let over = opened(SessionKind::Direct, &merchant, 16);
    let over = Signer::of(&world().vault).sign(&merchant, over);
    let used = merchant.seal(&VISA, &direct);
    let _ = merchant.post_envelope(&direct, &used).await.expect(201);
    let expired = TypedCard {
        exp: "2020-01",
        ..VISA
    };
    let (jose, json) = ("application/jose", "application/json");
    let large = "x".repeat(5_000);
    for (session, media_type, body, code) in [
        (&direct, jose, "x", "invalid_envelope"),
        (&direct, jose, &large, "too_large"),
        (&direct, json, "x", "unsupported_media_type"),
        (&direct, jose, &used, "envelope_replayed"),
        (
            &direct,
            jose,
            &merchant.seal(&expired, &direct),
            "expired_card",
        ),
        (&over, jose, "x", "session_expired"),
    ] {
        let post = |statement: &str, origin: &str| {
            let request = Request::new("POST", "/v1/tokens").body(media_type, body);
            let request = request.header("cardseal-session", statement);
            merchant.http.send(request.header("origin", origin))
        };
        let answer = post(&session.statement, &merchant.origin).await;
        assert_eq!(answer.code().as_deref(), Some(code));
        assert_eq!(answer.header(READABLE), merchant.origin, "{code}");
        // The same to the vault's own frame: nobody else needs to read it.
        let answer = post(&hosted.statement, merchant.http.base()).await;
        assert!(answer.status >= 400, "{code}");
        assert_eq!(answer.header(READABLE), "", "{code}");
    }
    let taken = merchant.envelope_request(&hosted, merchant.seal(&VISA, &hosted));
    let taken = taken.header("origin", merchant.http.base());
    let taken = merchant.http.send(taken).await.expect(201);
    assert_eq!(taken.header(READABLE), "");
}

#[tokio::test]
async fn browsers_may_ask_from_any_page_where_a_session_decides_and_nowhere_else() {
    let merchant = world().merchant().await;
    let ask = |path: &str| {
        let request = Request::new("OPTIONS", path)
            .header("origin", "https://any.example")
            .header("access-control-request-method", "POST");
        merchant.http.send(request)
    };
    for path in ["/v1/tokens", "/v1/sessions/renew"] {
        let answer = ask(path).await.expect(204);
        assert_eq!(answer.header(READABLE), "*", "{path}");
        assert_eq!(answer.header("access-control-allow-methods"), "POST");
        let allowed = answer.header("access-control-allow-headers").to_lowercase();
        assert!(allowed.contains("cardseal-session") && !allowed.contains("authorization"));
        assert_eq!(answer.header("access-control-allow-credentials"), "");
    }
    for path in ["/v1/sessions", "/v1/authorizations", "/v1/admin/merchants"] {
        let answer = ask(path).await.expect(405);
        assert_eq!(answer.header(READABLE), "", "{path}");
    }
    // The keys are nobody's secret, and their signatures say whose they are.
    let keys = Request::new("GET", "/.well-known/cardseal-keys");
    let keys = keys.header("origin", "https://any.example");
    let keys = merchant.http.send(keys).await.expect(200);
    assert_eq!(keys.header(READABLE), "*");
}

#[tokio::test]
async fn the_vault_s_frame_is_not_shown_for_a_direct_session() {
    let merchant = direct_merchant().await;
    let frame = async |session: &Session| {
        let path = format!("/v1/frame/{}", session.statement);
        merchant.http.get(&path).await.status
    };
    assert_eq!(frame(&direct_session(&merchant).await).await, 404);
    assert_eq!(frame(&merchant.session().await).await, 200);
}
