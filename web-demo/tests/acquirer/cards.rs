//! What each test number does.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::messages::{authorize, reversal, verify};
use crate::process::{Simulator, act, verdict};

/// The rows of the guide: number, result, advice.
fn rows() -> Vec<[String; 3]> {
    let guide = include_str!("../../../docs/test-cards.md");
    let cells = |line: &str| {
        line.split('|')
            .map(|cell| cell.trim().trim_matches('`').to_owned())
            .collect::<Vec<_>>()
    };
    let is_row = |line: &&str| {
        let number = cells(line).into_iter().nth(1).unwrap_or_default();
        number.len() >= 12 && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    guide
        .lines()
        .filter(is_row)
        .map(|line| [1, 3, 5].map(|column| cells(line)[column].clone()))
        .collect()
}

#[tokio::test]
async fn every_card_of_the_guide_gets_the_answer_the_guide_says() {
    let acquirer = Simulator::start("cards", 30_000);
    let (mut approved, mut declined) = (0, 0);
    let rows: Vec<_> = rows()
        .into_iter()
        .filter(|row| row[1] != "time-out")
        .collect();
    for [number, result, advice] in &rows {
        let operation = format!("op_{number}");
        let (status, answer) = acquirer.post(&authorize(&operation, number, 1_200)).await;
        assert_eq!(status, StatusCode::OK, "{number}");
        assert_eq!(
            (&answer["operation_id"], &answer["kind"]),
            (&json!(operation), &json!("authorize"))
        );
        assert_eq!(
            (&answer["amount"], &answer["currency"]),
            (&json!(1_200), &json!("JPY"))
        );
        if result == "approved" {
            approved += 1;
            assert_eq!(answer["result"], "approved", "{number}");
            assert_eq!(answer["approval_code"].as_str().map(str::len), Some(6));
            assert_eq!(answer["rrn"].as_str().map(str::len), Some(12));
        } else {
            declined += 1;
            let advice = if advice.is_empty() {
                Value::Null
            } else {
                json!(advice)
            };
            assert_eq!(
                (
                    &answer["result"],
                    &answer["decline_code"],
                    &answer["advice"],
                    &answer["approval_code"]
                ),
                (&json!("declined"), &json!(result), &advice, &Value::Null),
                "{number}"
            );
        }
        assert_eq!(acquirer.inquire(&operation).await, (StatusCode::OK, answer));
    }
    println!("{approved} numbers approved, {declined} declined");
    assert!(approved >= 20 && declined >= 8);
    let ledger = acquirer.ledger().await;
    assert_eq!(ledger.len(), approved + declined);
    for (place, entry) in ledger.iter().enumerate() {
        let operation = entry["operation_id"].as_str().unwrap();
        assert_eq!(entry["seq"], json!(place + 1));
        assert_eq!(entry["last4"], operation[operation.len() - 4..]);
        assert_eq!(entry["authorization_id"], format!("auth_of_{operation}"));
        assert_eq!(entry["reference"], "order-1");
    }

    for [number, result, _] in &rows {
        let operation = format!("op_v_{number}");
        let (status, answer) = acquirer.post(&verify(&operation, number)).await;
        assert_eq!((status, verdict(&answer)), (StatusCode::OK, result.clone()));
        assert_eq!(
            (&answer["kind"], &answer["amount"]),
            (&json!("verify"), &json!(0))
        );
        assert_eq!(answer["approval_code"].is_string(), result == "approved");
        assert_eq!(acquirer.inquire(&operation).await, (StatusCode::OK, answer));
    }
    let verifications = acquirer.ledger().await.split_off(ledger.len());
    assert_eq!(verifications.len(), rows.len());
    for entry in verifications {
        assert_eq!(
            (&entry["kind"], &entry["amount"]),
            (&json!("verify"), &json!(0))
        );
    }
}

#[tokio::test]
async fn an_authorization_sent_twice_is_two_entries_and_a_reversal_is_acknowledged_every_time() {
    let acquirer = Simulator::start("repeats", 30_000);
    let request = authorize("op_a", "4242424242424242", 500);
    for _ in 0..2 {
        assert_eq!(acquirer.post(&request).await.1["result"], "approved");
    }
    for _ in 0..2 {
        assert_eq!(
            acquirer.post(&reversal("op_r", "op_a", 500)).await.1["result"],
            "approved"
        );
        assert_eq!(acquirer.result_of("op_a").await, "reversed");
    }
    assert_eq!(
        acquirer.post(&reversal("op_s", "op_nowhere", 500)).await.1["result"],
        "approved"
    );
    assert_eq!(
        acquirer.inquire("op_nowhere").await,
        (StatusCode::NOT_FOUND, json!({"result": "not_found"}))
    );
    let (a, r) = (
        act("op_a", "authorize", "approved"),
        act("op_r", "reversal", "approved"),
    );
    assert_eq!(
        acquirer.acts().await,
        [
            a.clone(),
            a,
            r.clone(),
            r,
            act("op_s", "reversal", "approved")
        ]
    );
}

#[tokio::test]
async fn reversing_a_decline_leaves_it_declined() {
    let acquirer = Simulator::start("decline", 30_000);
    acquirer
        .post(&authorize("op_a", "4000000000000002", 500))
        .await;
    acquirer.post(&reversal("op_r", "op_a", 500)).await;
    assert_eq!(acquirer.result_of("op_a").await, "declined");
}

#[tokio::test]
async fn the_ledger_is_read_from_any_entry_on() {
    let acquirer = Simulator::start("since", 30_000);
    for operation in ["op_1", "op_2", "op_3"] {
        acquirer
            .post(&authorize(operation, "4242424242424242", 500))
            .await;
    }
    let since = |seq: &'static str| {
        let request = acquirer
            .client
            .get(format!("{}/ledger?since={seq}", acquirer.url));
        async move { request.send().await.unwrap() }
    };
    for (seq, left) in [("0", 3), ("2", 1), ("3", 0)] {
        let body: Value = since(seq).await.json().await.unwrap();
        assert_eq!(body["entries"].as_array().map(Vec::len), Some(left));
    }
    assert_eq!(since("x").await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_malformed_operation_is_refused_and_not_entered() {
    let acquirer = Simulator::start("malformed", 30_000);
    let mut unknown_kind = authorize("op_a", "4242424242424242", 500);
    unknown_kind["kind"] = json!("refund");
    for body in [
        json!({}),
        json!([]),
        unknown_kind,
        authorize("op_a", "4242424242424242", 0),
    ] {
        assert_eq!(
            acquirer.post(&body).await,
            (
                StatusCode::BAD_REQUEST,
                json!({"code": "malformed_request"})
            )
        );
    }
    let mut huge = authorize("op_a", "4242424242424242", 500);
    huge["reference"] = json!("x".repeat(20_000));
    assert_eq!(acquirer.post(&huge).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(acquirer.acts().await, []);
    acquirer
        .post(&authorize("op_a", "4242424242424242", 500))
        .await;
    assert_eq!(
        acquirer.acts().await.len(),
        1,
        "the twin: a good one is entered"
    );
}
