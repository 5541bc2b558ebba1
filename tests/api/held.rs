//! A payment whose shopper is to authenticate first waits, with its token, until it is confirmed.

mod at_rest;
mod crash;
mod lapse;

use std::time::Duration;

use serde_json::{Value, json};
use tests::answer::Answer;
use tests::cards::{DO_NOT_HONOR, TIMES_OUT, TypedCard, VISA};
use tests::eventually::eventually;
use tests::merchant::{Merchant, Token};
use tests::sealer::random_id;
use tests::together::{bare, together};
use tests::world::World;

use crate::world;

/// A merchant whose shoppers authenticate.
async fn careful(world: &World) -> Merchant {
    let required = json!({ "authentication": "required" });
    world.merchant_with("", required).await
}

/// A payment that waits: its id, its token, and the answer.
async fn held(merchant: &Merchant, card: &TypedCard, capture: &str) -> (String, Token, Answer) {
    let token = merchant.token(card).await;
    let mut body = merchant.payment(&token, 1_200);
    body["capture"] = json!(capture);
    let answer = merchant.authorize(&body).await.expect(202);
    assert_eq!(answer.json()["status"], "requires_authentication");
    (answer.string("id"), token, answer)
}

async fn confirm(merchant: &Merchant, id: &str, token: &str) -> Answer {
    let body = json!({ "token": token });
    merchant.follow_up(id, "confirm", &body).await
}

async fn read(merchant: &Merchant, id: &str) -> Value {
    let path = format!("/v1/authorizations/{id}");
    merchant.get(&path).await.expect(200).json()
}

async fn state_of(merchant: &Merchant, token: &Token) -> Value {
    let path = format!("/v1/tokens/{}", token.id);
    merchant.get(&path).await.expect(200).json()["state"].take()
}

/// How often the acquirer acted on a payment.
async fn times_acted(id: &str) -> usize {
    let ledger = world().acquirer.ledger().await;
    ledger.of_authorization(id).len()
}

#[tokio::test]
async fn a_payment_waits_for_its_shopper_and_goes_on_with_its_token() {
    let merchant = careful(world()).await;
    let token = merchant.token(&VISA).await;
    let (key, body) = (random_id(), merchant.payment(&token, 1_200));
    let first = merchant.authorize_as(&key, &body).await.expect(202);
    let waiting = first.json();
    assert_eq!(waiting["status"], "requires_authentication");
    assert_eq!(
        (&waiting["captured"], &waiting["operations"]),
        (&json!(0), &json!([]))
    );
    let id = first.string("id");
    assert_eq!(read(&merchant, &id).await, waiting);
    assert_eq!(times_acted(&id).await, 0);
    assert_eq!(state_of(&merchant, &token).await, "held");
    let list = merchant
        .get("/v1/authorizations?status=requires_authentication")
        .await;
    assert_eq!(list.expect(200).json()["data"], json!([waiting]));

    // The token is kept for it, and it has no follow-ups yet.
    let other = merchant.payment(&token, 100);
    merchant
        .authorize(&other)
        .await
        .assert_problem(409, "token_used");
    for what in ["captures", "void", "refunds"] {
        let answer = merchant.follow_up(&id, what, &json!({})).await;
        answer.assert_problem(409, "invalid_transition");
    }
    assert_eq!(read(&merchant, &id).await, waiting);

    let confirmed = confirm(&merchant, &id, &token.token).await.expect(201);
    let payment = confirmed.json();
    assert_eq!(
        (&payment["id"], &payment["status"], &payment["captured"]),
        (&json!(id), &json!("approved"), &json!(1_200))
    );
    assert_eq!(payment["reference"], body["reference"]);
    assert_eq!(read(&merchant, &id).await, payment);
    assert_eq!(state_of(&merchant, &token).await, "claimed");
    let ledger = world().acquirer.ledger().await;
    let entries = ledger.of_authorization(&id);
    assert_eq!(entries.len(), 1);
    assert_eq!(
        (entries[0].kind.as_str(), entries[0].amount),
        ("authorize", 1_200)
    );
    assert_eq!(entries[0].operation_id, payment["operations"][0]["id"]);
    assert_eq!(entries[0].reference, body["reference"]);
    // The first answer is the answer to the first request.
    let again = merchant.authorize_as(&key, &body).await;
    assert_eq!(again.bytes(), first.bytes());
    assert_eq!(again.header("idempotent-replayed"), "true");
    // And its life goes on like any other's.
    let refund = merchant.follow_up(&id, "refunds", &json!({})).await;
    assert_eq!(refund.expect(201).json()["refunded"], 1_200);
}

