//! A session is kept alive while the shopper types: the same session, with a later end.

use access::{Session as Statement, SessionKind};
use envelope::base64url;
use serde_json::Value;
use tests::answer::Answer;
use tests::cards::VISA;
use tests::http::Request;
use tests::merchant::{Merchant, Session};
use tests::signer::{Signer, ago, opened};

use crate::world;

async fn renew(merchant: &Merchant, statement: &str, origin: Option<&str>) -> Answer {
    let request = Request::new("POST", "/v1/sessions/renew").header("cardseal-session", statement);
    let request = match origin {
        Some(origin) => request.header("origin", origin),
        None => request,
    };
    merchant.http.send(request).await
}

/// What a statement says.
fn members(statement: &str) -> Value {
    let (signed, _) = statement.split_once('.').expect("a tag");
    let json = signed.splitn(4, '_').nth(3).expect("members");
    serde_json::from_slice(&base64url::decode(json.as_bytes()).unwrap()).unwrap()
}

/// Seconds from the opening of a session to its end.
fn life(answer: &Answer) -> i64 {
    let members = members(&answer.string("session"));
    members["exp"].as_i64().unwrap() - members["iat"].as_i64().unwrap()
}

#[tokio::test]
async fn a_renewed_session_is_the_same_session_with_a_later_end() {
    let merchant = world().merchant().await;
    let mut session = opened(SessionKind::Hosted, &merchant, 10);
    session.att = Some(true);
    (session.cap, session.cur) = (Some(5_000), Some("JPY".into()));
    let session = Signer::of(&world().vault).sign(&merchant, session);
    for _ in 0..3 {
        let _ = merchant.tokenize(&VISA, &session).await.expect(201);
    }
    let renewed = renew(&merchant, &session.statement, None).await.expect(200);
    assert_eq!(renewed.string("object"), "session");
    assert_eq!(renewed.string("id"), session.id);
    assert_eq!(renewed.string("origin"), merchant.origin);
    let (before, mut after) = (
        members(&session.statement),
        members(&renewed.string("session")),
    );
    let ends = after["exp"].as_i64().unwrap();
    let quarter = ago(0).plus(15 * 60 * 1000).secs();
    assert!((quarter - 60..=quarter).contains(&ends), "{ends}");
    let said = access::Timestamp::from_secs(ends).rfc3339();
    assert_eq!(renewed.string("expires_at"), said);
    after["exp"] = before["exp"].clone();
    assert_eq!(after, before, "nothing but the end is another");

    // The five tokens are counted over all renewals.
    let renewed = Session {
        statement: renewed.string("session"),
        ..session
    };
    for _ in 0..2 {
        let _ = merchant.tokenize(&VISA, &renewed).await.expect(201);
    }
    merchant
        .tokenize(&VISA, &renewed)
        .await
        .assert_problem(429, "too_many_requests");
}

#[tokio::test]
async fn no_renewal_reaches_past_an_hour_from_the_opening() {
    let merchant = world().merchant().await;
    let session = opened(SessionKind::Hosted, &merchant, 56);
    let session = session.renewed(ago(45)).and_then(|s| s.renewed(ago(35)));
    let session = session.and_then(|session| session.renewed(ago(25)));
    let session = session
        .and_then(|session| session.renewed(ago(12)))
        .unwrap();
    let before = session.expires_at();
    let session = Signer::of(&world().vault).sign(&merchant, session);
    let renewed = renew(&merchant, &session.statement, None).await.expect(200);
    assert_eq!(life(&renewed), 60 * 60);
    assert!(renewed.string("expires_at") > before.rfc3339());
    let again = renew(&merchant, &renewed.string("session"), None).await;
    assert_eq!(
        again.expect(200).string("expires_at"),
        renewed.string("expires_at"),
        "the end stays where it is"
    );
}

