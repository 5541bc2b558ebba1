//! A sealed card becomes a token.

use std::collections::BTreeMap;

use envelope::base64url;
use tests::cards::{APPROVED, TypedCard, VISA};
use tests::sealer::random_id;

use crate::world;

#[tokio::test]
async fn a_sealed_card_of_every_brand_becomes_a_token_that_says_only_what_anyone_may_know() {
    let merchant = world().merchant().await;
    for (pan, brand) in APPROVED {
        let card = TypedCard::new(pan);
        let session = merchant.session().await;
        let answer = merchant.tokenize(&card, &session).await.expect(201);
        let body = answer.json();
        let members: Vec<&String> = body.as_object().unwrap().keys().collect();
        assert_eq!(members, ["card", "expires_at", "id", "object", "token"]);
        let expected =
            serde_json::json!({ "brand": brand, "last4": &pan[pan.len() - 4..], "exp": card.exp });
        assert_eq!(body["card"], expected);
        let (id, secret) = body["token"].as_str().unwrap().split_once('.').unwrap();
        assert_eq!(body["id"], id);
        assert!(id.starts_with("tok_test_00") && id.len() == 11 + 22, "{id}");
        assert_eq!(base64url::decode(secret.as_bytes()).unwrap().len(), 32);
    }
}

#[tokio::test]
async fn a_card_without_code_and_name_becomes_a_token_too() {
    let merchant = world().merchant().await;
    let card = TypedCard {
        cvc: None,
        name: None,
        ..VISA
    };
    let token = merchant.token(&card).await;
    let _ = merchant
        .authorize(&merchant.payment(&token, 500))
        .await
        .expect(201);
}

#[tokio::test]
async fn a_card_that_cannot_be_taken_is_refused_by_its_own_code() {
    let merchant = world().merchant().await;
    let cases = [
        (TypedCard::new("4242424242424241"), "invalid_number"),
        (TypedCard::new("42424242424"), "invalid_number"),
        (TypedCard::new("424242424242424x"), "invalid_number"),
        (TypedCard::new("4539578763621486"), "live_card_in_test_mode"),
        (TypedCard::new("9999999999999995"), "unsupported_brand"),
        (
            TypedCard {
                exp: "2020-01",
                ..VISA
            },
            "expired_card",
        ),
        (
            TypedCard {
                exp: "2031-13",
                ..VISA
            },
            "invalid_expiry",
        ),
        (
            TypedCard {
                exp: "31-12",
                ..VISA
            },
            "invalid_expiry",
        ),
        (
            TypedCard {
                cvc: Some("12"),
                ..VISA
            },
            "invalid_security_code",
        ),
        (
            TypedCard {
                cvc: Some("1234"),
                ..VISA
            },
            "invalid_security_code",
        ),
        (
            TypedCard {
                cvc: Some("123"),
                ..TypedCard::new("378282246310005")
            },
            "invalid_security_code",
        ),
    ];
    for (card, code) in cases {
        let session = merchant.session().await;
        merchant
            .tokenize(&card, &session)
            .await
            .assert_problem(422, code);
        // Nothing changed: the session has no token, and takes a card that is right.
        let seen = merchant
            .get(&format!("/v1/sessions/{}", session.id))
            .await
            .expect(200);
        assert_eq!(seen.json()["tokens"], serde_json::json!([]), "{code}");
    }
}

#[tokio::test]
async fn an_envelope_sent_a_hundred_times_at_once_becomes_one_token() {
    let merchant = world().merchant().await;
    let session = merchant.session().await;
    let envelope = merchant.seal(&VISA, &session);
    let sent: Vec<_> = (0..100)
        .map(|_| {
            let (merchant, session, envelope) =
                (merchant.clone(), session.clone(), envelope.clone());
            tokio::spawn(async move { merchant.post_envelope(&session, envelope).await })
        })
        .collect();
    let mut counts = BTreeMap::new();
    for answer in sent {
        let answer = answer.await.unwrap();
        if answer.status != 201 {
            answer.assert_problem(409, "envelope_replayed");
        }
        *counts.entry(answer.status).or_insert(0) += 1;
    }
    assert_eq!(counts, BTreeMap::from([(201, 1), (409, 99)]));
}

