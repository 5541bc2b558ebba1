//! What captures, voids and refunds do to the money of an authorization.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::messages::{authorize, follow_up, hold, reversal_of, verify};
use crate::process::{Simulator, act};

const CARD: &str = "4242424242424242";

/// Sends each follow-up of `op_a` and holds what the acquirer says against what is expected.
async fn expect(acquirer: &Simulator, follow_ups: &[(&str, &str, i64, &str)]) {
    for (operation, kind, amount, said) in follow_ups {
        let message = follow_up(kind, operation, "op_a", *amount);
        assert_eq!(
            &acquirer.says(&message).await,
            said,
            "{operation}: {kind} of {amount}"
        );
    }
}

#[tokio::test]
async fn an_authorized_amount_is_captured_in_parts_and_given_back_in_parts() {
    let acquirer = Simulator::start("parts", 30_000);
    acquirer.post(&hold("op_a", CARD, 1_000)).await;
    expect(
        &acquirer,
        &[
            ("op_r1", "refund", 1, "invalid_transaction"),
            ("op_c1", "capture", 1_001, "amount_exceeded"),
            ("op_c2", "capture", 600, "approved"),
            ("op_c3", "capture", 401, "amount_exceeded"),
            ("op_c4", "capture", 400, "approved"),
            ("op_c5", "capture", 1, "amount_exceeded"),
            ("op_r2", "refund", 1_001, "amount_exceeded"),
            ("op_r3", "refund", 700, "approved"),
            ("op_r4", "refund", 301, "amount_exceeded"),
            ("op_r5", "refund", 300, "approved"),
            ("op_r6", "refund", 1, "amount_exceeded"),
        ],
    )
    .await;
}

#[tokio::test]
async fn what_is_captured_at_once_can_be_refunded_but_not_captured() {
    let acquirer = Simulator::start("at-once", 30_000);
    acquirer.post(&authorize("op_a", CARD, 1_000)).await;
    expect(
        &acquirer,
        &[
            ("op_c", "capture", 1_000, "invalid_transaction"),
            ("op_r1", "refund", 1_001, "amount_exceeded"),
            ("op_r2", "refund", 400, "approved"),
            ("op_v", "void", 1_000, "invalid_transaction"),
            ("op_r3", "refund", 600, "approved"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_void_gives_up_everything_and_nothing_follows_it() {
    let after = [
        ("op_c", "capture", 100, "invalid_transaction"),
        ("op_r", "refund", 100, "invalid_transaction"),
        ("op_w", "void", 1_000, "invalid_transaction"),
    ];
    let before: [(&str, Value, Option<i64>); 3] = [
        ("void-held", hold("op_a", CARD, 1_000), None),
        ("void-captured", hold("op_a", CARD, 1_000), Some(400)),
        ("void-at-once", authorize("op_a", CARD, 1_000), None),
    ];
    for (name, authorization, captured) in before {
        let acquirer = Simulator::start(name, 30_000);
        acquirer.post(&authorization).await;
        if let Some(amount) = captured {
            expect(&acquirer, &[("op_b", "capture", amount, "approved")]).await;
        }
        expect(
            &acquirer,
            &[
                ("op_u", "void", 999, "invalid_transaction"),
                ("op_v", "void", 1_000, "approved"),
            ],
        )
        .await;
        expect(&acquirer, &after).await;
    }

    // The twin: without a void the first two are approved.
    let acquirer = Simulator::start("void-not", 30_000);
    acquirer.post(&hold("op_a", CARD, 1_000)).await;
    expect(
        &acquirer,
        &[
            ("op_c", "capture", 100, "approved"),
            ("op_r", "refund", 100, "approved"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_follow_up_sent_twice_is_acted_on_twice_as_far_as_the_amount_goes() {
    let acquirer = Simulator::start("double-capture", 30_000);
    acquirer.post(&hold("op_a", CARD, 1_000)).await;
    let capture = follow_up("capture", "op_c", "op_a", 400);
    for said in ["approved", "approved", "amount_exceeded"] {
        assert_eq!(acquirer.says(&capture).await, said);
    }
    let acts = ["approved", "approved", "declined"].map(|said| act("op_c", "capture", said));
    assert_eq!(acquirer.acts().await[1..], acts);
    assert_eq!(
        acquirer.result_of("op_c").await,
        "approved",
        "what was taken is not forgotten over what was refused"
    );
    expect(
        &acquirer,
        &[
            ("op_r1", "refund", 801, "amount_exceeded"),
            ("op_r2", "refund", 1, "approved"),
        ],
    )
    .await;
    acquirer.post(&reversal_of(&capture, "op_u")).await;
    expect(&acquirer, &[("op_d", "capture", 1_000, "approved")]).await;
}

#[tokio::test]
async fn every_kind_has_one_shape_of_answer_and_one_shape_of_entry() {
    const ENTRY: [&str; 10] = [
        "amount",
        "at",
        "authorization_id",
        "currency",
        "kind",
        "last4",
        "operation_id",
        "reference",
        "result",
        "seq",
    ];
    let acquirer = Simulator::start("shapes", 30_000);
    let refund = follow_up("refund", "op_r", "op_a", 400);
    let mut messages = vec![
        verify("op_y", CARD),
        hold("op_a", CARD, 1_000),
        follow_up("capture", "op_c", "op_a", 700),
        refund.clone(),
        reversal_of(&refund, "op_u"),
        follow_up("void", "op_v", "op_a", 1_000),
    ];
    messages.push(follow_up("capture", "op_d", "op_a", 1));
    for message in &messages {
        let (status, answer) = acquirer.post(message).await;
        assert_eq!(status, StatusCode::OK);
        for member in ["operation_id", "kind", "amount", "currency"] {
            assert_eq!(answer[member], message[member]);
        }
        let kind = message["kind"].as_str().unwrap();
        assert_eq!(answer["rrn"].as_str().map(str::len), Some(12), "{kind}");
        let asks_issuer = ["authorize", "verify"].contains(&kind);
        assert_eq!(answer["approval_code"].is_string(), asks_issuer, "{kind}");
        let inquired = acquirer
            .inquire(message["operation_id"].as_str().unwrap())
            .await;
        assert_eq!(inquired, (StatusCode::OK, answer));
    }
    let ledger = acquirer.ledger().await;
    assert_eq!(ledger.len(), messages.len());
    for (entry, message) in ledger.iter().zip(&messages) {
        let members: Vec<_> = entry.as_object().unwrap().keys().cloned().collect();
        assert_eq!(members, ENTRY);
        for member in [
            "operation_id",
            "authorization_id",
            "reference",
            "kind",
            "amount",
            "currency",
        ] {
            assert_eq!(entry[member], message[member]);
        }
        assert_eq!(entry["last4"], json!("4242"));
        let result = if entry["operation_id"] == "op_d" {
            "declined"
        } else {
            "approved"
        };
        assert_eq!(entry["result"], result);
    }
}