#[tokio::test]
async fn a_session_that_slept_through_its_end_takes_no_card_until_it_is_renewed() {
    let merchant = world().merchant().await;
    let session = opened(SessionKind::Hosted, &merchant, 14);
    let young = Signer::of(&world().vault).sign(&merchant, session.clone());
    let _ = merchant.tokenize(&VISA, &young).await.expect(201);
    // The same session, had it been opened six minutes earlier.
    let mut slept = opened(SessionKind::Hosted, &merchant, 20);
    slept.id.clone_from(&young.id);
    let slept = Signer::of(&world().vault).sign(&merchant, slept);
    let envelope = merchant.seal(&VISA, &slept);
    merchant
        .post_envelope(&slept, &envelope)
        .await
        .assert_problem(410, "session_expired");

    let renewed = renew(&merchant, &slept.statement, None).await.expect(200);
    assert_eq!(renewed.string("id"), slept.id);
    let life = life(&renewed) / 60;
    assert!((34..=35).contains(&life), "{life} minutes");
    let renewed = Session {
        statement: renewed.string("session"),
        ..slept.clone()
    };
    // What was refused was not opened, and is no replay; what was taken before the sleep counts.
    let _ = merchant
        .post_envelope(&renewed, &envelope)
        .await
        .expect(201);
    merchant
        .post_envelope(&renewed, &envelope)
        .await
        .assert_problem(409, "envelope_replayed");
    for _ in 0..3 {
        let _ = merchant.tokenize(&VISA, &renewed).await.expect(201);
    }
    merchant
        .tokenize(&VISA, &renewed)
        .await
        .assert_problem(429, "too_many_requests");
    let read = merchant.get(&format!("/v1/sessions/{}", slept.id)).await;
    assert_eq!(
        read.expect(200).json()["tokens"].as_array().unwrap().len(),
        5
    );
    merchant
        .tokenize(&VISA, &slept)
        .await
        .assert_problem(410, "session_expired");
}

#[tokio::test]
async fn a_session_is_renewed_until_an_hour_after_its_opening_and_not_after() {
    let merchant = world().merchant().await;
    let signer = Signer::of(&world().vault);
    for kind in [
        SessionKind::Hosted,
        SessionKind::Redirect,
        SessionKind::Direct,
    ] {
        for minutes in [14, 15, 30, 59] {
            let session = signer.sign(&merchant, opened(kind, &merchant, minutes));
            let renewed = renew(&merchant, &session.statement, None).await;
            assert!(life(&renewed.expect(200)) <= 60 * 60);
        }
        for minutes in [60, 61, 24 * 60] {
            let session = signer.sign(&merchant, opened(kind, &merchant, minutes));
            renew(&merchant, &session.statement, None)
                .await
                .assert_problem(410, "session_expired");
        }
    }
    for nobodys in [None, Some("cs"), Some("cs_test_")] {
        let request = Request::new("POST", "/v1/sessions/renew");
        let request = match nobodys {
            Some(text) => request.header("cardseal-session", text),
            None => request,
        };
        merchant
            .http
            .send(request)
            .await
            .assert_problem(401, "unauthorized");
    }
}

#[tokio::test]
async fn a_session_is_renewed_from_the_page_it_is_for_and_from_no_other() {
    let merchant = world().merchant().await;
    let signer = Signer::of(&world().vault);
    let (vault, shop) = (merchant.http.base(), merchant.origin.as_str());
    let sign = |session: Statement| signer.sign(&merchant, session).statement;
    let (mut taken, mut refused) = (0, 0);
    for (kind, own) in [
        (SessionKind::Hosted, vault),
        (SessionKind::Redirect, vault),
        (SessionKind::Direct, shop),
    ] {
        for (minutes, status) in [(1, 200), (16, 200), (61, 410)] {
            let statement = sign(opened(kind, &merchant, minutes));
            for origin in [None, Some(own)] {
                let answer = renew(&merchant, &statement, origin).await.expect(status);
                // A direct session's page is of another origin, and reads the answer, also that it is over.
                let readable_by = if kind == SessionKind::Direct {
                    shop
                } else {
                    ""
                };
                assert_eq!(answer.header("access-control-allow-origin"), readable_by);
                taken += 1;
            }
            let other = if own == vault { shop } else { vault };
            for origin in [other, "https://attacker.example", "null"] {
                let answer = renew(&merchant, &statement, Some(origin)).await;
                answer.assert_problem(403, "origin_not_allowed");
                assert_eq!(answer.header("access-control-allow-origin"), "");
                refused += 1;
            }
        }
    }
    println!("{taken} renewals answered, {refused} refused");
    assert_eq!((taken, refused), (18, 27));
}
