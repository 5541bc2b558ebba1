//! The five ways in which a capture, void or refund gets no answer, and the sixth, which is a no.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::messages::{authorize, follow_up, hold, reversal_of};
use crate::process::{Simulator, act, verdict};

const CARD: &str = "4000000000007726";
const KINDS: [&str; 3] = ["capture", "void", "refund"];
/// Long enough that a held request is certainly still held when a test looks.
const LONG_MS: u64 = 60_000;
const SHORT_MS: u64 = 50;

/// Authorizes what the follow-up needs, and gives the follow-up: `op_{kind}` of `op_a_{kind}`, for an
/// amount with this ending.
async fn ready(acquirer: &Simulator, kind: &str, ending: i64) -> Value {
    let original = format!("op_a_{kind}");
    let amount = 1_200 + ending;
    let authorization = match kind {
        "capture" => hold(&original, CARD, 5_002),
        "void" => hold(&original, CARD, amount),
        _ => authorize(&original, CARD, 5_002),
    };
    assert_eq!(acquirer.says(&authorization).await, "approved");
    follow_up(kind, &format!("op_{kind}"), &original, amount)
}

/// Whether the follow-up counts, found by an operation of which the answer is lost.
async fn has_moved(acquirer: &Simulator, kind: &str, probe: &str) -> bool {
    let (probing, amount, said_if_moved) = match kind {
        "capture" => ("refund", 102, "approved"),
        "void" => ("capture", 102, "invalid_transaction"),
        _ => ("void", 5_002, "invalid_transaction"),
    };
    let original = format!("op_a_{kind}");
    acquirer
        .post_in_vain(&follow_up(probing, probe, &original, amount))
        .await;
    verdict(&acquirer.inquire(probe).await.1) == said_if_moved
}

/// The entries of one operation.
async fn acts_of(acquirer: &Simulator, operation_id: &str) -> usize {
    let acts = acquirer.acts().await;
    acts.iter().filter(|act| act.0 == operation_id).count()
}

fn not_found() -> (StatusCode, Value) {
    (StatusCode::NOT_FOUND, json!({"result": "not_found"}))
}

#[tokio::test]
async fn endings_01_and_any_other_never_arrive() {
    for ending in [1, 0, 99] {
        let acquirer = Simulator::start(&format!("follow-never-{ending}"), SHORT_MS);
        for kind in KINDS {
            let message = ready(&acquirer, kind, ending).await;
            let id = format!("op_{kind}");
            acquirer.post_in_vain(&message).await;
            assert_eq!(acquirer.inquire(&id).await, not_found());
            assert_eq!(
                acquirer.says(&reversal_of(&message, "op_r")).await,
                "approved"
            );
            assert_eq!(acquirer.inquire(&id).await, not_found());
            assert_eq!(acts_of(&acquirer, &id).await, 0);
            assert!(!has_moved(&acquirer, kind, &format!("probe_{kind}")).await);
        }
    }
}

#[tokio::test]
async fn ending_02_is_approved_and_the_answer_is_lost() {
    let acquirer = Simulator::start("follow-lost", SHORT_MS);
    for kind in KINDS {
        let message = ready(&acquirer, kind, 2).await;
        let id = format!("op_{kind}");
        acquirer.post_in_vain(&message).await;
        assert_eq!(acquirer.result_of(&id).await, "approved");
        assert!(has_moved(&acquirer, kind, &format!("probe_{kind}")).await);
        acquirer.post(&reversal_of(&message, "op_r")).await;
        assert_eq!(acquirer.result_of(&id).await, "reversed");
        assert!(!has_moved(&acquirer, kind, &format!("again_{kind}")).await);
        assert_eq!(acts_of(&acquirer, &id).await, 1);
    }
}

#[tokio::test]
async fn ending_03_arrives_after_the_first_reversal_and_is_undone_by_the_second() {
    let acquirer = Simulator::start("follow-late", SHORT_MS);
    for kind in KINDS {
        let message = ready(&acquirer, kind, 3).await;
        let id = format!("op_{kind}");
        acquirer.post_in_vain(&message).await;
        assert_eq!(acquirer.inquire(&id).await, not_found());
        assert_eq!(acts_of(&acquirer, &id).await, 0);

        let reversal = reversal_of(&message, &format!("op_r_{kind}"));
        assert_eq!(acquirer.says(&reversal).await, "approved");
        let acts = acquirer.acts().await;
        assert_eq!(
            acts[acts.len() - 2..],
            [
                act(&format!("op_r_{kind}"), "reversal", "approved"),
                act(&id, kind, "approved")
            ]
        );
        assert_eq!(acquirer.result_of(&id).await, "approved");
        assert!(has_moved(&acquirer, kind, &format!("probe_{kind}")).await);

        assert_eq!(acquirer.says(&reversal).await, "approved");
        assert_eq!(acquirer.result_of(&id).await, "reversed");
        assert!(!has_moved(&acquirer, kind, &format!("again_{kind}")).await);
        assert_eq!(acts_of(&acquirer, &id).await, 1);
    }
}

