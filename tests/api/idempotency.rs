//! The Idempotency-Key, to the letter of the contract.

use serde_json::json;
use tests::answer::Answer;
use tests::cards::{DO_NOT_HONOR, TIMES_OUT, VISA};
use tests::http::Request;
use tests::sealer::random_id;

use crate::world;

fn assert_replayed(first: &Answer, again: &Answer) {
    assert_eq!(again.bytes(), first.bytes());
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(first.header("idempotent-replayed"), "");
    assert_eq!(again.header("content-type"), first.header("content-type"));
    assert_ne!(again.header("request-id"), first.header("request-id"));
}

#[tokio::test]
async fn the_same_key_and_body_get_the_same_bytes_and_nothing_happens_again() {
    let merchant = world().merchant().await;
    for card in [VISA, DO_NOT_HONOR] {
        let token = merchant.token(&card).await;
        let (key, body) = (random_id(), merchant.payment(&token, 800));
        let first = merchant.authorize_as(&key, &body).await.expect(201);
        for _ in 0..3 {
            assert_replayed(&first, &merchant.authorize_as(&key, &body).await);
        }
        let reference = body["reference"].as_str().unwrap();
        assert_eq!(world().acquirer.ledger().await.authorizes(reference), 1);
    }
}

#[tokio::test]
async fn an_answer_that_was_pending_is_replayed_as_pending_whatever_has_become_of_it() {
    let merchant = world().merchant().await;
    let token = merchant.token(&TIMES_OUT).await;
    // 02: approved, and the answer was lost.
    let (key, body) = (random_id(), merchant.payment(&token, 1_202));
    let first = merchant.authorize_as(&key, &body).await.expect(202);
    assert_eq!(first.json()["status"], "pending");
    let path = format!("/v1/authorizations/{}", first.string("id"));
    tests::eventually::eventually(
        "end of the doubt",
        std::time::Duration::from_mins(1),
        || async { (merchant.get(&path).await.json()["status"] == "approved").then_some(()) },
    )
    .await;
    assert_replayed(&first, &merchant.authorize_as(&key, &body).await);
}

#[tokio::test]
async fn a_key_with_another_body_is_refused_even_where_only_white_space_differs() {
    let merchant = world().merchant().await;
    let token = merchant.token(&VISA).await;
    let (key, body) = (random_id(), merchant.payment(&token, 800));
    let first = merchant.authorize_as(&key, &body).await.expect(201);
    let other = merchant.token(&VISA).await;
    let others = [
        merchant.payment(&token, 801).to_string(),
        merchant.payment(&other, 800).to_string(),
        format!("{body} "),
        "{}".to_owned(),
        "not json".to_owned(),
    ];
    for text in others {
        let request = merchant
            .request("POST", "/v1/authorizations")
            .header("idempotency-key", &key);
        merchant
            .http
            .send(request.json(text))
            .await
            .assert_problem(422, "idempotency_key_reused");
    }
    assert_replayed(&first, &merchant.authorize_as(&key, &body).await);
    // The other token was never touched.
    let _ = merchant
        .authorize(&merchant.payment(&other, 800))
        .await
        .expect(201);
}

#[tokio::test]
async fn a_problem_is_not_kept_so_the_key_may_be_used_again() {
    let merchant = world().merchant().await;
    let (key, token) = (random_id(), merchant.token(&VISA).await);
    let mut wrong = merchant.payment(&token, 800);
    wrong["amount"] = json!(0);
    merchant
        .authorize_as(&key, &wrong)
        .await
        .assert_invalid("invalid_parameter", "amount");
    let right = merchant.payment(&token, 800);
    let first = merchant.authorize_as(&key, &right).await.expect(201);
    assert_eq!(first.header("idempotent-replayed"), "");
    merchant
        .authorize_as(&key, &wrong)
        .await
        .assert_problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn a_second_request_with_the_key_is_told_that_the_first_is_still_being_answered() {
    let merchant = world().merchant_held(3_000).await;
    let token = merchant.token(&VISA).await;
    let (key, body) = (random_id(), merchant.payment(&token, 800));
    let first = {
        let (merchant, key, body) = (merchant.clone(), key.clone(), body.clone());
        tokio::spawn(async move { merchant.authorize_as(&key, &body).await })
    };
    let reference = body["reference"].as_str().unwrap();
    tests::eventually::eventually(
        "call to the acquirer",
        std::time::Duration::from_secs(10),
        || async { (world().acquirer.ledger().await.authorizes(reference) == 1).then_some(()) },
    )
    .await;
    let second = merchant.authorize_as(&key, &body).await;
    second.assert_problem(409, "in_progress");
    assert!(
        second
            .header("retry-after")
            .parse::<u32>()
            .is_ok_and(|seconds| seconds > 0)
    );
    let first = first.await.unwrap().expect(201);
    assert_replayed(&first, &merchant.authorize_as(&key, &body).await);
}

#[tokio::test]
async fn a_key_is_required_and_is_one_to_255_visible_characters() {
    let merchant = world().merchant().await;
    let token = merchant.token(&VISA).await;
    let body = merchant.payment(&token, 800).to_string();
    let post = || merchant.request("POST", "/v1/authorizations");
    merchant
        .http
        .send(post().json(&body))
        .await
        .assert_problem(400, "idempotency_key_missing");
    for key in ["", "with space", "caf\u{e9}", &"k".repeat(256)] {
        let answer = merchant
            .http
            .send(post().header("idempotency-key", key).json(&body))
            .await;
        answer.assert_problem(400, "idempotency_key_invalid");
    }
    let twice = post()
        .header("idempotency-key", "one")
        .header("idempotency-key", "two")
        .json(&body);
    let answer = merchant.http.send(twice).await;
    assert_eq!(answer.status, 400, "{}", answer.text());
    let longest = "k".repeat(255);
    let _ = merchant
        .http
        .send(post().header("idempotency-key", longest).json(&body))
        .await
        .expect(201);
}

#[tokio::test]
async fn a_key_belongs_to_its_merchant() {
    let (one, other) = (world().merchant().await, world().merchant().await);
    let key = random_id();
    let mut answers = Vec::new();
    for merchant in [&one, &other] {
        let token = merchant.token(&VISA).await;
        answers.push(
            merchant
                .authorize_as(&key, &merchant.payment(&token, 800))
                .await
                .expect(201),
        );
    }
    assert_ne!(answers[0].string("id"), answers[1].string("id"));
    assert_eq!(answers[1].header("idempotent-replayed"), "");
}

#[tokio::test]
async fn credentials_come_before_a_kept_answer() {
    let merchant = world().merchant().await;
    let token = merchant.token(&VISA).await;
    let (key, body) = (random_id(), merchant.payment(&token, 800));
    let _ = merchant.authorize_as(&key, &body).await.expect(201);
    let stranger = Request::new("POST", "/v1/authorizations").header("idempotency-key", &key);
    merchant
        .http
        .send(stranger.json(body.to_string()))
        .await
        .assert_problem(401, "unauthorized");
}