#[tokio::test]
async fn a_reservation_waits_as_well_and_is_taken_later() {
    let merchant = careful(world()).await;
    let (id, token, waiting) = held(&merchant, &VISA, "manual").await;
    assert!(waiting.json()["capture_before"].is_string());
    let confirmed = confirm(&merchant, &id, &token.token).await.expect(201);
    assert_eq!(confirmed.json()["captured"], 0);
    let captured = merchant.follow_up(&id, "captures", &json!({})).await;
    assert_eq!(captured.expect(201).json()["captured"], 1_200);
}

#[tokio::test]
async fn a_decline_after_the_confirmation_is_an_answer_and_final() {
    let merchant = careful(world()).await;
    let (id, token, _) = held(&merchant, &DO_NOT_HONOR, "automatic").await;
    let confirmed = confirm(&merchant, &id, &token.token).await.expect(201);
    assert_eq!(confirmed.json()["status"], "declined");
    let again = confirm(&merchant, &id, &token.token).await;
    again.assert_problem(409, "token_used");
    assert_eq!(times_acted(&id).await, 1);
}

#[tokio::test]
async fn a_confirmation_without_an_answer_is_settled_like_any_payment() {
    let merchant = careful(world()).await;
    let token = merchant.token(&TIMES_OUT).await;
    // 02: approved, and the answer was lost.
    let waiting = merchant.authorize(&merchant.payment(&token, 1_202)).await;
    let id = waiting.expect(202).string("id");
    let (key, body) = (random_id(), json!({ "token": token.token }));
    let first = merchant.follow_up_as(&key, &id, "confirm", &body).await;
    let first = first.expect(202);
    assert_eq!(first.json()["status"], "pending");
    eventually("end of the doubt", Duration::from_mins(1), || async {
        (read(&merchant, &id).await["status"] == "approved").then_some(())
    })
    .await;
    let again = merchant.follow_up_as(&key, &id, "confirm", &body).await;
    assert_eq!(again.bytes(), first.bytes());
    assert_eq!(times_acted(&id).await, 1);
}

#[tokio::test]
async fn any_other_token_is_not_found_and_the_payment_waits_on() {
    let merchant = careful(world()).await;
    let (id, token, waiting) = held(&merchant, &VISA, "automatic").await;
    let (_, of_another, _) = held(&merchant, &VISA, "automatic").await;
    let live = merchant.token(&VISA).await;
    let (_, secret) = live.token.split_once('.').unwrap();
    let unknown = confirm(&merchant, &id, "nonsense").await;
    unknown.assert_problem(404, "not_found");
    for text in [
        live.token.clone(),
        of_another.token.clone(),
        format!("{}.{secret}", token.id),
        token.id.clone(),
        format!("{}A", token.token),
        token.token.replace("tok_test", "tok_live"),
        String::new(),
    ] {
        let answer = confirm(&merchant, &id, &text).await;
        assert_eq!(answer.bytes(), unknown.bytes(), "{text}");
    }
    // The right token, for a payment that is another's, nobody's or never waited.
    let stranger = careful(world()).await;
    let foreign = confirm(&stranger, &id, &token.token).await;
    assert_eq!(foreign.bytes(), unknown.bytes());
    let easy = world().merchant().await;
    let spent = easy.token(&VISA).await;
    let paid = easy.authorize(&easy.payment(&spent, 100)).await.expect(201);
    for (merchant, id, token) in [
        (&merchant, "x", &token),
        (&merchant, &format!("auth_test_00{}", random_id()), &token),
        (&easy, &paid.string("id"), &spent),
    ] {
        let answer = confirm(merchant, id, &token.token).await;
        assert_eq!(answer.bytes(), unknown.bytes(), "{id}");
    }
    for (body, status, code) in [
        (json!({}), 422, "invalid_parameter"),
        (json!({ "token": 1 }), 422, "invalid_parameter"),
        (
            json!({ "token": token.token, "amount": 1 }),
            422,
            "unknown_parameter",
        ),
        (json!([]), 400, "malformed_request"),
    ] {
        let answer = merchant.follow_up(&id, "confirm", &body).await;
        answer.assert_problem(status, code);
    }
    assert_eq!(read(&merchant, &id).await, waiting.json());
    assert_eq!(state_of(&merchant, &live).await, "live");
    assert_eq!(times_acted(&id).await, 0);
    let _ = confirm(&merchant, &id, &token.token).await.expect(201);
}

