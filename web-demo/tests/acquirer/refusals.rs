//! Follow-ups of what is not there, not held, or somebody else's.

use serde_json::json;

use crate::messages::{authorize, follow_up, hold, reversal, verify};
use crate::process::{Simulator, act};

const CARD: &str = "4242424242424242";
const KINDS: [&str; 3] = ["capture", "void", "refund"];

/// What the acquirer says to a capture, a void and a refund of this original, in that order. The first
/// that is possible changes what the others hear.
async fn said_of(acquirer: &Simulator, original: &str, amount: i64) -> [String; 3] {
    let mut said = KINDS.map(str::to_owned);
    for (kind, said) in KINDS.into_iter().zip(&mut said) {
        let operation = format!("{kind}_of_{original}");
        *said = acquirer
            .says(&follow_up(kind, &operation, original, amount))
            .await;
    }
    said
}

#[tokio::test]
async fn a_follow_up_of_nothing_is_not_found_and_entered_as_declined() {
    let acquirer = Simulator::start("follow-nothing", 50);
    assert_eq!(
        said_of(&acquirer, "op_nowhere", 500).await,
        ["not_found"; 3]
    );
    let entered = KINDS.map(|kind| act(&format!("{kind}_of_op_nowhere"), kind, "declined"));
    assert_eq!(acquirer.acts().await, entered);
    assert_eq!(
        acquirer.result_of("capture_of_op_nowhere").await,
        "declined"
    );

    // An authorization that is still on its way is not there either.
    acquirer
        .post_in_vain(&authorize("op_late", "4000000000005126", 1_203))
        .await;
    assert_eq!(said_of(&acquirer, "op_late", 1_203).await, ["not_found"; 3]);

    // The twin: what is there is found.
    acquirer.post(&hold("op_a", CARD, 500)).await;
    assert_eq!(
        said_of(&acquirer, "op_a", 500).await,
        ["approved", "approved", "invalid_transaction"]
    );
}

#[tokio::test]
async fn nothing_follows_a_decline_a_reversal_a_verification_or_a_follow_up() {
    let acquirer = Simulator::start("follow-ended", 30_000);
    acquirer
        .post(&hold("op_declined", "4000000000000002", 500))
        .await;
    acquirer.post(&hold("op_reversed", CARD, 500)).await;
    acquirer
        .post(&reversal("op_reversal", "op_reversed", 500))
        .await;
    acquirer.post(&verify("op_verify", CARD)).await;
    acquirer.post(&hold("op_a", CARD, 500)).await;
    acquirer
        .post(&follow_up("capture", "op_capture", "op_a", 500))
        .await;
    for original in ["op_declined", "op_reversed", "op_verify"] {
        assert_eq!(
            said_of(&acquirer, original, 500).await,
            ["invalid_transaction"; 3],
            "{original}"
        );
    }
    for kind in KINDS {
        let mut message = follow_up(kind, &format!("{kind}_of_capture"), "op_capture", 500);
        message["authorization_id"] = json!("auth_of_op_a");
        assert_eq!(acquirer.says(&message).await, "invalid_transaction");
    }
}

#[tokio::test]
async fn a_follow_up_of_another_authorization_or_currency_moves_nothing() {
    let acquirer = Simulator::start("follow-foreign", 30_000);
    acquirer.post(&authorize("op_a", CARD, 500)).await;
    let refund = follow_up("refund", "op_r", "op_a", 500);
    for (member, value, said) in [
        ("authorization_id", "auth_of_op_b", "not_found"),
        ("currency", "USD", "invalid_transaction"),
    ] {
        let mut foreign = refund.clone();
        foreign[member] = json!(value);
        assert_eq!(acquirer.says(&foreign).await, said);
    }
    assert_eq!(acquirer.says(&refund).await, "approved", "the twin");
}
