//! A follow-up that is refused has changed nothing: not the payment, not the ledger.

use std::time::Duration;

use serde_json::{Value, json};
use tests::cards::{TIMES_OUT, VISA};
use tests::eventually::eventually;
use tests::merchant::Merchant;
use tests::sealer::random_id;

use super::{done, line, read, reserved, taken};
use crate::world;

/// Registers the merchant's acquirer anew, with terms of its own.
pub(super) async fn set_terms(merchant: &Merchant, terms: &Value) {
    let operator = world().operator();
    let path = format!("/merchants/{}", merchant.id);
    let settings = operator.send("GET", &path, None).await.expect(200);
    let mut body = json!({
        "connector": "json", "url": world().acquirer.url(),
        "signing_secret": world().acquirer.signing_secret(),
    });
    for (name, value) in terms.as_object().unwrap() {
        body[name] = value.clone();
    }
    let name = settings.string("acquirer");
    let path = format!("/acquirers/{name}");
    let put = operator.send("PUT", &path, Some(body)).await;
    let answer = put.expect(200).json();
    for (name, value) in terms.as_object().unwrap() {
        assert_eq!(&answer[name], value);
    }
}

#[tokio::test]
async fn no_more_is_taken_than_was_authorized_and_no_more_given_back_than_was_taken() {
    let merchant = world().merchant().await;
    let id = reserved(&merchant, &VISA, 1_000).await;
    let refuse = async |what: &str, amount: i64, status: u16, code: &str| {
        let before = read(&merchant, &id).await;
        let body = json!({ "amount": amount });
        let answer = merchant.follow_up(&id, what, &body).await;
        answer.assert_problem(status, code);
        if status == 422 {
            answer.assert_invalid(code, "amount");
        }
        assert_eq!(read(&merchant, &id).await, before, "{what} {amount}");
    };
    let take = async |what: &str, amount: i64| {
        let body = json!({ "amount": amount });
        let _ = merchant.follow_up(&id, what, &body).await.expect(201);
    };
    refuse("captures", 1_001, 422, "invalid_parameter").await;
    refuse("captures", 1_000_000_000_000, 422, "invalid_parameter").await;
    // Nothing was taken, so nothing can be given back, however little.
    refuse("refunds", 1, 409, "invalid_transition").await;
    take("captures", 600).await;
    refuse("captures", 401, 422, "invalid_parameter").await;
    refuse("refunds", 601, 422, "invalid_parameter").await;
    take("refunds", 599).await;
    refuse("refunds", 2, 422, "invalid_parameter").await;
    // What was given back is not reserved again.
    refuse("captures", 401, 422, "invalid_parameter").await;
    take("refunds", 1).await;
    refuse("refunds", 1, 409, "invalid_transition").await;
    take("captures", 400).await;
    refuse("captures", 1, 409, "invalid_transition").await;
    refuse("refunds", 401, 422, "invalid_parameter").await;
    let expected = [
        line("authorize", 1_000, "approved"),
        line("capture", 600, "approved"),
        line("refund", 599, "approved"),
        line("refund", 1, "approved"),
        line("capture", 400, "approved"),
    ];
    assert_eq!(done(&id).await, expected);
}

#[tokio::test]
async fn what_was_taken_with_the_approval_is_not_taken_again() {
    let merchant = world().merchant().await;
    let id = taken(&merchant, &VISA, 1_000).await;
    for body in [json!({}), json!({ "amount": 1 })] {
        let answer = merchant.follow_up(&id, "captures", &body).await;
        answer.assert_problem(409, "invalid_transition");
    }
    let _ = merchant
        .follow_up(&id, "refunds", &json!({ "amount": 1 }))
        .await
        .expect(201);
    // What was given back in part is not given up whole.
    let answer = merchant.follow_up(&id, "void", &json!({})).await;
    answer.assert_problem(409, "invalid_transition");
    assert_eq!(done(&id).await.len(), 2);
}

#[tokio::test]
async fn a_payment_in_doubt_has_no_follow_ups_until_its_end_is_known() {
    let merchant = world().merchant().await;
    // 05: approved, which only the third inquiry tells.
    let pending = merchant.pay(&TIMES_OUT, 1_205).await.expect(202);
    let id = pending.string("id");
    for what in ["captures", "void", "refunds"] {
        let answer = merchant.follow_up(&id, what, &json!({})).await;
        answer.assert_problem(409, "invalid_transition");
    }
    let answer = eventually("end of the doubt", Duration::from_mins(1), || async {
        let answer = merchant.follow_up(&id, "refunds", &json!({})).await;
        (answer.status == 201).then_some(answer)
    })
    .await;
    assert_eq!(answer.json()["refunded"], 1_205);
}

#[tokio::test]
async fn a_payment_has_a_hundred_operations_at_most() {
    let merchant = world().merchant().await;
    let id = reserved(&merchant, &VISA, 1_000).await;
    let part = json!({ "amount": 1 });
    for _ in 1..100 {
        let _ = merchant.follow_up(&id, "captures", &part).await.expect(201);
    }
    let answer = merchant.follow_up(&id, "captures", &part).await;
    answer.assert_problem(409, "invalid_transition");
    assert_eq!(done(&id).await.len(), 100);
    assert_eq!(read(&merchant, &id).await["captured"], 99);
}

