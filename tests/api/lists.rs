//! Finding payments again, by where they stand and when they were made.

use serde_json::{Value, json};
use tests::cards::{DO_NOT_HONOR, VISA};
use tests::merchant::Merchant;

use crate::world;

/// The ids on all pages of a list, and how many pages there were.
async fn pages(merchant: &Merchant, query: &str) -> (Vec<String>, usize) {
    let (mut ids, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let path = format!("/v1/authorizations?{query}{cursor}");
        let page = merchant.get(&path).await.expect(200).json();
        let data = page["data"].as_array().unwrap().iter();
        ids.extend(data.map(|one| one["id"].as_str().unwrap().to_owned()));
        pages += 1;
        match &page["next_cursor"] {
            Value::Null => break,
            next => cursor = format!("&cursor={}", next.as_str().unwrap()),
        }
    }
    (ids, pages)
}

async fn ids(merchant: &Merchant, query: &str) -> Vec<String> {
    pages(merchant, query).await.0
}

#[tokio::test]
async fn payments_are_found_by_where_they_stand_now() {
    let merchant = world().merchant().await;
    let mut approved = Vec::new();
    for _ in 0..3 {
        approved.push(merchant.pay(&VISA, 100).await.expect(201).string("id"));
    }
    let declined = merchant.pay(&DO_NOT_HONOR, 100).await.expect(201);
    let voided = merchant.pay(&VISA, 100).await.expect(201).string("id");
    let _ = merchant
        .follow_up(&voided, "void", &json!({}))
        .await
        .expect(201);
    approved.reverse();
    let (found, read) = pages(&merchant, "status=approved&limit=2").await;
    assert_eq!((found, read), (approved, 2));
    assert_eq!(
        ids(&merchant, "status=declined").await,
        [declined.string("id")]
    );
    assert_eq!(ids(&merchant, "status=voided").await, [voided]);
    for none in ["pending", "requires_authentication", "reversed", "expired"] {
        let query = format!("status={none}");
        assert!(ids(&merchant, &query).await.is_empty(), "{none}");
    }
    assert_eq!(ids(&merchant, "limit=100").await.len(), 5);
}

#[tokio::test]
async fn payments_are_found_by_when_they_were_made() {
    let merchant = world().merchant().await;
    let mut all = Vec::new();
    for _ in 0..3 {
        all.push(merchant.pay(&VISA, 100).await.expect(201).json());
        // The next one is made in a later millisecond.
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let id = |at: usize| all[at]["id"].as_str().unwrap().to_owned();
    let created = |at: usize| all[at]["created"].as_str().unwrap().to_owned();
    assert!(created(0) < created(1) && created(1) < created(2));
    for (query, expected) in [
        (format!("created_from={}", created(1)), vec![id(2), id(1)]),
        (format!("created_before={}", created(1)), vec![id(0)]),
        (
            format!("created_from={}&created_before={}", created(1), created(2)),
            vec![id(1)],
        ),
        (
            format!("created_from={}&status=declined", created(0)),
            vec![],
        ),
        (
            format!(
                "status=approved&created_before={}&reference={}",
                created(2),
                all[1]["reference"].as_str().unwrap()
            ),
            vec![id(1)],
        ),
        (
            "created_from=1970-01-01T00:00:00Z&created_before=2000-01-01T00:00:00Z".to_owned(),
            vec![],
        ),
    ] {
        assert_eq!(ids(&merchant, &query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_status_or_moment_that_is_none_is_refused() {
    let merchant = world().merchant().await;
    for (query, code, param) in [
        ("status=paid", "invalid_parameter", "status"),
        ("status=", "invalid_parameter", "status"),
        ("status=Approved", "invalid_parameter", "status"),
        ("created_from=today", "invalid_parameter", "created_from"),
        (
            "created_from=2026-12-01",
            "invalid_parameter",
            "created_from",
        ),
        (
            "created_before=2026-12-01T00:00:00%2B09:00",
            "invalid_parameter",
            "created_before",
        ),
        (
            "created_before=2026-02-30T00:00:00Z",
            "invalid_parameter",
            "created_before",
        ),
        ("created_before=1", "invalid_parameter", "created_before"),
    ] {
        let answer = merchant.get(&format!("/v1/authorizations?{query}")).await;
        assert_eq!(answer.status, 422, "{query}: {}", answer.text());
        answer.assert_invalid(code, param);
    }
    let twice = "status=approved&status=approved";
    let answer = merchant.get(&format!("/v1/authorizations?{twice}")).await;
    answer.assert_problem(422, "duplicate_parameter");
}