#[tokio::test]
async fn a_jti_used_again_in_another_envelope_is_a_replay_and_in_another_session_is_none() {
    let merchant = world().merchant().await;
    let (one, other, jti) = (
        merchant.session().await,
        merchant.session().await,
        random_id(),
    );
    let seal = |session: &tests::merchant::Session| {
        merchant
            .sealer
            .seal_as(&VISA, &session.id, &merchant.origin, &jti)
    };
    let _ = merchant.post_envelope(&one, seal(&one)).await.expect(201);
    merchant
        .post_envelope(&one, seal(&one))
        .await
        .assert_problem(409, "envelope_replayed");
    let _ = merchant
        .post_envelope(&other, seal(&other))
        .await
        .expect(201);
}

#[tokio::test]
async fn an_envelope_for_another_session_or_another_page_cannot_be_opened() {
    let merchant = world().merchant().await;
    let (session, other) = (merchant.session().await, merchant.session().await);
    for (sid, org) in [
        (other.id.as_str(), merchant.origin.as_str()),
        (session.id.as_str(), "https://attacker.example"),
        (session.id.as_str(), "null"),
        ("", merchant.origin.as_str()),
    ] {
        let envelope = merchant.sealer.seal(&VISA, sid, org);
        merchant
            .post_envelope(&session, envelope)
            .await
            .assert_problem(400, "invalid_envelope");
    }
    let _ = merchant.tokenize(&VISA, &session).await.expect(201);
}

#[tokio::test]
async fn the_sixth_token_of_a_session_is_refused_and_its_replays_are_still_told_as_replays() {
    let merchant = world().merchant().await;
    let session = merchant.session().await;
    let first = merchant.seal(&VISA, &session);
    let _ = merchant.post_envelope(&session, &first).await.expect(201);
    for _ in 1..5 {
        let _ = merchant.tokenize(&VISA, &session).await.expect(201);
    }
    merchant
        .tokenize(&VISA, &session)
        .await
        .assert_problem(429, "too_many_requests");
    merchant
        .post_envelope(&session, &first)
        .await
        .assert_problem(409, "envelope_replayed");
    let seen = merchant
        .get(&format!("/v1/sessions/{}", session.id))
        .await
        .expect(200);
    assert_eq!(seen.json()["tokens"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn a_token_needs_a_session_and_a_sealed_card() {
    let merchant = world().merchant().await;
    let session = merchant.session().await;
    let envelope = merchant.seal(&VISA, &session);
    let post = || tests::http::Request::new("POST", "/v1/tokens");
    let send = |request| merchant.http.send(request);

    send(post().body("application/jose", &envelope))
        .await
        .assert_problem(401, "unauthorized");
    for forged in [
        "",
        "cs_test_x",
        &session.statement[1..],
        &format!("{}A", session.statement),
    ] {
        let request = post()
            .header("cardseal-session", forged)
            .body("application/jose", &envelope);
        send(request).await.assert_problem(401, "unauthorized");
    }
    for media_type in [
        "application/json",
        "text/plain",
        "application/x-www-form-urlencoded",
    ] {
        let request = post()
            .header("cardseal-session", &session.statement)
            .body(media_type, &envelope);
        send(request)
            .await
            .assert_problem(415, "unsupported_media_type");
    }
    // A page that is not the vault's has no business here.
    let request = merchant
        .envelope_request(&session, &envelope)
        .header("origin", &merchant.origin);
    send(request)
        .await
        .assert_problem(403, "origin_not_allowed");
    let request = merchant
        .envelope_request(&session, &envelope)
        .header("origin", merchant.http.base());
    let _ = send(request).await.expect(201);
}