#[tokio::test]
async fn another_merchants_payment_looks_like_none_and_stays_as_it_is() {
    let (owner, stranger) = (world().merchant().await, world().merchant().await);
    let id = reserved(&owner, &VISA, 1_000).await;
    let before = read(&owner, &id).await;
    let token = stranger.token(&VISA).await;
    for (what, body) in [
        ("captures", json!({})),
        ("captures", json!({ "amount": 1_001 })),
        ("void", json!({})),
        ("refunds", json!({})),
        ("confirm", json!({ "token": token.token })),
    ] {
        let nobodys = format!("auth_test_00{}", random_id());
        let unknown = stranger.follow_up(&nobodys, what, &body).await;
        unknown.assert_problem(404, "not_found");
        for text in [
            &id,
            "x",
            "auth_test_00",
            &id.replace("auth_test", "auth_live"),
            &id.replace("auth_", "op_"),
        ] {
            let answer = stranger.follow_up(text, what, &body).await;
            assert_eq!(answer.bytes(), unknown.bytes(), "{what} of {text}");
        }
    }
    assert_eq!(read(&owner, &id).await, before);
    assert_eq!(done(&id).await, [line("authorize", 1_000, "approved")]);
    // The twin: to its owner it is there.
    let _ = owner
        .follow_up(&id, "captures", &json!({}))
        .await
        .expect(201);
}

#[tokio::test]
async fn what_the_acquirer_cannot_do_is_refused_before_anything_is_written() {
    const ALL: [&str; 5] = [
        "inquiry",
        "partial_capture",
        "multi_capture",
        "refund_by_reference",
        "zero_value",
    ];
    let merchant = world().merchant().await;
    let part = json!({ "amount": 400 });
    for (lacks, made_before, what, body) in [
        ("partial_capture", None, "captures", &part),
        ("multi_capture", Some(&part), "captures", &json!({})),
        ("refund_by_reference", Some(&part), "refunds", &json!({})),
    ] {
        set_terms(&merchant, &json!({ "capabilities": ALL })).await;
        let id = reserved(&merchant, &VISA, 1_000).await;
        if let Some(body) = made_before {
            let _ = merchant.follow_up(&id, "captures", body).await.expect(201);
        }
        let (before, ledger) = (read(&merchant, &id).await, done(&id).await);
        let others: Vec<&str> = ALL.into_iter().filter(|one| *one != lacks).collect();
        set_terms(&merchant, &json!({ "capabilities": others })).await;
        let key = random_id();
        let refused = merchant.follow_up_as(&key, &id, what, body).await;
        refused.assert_problem(422, "not_supported_by_acquirer");
        assert_eq!(read(&merchant, &id).await, before, "without {lacks}");
        assert_eq!(done(&id).await, ledger, "without {lacks}");
        // The twin: with it, the same request under the same key is made.
        set_terms(&merchant, &json!({ "capabilities": ALL })).await;
        let made = merchant.follow_up_as(&key, &id, what, body).await;
        assert_eq!(made.expect(201).header("idempotent-replayed"), "");
        assert_eq!(done(&id).await.len(), ledger.len() + 1);
    }
}

#[tokio::test]
async fn an_acquirer_that_takes_an_amount_once_takes_it_whole() {
    let merchant = world().merchant().await;
    set_terms(&merchant, &json!({ "capabilities": [] })).await;
    let id = reserved(&merchant, &VISA, 1_000).await;
    for body in [json!({}), json!({ "amount": 1_000 })] {
        let id = reserved(&merchant, &VISA, 1_000).await;
        let _ = merchant.follow_up(&id, "captures", &body).await.expect(201);
    }
    // Nobody is without a void.
    let _ = merchant
        .follow_up(&id, "void", &json!({}))
        .await
        .expect(201);
}

#[tokio::test]
async fn a_wrong_body_is_refused_by_its_code_and_nothing_is_sent() {
    let merchant = world().merchant().await;
    let id = reserved(&merchant, &VISA, 1_000).await;
    let malformed = (400, "malformed_request");
    let invalid = (422, "invalid_parameter");
    let unknown = (422, "unknown_parameter");
    let of_all: Vec<(&str, (u16, &str))> = vec![
        ("", malformed),
        ("[]", malformed),
        ("null", malformed),
        ("{", malformed),
        ("{}{}", malformed),
        ("\u{feff}{}", malformed),
        (r#"{"x":1}"#, unknown),
    ];
    let amounts = [
        "0",
        "-1",
        "1.5",
        "1.0",
        "1e2",
        "null",
        "\"1\"",
        "[]",
        "true",
        "99999999999999999999",
    ];
    let amounts = amounts.map(|amount| format!(r#"{{"amount":{amount}}}"#));
    let mut of_parts = of_all.clone();
    of_parts.extend(amounts.iter().map(|body| (body.as_str(), invalid)));
    of_parts.push((r#"{"amount":1,"amount":1}"#, (422, "duplicate_parameter")));
    let mut of_voids = of_all;
    of_voids.push((r#"{"amount":1000}"#, unknown));
    let mut refused = 0;
    for (what, cases) in [
        ("captures", &of_parts),
        ("refunds", &of_parts),
        ("void", &of_voids),
    ] {
        for (body, (status, code)) in cases {
            let path = format!("/v1/authorizations/{id}/{what}");
            let request = merchant
                .request("POST", path)
                .header("idempotency-key", random_id());
            let answer = merchant.http.send(request.json(body)).await;
            assert_eq!(
                answer.code().as_deref(),
                Some(*code),
                "{what} {body}: {}",
                answer.text()
            );
            answer.assert_problem(*status, code);
            refused += 1;
        }
    }
    println!("{refused} wrong bodies refused");
    assert!(refused > 40);
    assert_eq!(done(&id).await.len(), 1);
    assert_eq!(
        read(&merchant, &id).await["operations"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