#[tokio::test]
async fn a_payment_is_confirmed_once() {
    let merchant = careful(world()).await;
    let (id, token, _) = held(&merchant, &VISA, "automatic").await;
    let (key, body) = (random_id(), json!({ "token": token.token }));
    let first = merchant.follow_up_as(&key, &id, "confirm", &body).await;
    let first = first.expect(201);
    let again = merchant.follow_up_as(&key, &id, "confirm", &body).await;
    assert_eq!(again.bytes(), first.bytes());
    assert_eq!(again.header("idempotent-replayed"), "true");
    let other = json!({ "token": "another" });
    let reused = merchant.follow_up_as(&key, &id, "confirm", &other).await;
    reused.assert_problem(422, "idempotency_key_reused");
    let twice = confirm(&merchant, &id, &token.token).await;
    twice.assert_problem(409, "token_used");
    assert_eq!(times_acted(&id).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_forty_confirmations_released_together_exactly_one_reaches_the_acquirer() {
    let required = json!({ "authentication": "required" });
    let merchant = world().merchant_with("/hold/500", required).await;
    let (id, token, _) = held(&merchant, &VISA, "automatic").await;
    let path = format!("/v1/authorizations/{id}/confirm");
    let body = json!({ "token": token.token }).to_string();
    let requests = (0..40).map(|_| {
        let (authorization, key) = (format!("Bearer {}", merchant.secret_key), random_id());
        let headers = [
            ("authorization", authorization.as_str()),
            ("idempotency-key", &key),
            ("content-type", "application/json"),
        ];
        let base = merchant.http.base();
        bare(base, "POST", &path, &headers, body.as_bytes())
    });
    let answers = together(merchant.http.base(), requests.collect()).await;
    let made = answers.iter().filter(|answer| answer.status == 201);
    assert_eq!(made.count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.assert_problem(409, "token_used");
    }
    assert_eq!(times_acted(&id).await, 1);
}

#[tokio::test]
async fn a_token_that_is_revoked_while_it_is_held_ends_the_waiting() {
    let merchant = careful(world()).await;
    let (id, token, _) = held(&merchant, &VISA, "automatic").await;
    let revoke = merchant.request("DELETE", format!("/v1/tokens/{}", token.id));
    let revoked = merchant.http.send(revoke).await.expect(200);
    assert_eq!(revoked.json()["state"], "revoked");
    let answer = confirm(&merchant, &id, &token.token).await;
    answer.assert_problem(410, "token_expired");
    assert_eq!(times_acted(&id).await, 0);
}

#[tokio::test]
async fn the_operator_says_whether_shoppers_authenticate() {
    let (merchant, operator) = (world().merchant().await, world().operator());
    let set = async |value: &str| {
        let change = json!({ "authentication": value });
        operator.change_merchant(&merchant.id, change).await
    };
    let path = format!("/merchants/{}", merchant.id);
    let shown = operator.send("GET", &path, None).await.expect(200);
    assert_eq!(shown.json()["authentication"], "none");
    let _ = merchant.pay(&VISA, 100).await.expect(201);
    assert_eq!(set("required").await.json()["authentication"], "required");
    let waiting = merchant.pay(&VISA, 100).await.expect(202);
    assert_eq!(waiting.json()["status"], "requires_authentication");
    // A card is checked at once all the same.
    let token = merchant.token(&VISA).await;
    let check = json!({ "token": token.token, "currency": "JPY", "reference": "check" });
    let checked = merchant
        .post_as(&random_id(), "/v1/verifications", &check)
        .await;
    assert_eq!(checked.expect(201).json()["status"], "approved");
    set("sometimes")
        .await
        .assert_invalid("invalid_parameter", "authentication");
    assert_eq!(set("none").await.json()["authentication"], "none");
    let _ = merchant.pay(&VISA, 100).await.expect(201);
}
