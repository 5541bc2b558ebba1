//! A reversal undoes the one operation it names, of whichever kind.

use serde_json::Value;

use crate::messages::{authorize, follow_up, hold, reversal_of, verify};
use crate::process::{Simulator, act};

const CARD: &str = "4242424242424242";

/// Reverses the message, twice, and holds what became of it against what is expected.
async fn undo(acquirer: &Simulator, message: &Value, then: &str) {
    let id = message["operation_id"].as_str().unwrap();
    let undoing = format!("undo_{id}");
    for _ in 0..2 {
        let said = acquirer.says(&reversal_of(message, &undoing)).await;
        assert_eq!(said, "approved");
        assert_eq!(acquirer.result_of(id).await, then);
    }
    let undone = act(&undoing, "reversal", "approved");
    let acts = acquirer.acts().await;
    assert_eq!(acts[acts.len() - 2..], [undone.clone(), undone]);
}

/// Sends the message and holds what the acquirer says against what is expected.
async fn expect(acquirer: &Simulator, message: &Value, said: &str) {
    assert_eq!(acquirer.says(message).await, said, "{message}");
}

#[tokio::test]
async fn a_reversed_capture_is_no_longer_captured() {
    let acquirer = Simulator::start("undo-capture", 30_000);
    let capture = |id, amount| follow_up("capture", id, "op_a", amount);
    expect(&acquirer, &hold("op_a", CARD, 1_000), "approved").await;
    expect(&acquirer, &capture("op_b", 300), "approved").await;
    expect(&acquirer, &capture("op_c", 700), "approved").await;
    expect(&acquirer, &capture("op_d", 700), "amount_exceeded").await;
    undo(&acquirer, &capture("op_c", 700), "reversed").await;
    let refund = follow_up("refund", "op_r", "op_a", 301);
    expect(&acquirer, &refund, "amount_exceeded").await;
    expect(&acquirer, &capture("op_e", 700), "approved").await;
    expect(&acquirer, &capture("op_f", 1), "amount_exceeded").await;
}

#[tokio::test]
async fn a_reversed_refund_is_no_longer_refunded() {
    let acquirer = Simulator::start("undo-refund", 30_000);
    let refund = |id, amount| follow_up("refund", id, "op_a", amount);
    let void = |id| follow_up("void", id, "op_a", 1_000);
    expect(&acquirer, &authorize("op_a", CARD, 1_000), "approved").await;
    expect(&acquirer, &refund("op_b", 1_000), "approved").await;
    expect(&acquirer, &refund("op_c", 1), "amount_exceeded").await;
    expect(&acquirer, &void("op_v"), "invalid_transaction").await;
    undo(&acquirer, &refund("op_b", 1_000), "reversed").await;
    expect(&acquirer, &refund("op_d", 1_001), "amount_exceeded").await;
    expect(&acquirer, &void("op_w"), "approved").await;
}

#[tokio::test]
async fn after_a_reversed_void_everything_stands_as_before_it() {
    let acquirer = Simulator::start("undo-void", 30_000);
    let capture = |id, amount| follow_up("capture", id, "op_a", amount);
    let void = follow_up("void", "op_v", "op_a", 1_000);
    expect(&acquirer, &hold("op_a", CARD, 1_000), "approved").await;
    expect(&acquirer, &capture("op_b", 400), "approved").await;
    expect(&acquirer, &void, "approved").await;
    expect(&acquirer, &capture("op_c", 600), "invalid_transaction").await;
    undo(&acquirer, &void, "reversed").await;
    expect(&acquirer, &capture("op_d", 601), "amount_exceeded").await;
    expect(&acquirer, &capture("op_e", 600), "approved").await;
    let refund = follow_up("refund", "op_r", "op_a", 1_000);
    expect(&acquirer, &refund, "approved").await;
}

#[tokio::test]
async fn a_verification_can_be_reversed_and_a_refusal_or_a_reversal_stays_what_it_was() {
    let acquirer = Simulator::start("undo-others", 30_000);
    let verification = verify("op_y", CARD);
    expect(&acquirer, &verification, "approved").await;
    undo(&acquirer, &verification, "reversed").await;

    let refused = follow_up("capture", "op_c", "op_nowhere", 500);
    expect(&acquirer, &refused, "not_found").await;
    undo(&acquirer, &refused, "declined").await;

    let sale = authorize("op_a", CARD, 500);
    expect(&acquirer, &sale, "approved").await;
    let reversal = reversal_of(&sale, "op_r");
    expect(&acquirer, &reversal, "approved").await;
    undo(&acquirer, &reversal, "approved").await;
    assert_eq!(acquirer.result_of("op_a").await, "reversed");
}
