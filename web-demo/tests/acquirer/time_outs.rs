//! The five ways in which an answer does not come.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::messages::{authorize, reversal};
use crate::process::{Simulator, act};

const TIME_OUT: &str = "4000000000005126";
/// Long enough that a held request is certainly still held when a test looks.
const LONG_MS: u64 = 60_000;
const SHORT_MS: u64 = 50;

fn not_found() -> (StatusCode, Value) {
    (StatusCode::NOT_FOUND, json!({"result": "not_found"}))
}

#[tokio::test]
async fn amounts_ending_in_01_or_anything_else_never_arrive() {
    let acquirer = Simulator::start("never-arrived", SHORT_MS);
    for (operation, amount) in [("op_a", 1_201), ("op_b", 1_200), ("op_c", 99)] {
        acquirer
            .post_in_vain(&authorize(operation, TIME_OUT, amount))
            .await;
        assert_eq!(acquirer.inquire(operation).await, not_found());
    }
    assert_eq!(acquirer.acts().await, []);
    assert_eq!(
        acquirer.post(&reversal("op_r", "op_a", 1_201)).await.1["result"],
        "approved"
    );
    assert_eq!(acquirer.inquire("op_a").await, not_found());
    assert_eq!(acquirer.acts().await, [act("op_r", "reversal", "approved")]);
}

#[tokio::test]
async fn amounts_ending_in_02_are_approved_and_the_answer_is_lost() {
    let acquirer = Simulator::start("answer-lost", SHORT_MS);
    acquirer
        .post_in_vain(&authorize("op_a", TIME_OUT, 1_202))
        .await;
    assert_eq!(
        acquirer.acts().await,
        [act("op_a", "authorize", "approved")]
    );
    let (status, answer) = acquirer.inquire("op_a").await;
    assert_eq!(
        (status, &answer["result"]),
        (StatusCode::OK, &json!("approved"))
    );
    assert!(answer["approval_code"].is_string());
}

#[tokio::test]
async fn amounts_ending_in_03_are_approved_after_the_first_reversal_and_undone_by_the_second() {
    let acquirer = Simulator::start("after-reversal", SHORT_MS);
    acquirer
        .post_in_vain(&authorize("op_a", TIME_OUT, 1_203))
        .await;
    assert_eq!(acquirer.inquire("op_a").await, not_found());
    assert_eq!(acquirer.acts().await, []);

    assert_eq!(
        acquirer.post(&reversal("op_r", "op_a", 1_203)).await.1["result"],
        "approved"
    );
    let (reversal_act, late_act) = (
        act("op_r", "reversal", "approved"),
        act("op_a", "authorize", "approved"),
    );
    assert_eq!(
        acquirer.acts().await,
        [reversal_act.clone(), late_act.clone()]
    );
    assert_eq!(acquirer.result_of("op_a").await, "approved");

    assert_eq!(
        acquirer.post(&reversal("op_r", "op_a", 1_203)).await.1["result"],
        "approved"
    );
    assert_eq!(acquirer.result_of("op_a").await, "reversed");
    assert_eq!(
        acquirer.acts().await,
        [reversal_act.clone(), late_act, reversal_act]
    );
}

#[tokio::test]
async fn a_request_held_until_after_its_reversal_hears_the_late_approval() {
    let acquirer = Simulator::start("late-approval", LONG_MS);
    let body = authorize("op_a", TIME_OUT, 1_203).to_string();
    let held = tokio::spawn(
        acquirer
            .signed(Method::POST, "/v1/operations", &body)
            .send(),
    );
    // Nothing shows that the request has arrived, so reverse until it answers for it.
    while !acquirer
        .acts()
        .await
        .contains(&act("op_a", "authorize", "approved"))
    {
        acquirer.post(&reversal("op_r", "op_a", 1_203)).await;
    }
    let answer: Value = held.await.unwrap().unwrap().json().await.unwrap();
    assert_eq!(answer["result"], "approved");
}

#[tokio::test]
async fn amounts_ending_in_04_are_answered_only_after_an_inquiry_was() {
    let acquirer = Simulator::start("twice", LONG_MS);
    let body = authorize("op_a", TIME_OUT, 1_204).to_string();
    let held = tokio::spawn(
        acquirer
            .signed(Method::POST, "/v1/operations", &body)
            .send(),
    );
    acquirer.ledger_of(1).await;
    assert!(!held.is_finished());
    let (_, inquired) = acquirer.inquire("op_a").await;
    assert_eq!(inquired["result"], "approved");
    let answer: Value = held.await.unwrap().unwrap().json().await.unwrap();
    assert_eq!(answer, inquired, "the same answer is heard twice");
    assert_eq!(
        acquirer.acts().await,
        [act("op_a", "authorize", "approved")]
    );
}

#[tokio::test]
async fn amounts_ending_in_05_are_pending_for_two_inquiries() {
    let acquirer = Simulator::start("pending", SHORT_MS);
    acquirer
        .post_in_vain(&authorize("op_a", TIME_OUT, 1_205))
        .await;
    assert_eq!(
        acquirer.acts().await,
        [act("op_a", "authorize", "approved")]
    );
    for result in ["pending", "pending", "approved", "approved"] {
        let (status, answer) = acquirer.inquire("op_a").await;
        assert_eq!(
            (status, &answer["result"]),
            (StatusCode::OK, &json!(result))
        );
        assert_eq!(answer["approval_code"].is_string(), result == "approved");
    }
}

#[tokio::test]
async fn a_reversal_ends_a_pending_approval_at_once() {
    let acquirer = Simulator::start("pending-reversed", SHORT_MS);
    acquirer
        .post_in_vain(&authorize("op_a", TIME_OUT, 1_205))
        .await;
    acquirer.post(&reversal("op_r", "op_a", 1_205)).await;
    assert_eq!(acquirer.result_of("op_a").await, "reversed");
}
