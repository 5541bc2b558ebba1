//! The Idempotency-Key of each follow-up, to the letter of the contract.

use std::time::Duration;

use serde_json::{Value, json};
use tests::answer::Answer;
use tests::cards::VISA;
use tests::eventually::eventually;
use tests::merchant::Merchant;
use tests::sealer::random_id;

use super::{done, read, reserved, taken};
use crate::world;

/// A payment that each follow-up may be made of, once at least.
async fn payment_for(merchant: &Merchant, what: &str) -> String {
    match what {
        "refunds" => taken(merchant, &VISA, 1_000).await,
        _ => reserved(merchant, &VISA, 1_000).await,
    }
}

fn body_of(what: &str) -> Value {
    match what {
        "void" => json!({}),
        _ => json!({ "amount": 300 }),
    }
}

fn assert_replayed(first: &Answer, again: &Answer) {
    assert_eq!(again.bytes(), first.bytes());
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(first.header("idempotent-replayed"), "");
    assert_ne!(again.header("request-id"), first.header("request-id"));
}

#[tokio::test]
async fn the_same_key_and_body_get_the_same_bytes_and_nothing_happens_again() {
    let merchant = world().merchant().await;
    for what in ["captures", "void", "refunds"] {
        let id = payment_for(&merchant, what).await;
        let (key, body) = (random_id(), body_of(what));
        let first = merchant.follow_up_as(&key, &id, what, &body).await;
        let first = first.expect(201);
        for _ in 0..3 {
            let again = merchant.follow_up_as(&key, &id, what, &body).await;
            assert_replayed(&first, &again);
        }
        assert_eq!(done(&id).await.len(), 2, "{what}");
        // Whatever comes after it, the answer stays the first.
        if what != "void" {
            let _ = merchant.follow_up(&id, what, &body).await.expect(201);
            assert_eq!(done(&id).await.len(), 3, "another key is another {what}");
            let again = merchant.follow_up_as(&key, &id, what, &body).await;
            assert_replayed(&first, &again);
        }
    }
}

#[tokio::test]
async fn a_key_with_another_body_is_refused_also_where_only_white_space_differs() {
    let merchant = world().merchant().await;
    for what in ["captures", "void", "refunds"] {
        let id = payment_for(&merchant, what).await;
        let (key, body) = (random_id(), body_of(what));
        let first = merchant.follow_up_as(&key, &id, what, &body).await;
        let first = first.expect(201);
        for text in [
            format!("{body} "),
            r#"{"amount":301}"#.to_owned(),
            r#"{"x":1}"#.to_owned(),
            "not json".to_owned(),
        ] {
            let request = merchant
                .request("POST", format!("/v1/authorizations/{id}/{what}"))
                .header("idempotency-key", &key);
            let answer = merchant.http.send(request.json(text)).await;
            answer.assert_problem(422, "idempotency_key_reused");
        }
        assert_eq!(done(&id).await.len(), 2, "{what}");
        let again = merchant.follow_up_as(&key, &id, what, &body).await;
        assert_replayed(&first, &again);
    }
}

#[tokio::test]
async fn a_key_is_required_and_is_one_to_255_visible_characters() {
    let merchant = world().merchant().await;
    for what in ["captures", "void", "refunds", "confirm"] {
        let id = payment_for(&merchant, what).await;
        let before = read(&merchant, &id).await;
        let path = format!("/v1/authorizations/{id}/{what}");
        let keyless = merchant.post(&path, &body_of(what)).await;
        keyless.assert_problem(400, "idempotency_key_missing");
        for key in ["", "with space", &"k".repeat(256)] {
            let answer = merchant.post_as(key, &path, &body_of(what)).await;
            answer.assert_problem(400, "idempotency_key_invalid");
        }
        assert_eq!(read(&merchant, &id).await, before, "{what}");
        assert_eq!(done(&id).await.len(), 1, "{what}");
    }
}

#[tokio::test]
async fn a_problem_is_not_kept_so_the_key_may_be_used_again() {
    let merchant = world().merchant().await;
    let id = reserved(&merchant, &VISA, 1_000).await;
    let key = random_id();
    let capture = async |amount: i64| {
        let body = json!({ "amount": amount });
        merchant.follow_up_as(&key, &id, "captures", &body).await
    };
    capture(1_001)
        .await
        .assert_invalid("invalid_parameter", "amount");
    let first = capture(1_000).await.expect(201);
    assert_eq!(first.header("idempotent-replayed"), "");
    capture(1_001)
        .await
        .assert_problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn a_second_request_with_the_key_is_told_that_the_first_is_still_being_answered() {
    let merchant = world().merchant_held(3_000).await;
    for what in ["captures", "refunds", "void"] {
        let id = payment_for(&merchant, what).await;
        let (key, body) = (random_id(), body_of(what));
        let first = {
            let (merchant, key, id, body) =
                (merchant.clone(), key.clone(), id.clone(), body.clone());
            tokio::spawn(async move { merchant.follow_up_as(&key, &id, what, &body).await })
        };
        eventually("call to the acquirer", Duration::from_secs(10), || async {
            (done(&id).await.len() == 2).then_some(())
        })
        .await;
        let second = merchant.follow_up_as(&key, &id, what, &body).await;
        second.assert_problem(409, "in_progress");
        let wait = second.header("retry-after").parse::<u32>();
        assert!(wait.is_ok_and(|seconds| seconds > 0), "{what}");
        let first = first.await.unwrap().expect(201);
        let again = merchant.follow_up_as(&key, &id, what, &body).await;
        assert_replayed(&first, &again);
        assert_eq!(done(&id).await.len(), 2, "{what}");
    }
}

#[tokio::test]
async fn a_caller_who_hangs_up_finds_the_answer_under_the_key() {
    let merchant = world().merchant_held(3_000).await;
    for what in ["captures", "refunds", "void"] {
        let id = payment_for(&merchant, what).await;
        let (key, body) = (random_id(), body_of(what));
        let caller = {
            let (key, id, body) = (key.clone(), id.clone(), body.clone());
            // With a connection of its own, which ends with it.
            let mut merchant = merchant.clone();
            merchant.reconnect();
            tokio::spawn(async move { merchant.follow_up_as(&key, &id, what, &body).await })
        };
        eventually("call to the acquirer", Duration::from_secs(10), || async {
            (done(&id).await.len() == 2).then_some(())
        })
        .await;
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
        let answer = eventually("the answer", Duration::from_secs(10), || async {
            let answer = merchant.follow_up_as(&key, &id, what, &body).await;
            (answer.status != 409).then_some(answer)
        })
        .await;
        assert_eq!(answer.status, 201, "{what}: {}", answer.text());
        assert_eq!(answer.header("idempotent-replayed"), "true");
        assert_eq!(answer.json(), read(&merchant, &id).await);
        assert_eq!(done(&id).await.len(), 2, "{what}");
    }
}

#[tokio::test]
async fn a_key_belongs_to_its_path() {
    let merchant = world().merchant().await;
    let key = random_id();
    let (one, other) = (
        reserved(&merchant, &VISA, 1_000).await,
        reserved(&merchant, &VISA, 1_000).await,
    );
    let part = json!({ "amount": 300 });
    for (id, what, body) in [
        (&one, "captures", &part),
        (&one, "refunds", &part),
        (&other, "captures", &part),
        (&other, "refunds", &part),
    ] {
        let answer = merchant.follow_up_as(&key, id, what, body).await;
        assert_eq!(answer.expect(201).header("idempotent-replayed"), "");
    }
    assert_eq!(done(&one).await.len(), 3);
    assert_eq!(done(&other).await.len(), 3);
}