#[tokio::test]
async fn a_follow_up_is_judged_when_it_arrives_and_not_when_it_was_sent() {
    for (name, between, then) in [
        ("room", 702, "approved"),
        ("no-room", 802, "amount_exceeded"),
    ] {
        let acquirer = Simulator::start(&format!("follow-judged-{name}"), SHORT_MS);
        acquirer.post(&hold("op_a", CARD, 1_010)).await;
        let late = follow_up("capture", "op_c", "op_a", 303);
        acquirer.post_in_vain(&late).await;
        let sooner = follow_up("capture", "op_d", "op_a", between);
        acquirer.post_in_vain(&sooner).await;
        assert_eq!(acquirer.result_of("op_d").await, "approved");
        acquirer.post(&reversal_of(&late, "op_r")).await;
        assert_eq!(verdict(&acquirer.inquire("op_c").await.1), then);
    }
}

#[tokio::test]
async fn a_held_follow_up_hears_what_became_of_it_after_its_reversal() {
    let acquirer = Simulator::start("follow-late-held", LONG_MS);
    for kind in KINDS {
        let message = ready(&acquirer, kind, 3).await;
        let held = acquirer.signed(Method::POST, "/v1/operations", &message.to_string());
        let held = tokio::spawn(held.send());
        // Nothing shows that the request has arrived, so reverse until it answers for it.
        let id = format!("op_{kind}");
        while acts_of(&acquirer, &id).await == 0 {
            acquirer.post(&reversal_of(&message, "op_r")).await;
        }
        let answer: Value = held.await.unwrap().unwrap().json().await.unwrap();
        assert_eq!(
            (&answer["kind"], &answer["result"]),
            (&json!(kind), &json!("approved"))
        );
    }
}

#[tokio::test]
async fn ending_04_is_answered_only_after_an_inquiry_was() {
    let acquirer = Simulator::start("follow-twice", LONG_MS);
    for kind in KINDS {
        let message = ready(&acquirer, kind, 4).await;
        let before = acquirer.ledger().await.len();
        let held = acquirer.signed(Method::POST, "/v1/operations", &message.to_string());
        let held = tokio::spawn(held.send());
        acquirer.ledger_of(before + 1).await;
        assert!(!held.is_finished());
        let (_, inquired) = acquirer.inquire(&format!("op_{kind}")).await;
        assert_eq!(inquired["result"], "approved");
        let answer: Value = held.await.unwrap().unwrap().json().await.unwrap();
        assert_eq!(answer, inquired, "the same answer is heard twice");
        assert_eq!(acquirer.ledger().await.len(), before + 1);
    }
}

#[tokio::test]
async fn ending_04_stays_without_an_answer_once_it_is_reversed() {
    let acquirer = Simulator::start("follow-twice-undone", 1_000);
    let message = ready(&acquirer, "capture", 4).await;
    let held = acquirer.signed(Method::POST, "/v1/operations", &message.to_string());
    let held = tokio::spawn(held.send());
    acquirer.ledger_of(2).await;
    acquirer.post(&reversal_of(&message, "op_r")).await;
    assert_eq!(acquirer.result_of("op_capture").await, "reversed");
    assert!(held.await.unwrap().is_err());
}

#[tokio::test]
async fn ending_05_is_pending_for_two_inquiries_whatever_comes_of_it() {
    let acquirer = Simulator::start("follow-pending", SHORT_MS);
    for kind in KINDS {
        let message = ready(&acquirer, kind, 5).await;
        acquirer.post_in_vain(&message).await;
        for result in ["pending", "pending", "approved", "approved"] {
            assert_eq!(acquirer.result_of(&format!("op_{kind}")).await, result);
        }
        assert!(has_moved(&acquirer, kind, &format!("probe_{kind}")).await);
    }
    let refused = follow_up("refund", "op_x", "op_a_refund", 9_905);
    acquirer.post_in_vain(&refused).await;
    for said in ["pending", "pending", "amount_exceeded"] {
        assert_eq!(verdict(&acquirer.inquire("op_x").await.1), said);
    }
}

#[tokio::test]
async fn ending_06_is_declined_at_once_and_moves_nothing() {
    let acquirer = Simulator::start("follow-declined", SHORT_MS);
    for kind in KINDS {
        let message = ready(&acquirer, kind, 6).await;
        let (status, answer) = acquirer.post(&message).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(
            (
                &answer["result"],
                &answer["decline_code"],
                &answer["advice"]
            ),
            (
                &json!("declined"),
                &json!("processing_error"),
                &json!("retry_later")
            )
        );
        assert!(!has_moved(&acquirer, kind, &format!("probe_{kind}")).await);
    }
}

#[tokio::test]
async fn what_is_not_possible_is_declined_in_the_same_silence() {
    let acquirer = Simulator::start("follow-silent-no", SHORT_MS);
    acquirer.post(&authorize("op_a", CARD, 5_002)).await;
    for (operation, kind, amount, said) in [
        ("op_c", "capture", 1_202, "invalid_transaction"),
        ("op_r", "refund", 9_902, "amount_exceeded"),
        ("op_s", "refund", 1_202, "approved"),
        ("op_v", "void", 5_002, "invalid_transaction"),
    ] {
        acquirer
            .post_in_vain(&follow_up(kind, operation, "op_a", amount))
            .await;
        assert_eq!(verdict(&acquirer.inquire(operation).await.1), said);
    }
    let other = authorize("op_b", "4242424242424242", 5_002);
    acquirer.post(&other).await;
    let refund = follow_up("refund", "op_t", "op_b", 1_202);
    assert_eq!(
        acquirer.says(&refund).await,
        "approved",
        "the twin: with another card the same amount is answered"
    );
}
