//! A merchant that goes to another acquirer: what was begun at the first is ended at the first.

use std::time::Duration;

use serde_json::{Value, json};
use tests::acquirer::Acquirer;
use tests::cards::{TIMES_OUT, VISA};
use tests::eventually::eventually;
use tests::merchant::Merchant;

use super::{done, line, read, reserved};
use crate::world;

/// Puts a merchant with an acquirer that has never heard of it.
async fn move_to(merchant: &Merchant, acquirer: &Acquirer) {
    let (operator, name) = (world().operator(), format!("second-{}", &merchant.id[..8]));
    let registered = operator
        .register_acquirer(&name, acquirer.url(), acquirer.signing_secret())
        .await;
    let _ = registered.expect(200);
    let change = json!({ "acquirer": name });
    let _ = operator
        .change_merchant(&merchant.id, change)
        .await
        .expect(200);
}

async fn second() -> Acquirer {
    tokio::task::spawn_blocking(Acquirer::start).await.unwrap()
}

#[tokio::test]
async fn what_was_reserved_at_one_acquirer_is_taken_there() {
    let (merchant, second) = (world().merchant().await, second().await);
    let id = reserved(&merchant, &VISA, 1_000).await;
    let first = read(&merchant, &id).await["acquirer"].clone();
    move_to(&merchant, &second).await;
    let captured = merchant.follow_up(&id, "captures", &json!({})).await;
    let payment = captured.expect(201).json();
    assert_eq!(payment["acquirer"], first);
    let to_the_second = second.ledger().await.of_authorization(&id).len();
    assert_eq!(to_the_second, 0, "the second was told of a foreign payment");
    assert_eq!(payment["captured"], 1_000);
    let expected = [
        line("authorize", 1_000, "approved"),
        line("capture", 1_000, "approved"),
    ];
    assert_eq!(done(&id).await, expected);
    // The twin: what begins now begins at the second.
    let next = reserved(&merchant, &VISA, 1_000).await;
    assert_eq!(second.ledger().await.of_authorization(&next).len(), 1);
}

#[tokio::test]
async fn a_payment_in_doubt_at_one_acquirer_is_settled_there() {
    let (merchant, second) = (world().merchant().await, second().await);
    // 05: approved, and an inquiry says pending twice: time enough to go elsewhere.
    let id = merchant.pay(&TIMES_OUT, 1_205).await.expect(202);
    let id = id.string("id");
    move_to(&merchant, &second).await;
    let payment = eventually("end of the doubt", Duration::from_mins(2), || async {
        let payment: Value = read(&merchant, &id).await;
        (payment["status"] != "pending").then_some(payment)
    })
    .await;
    let to_the_second = second.ledger().await.of_authorization(&id).len();
    println!(
        "{}, {to_the_second} messages to the second",
        payment["status"]
    );
    assert_eq!(done(&id).await, [line("authorize", 1_205, "approved")]);
    assert_eq!(payment["status"], "approved", "as the acquirer has it");
    assert_eq!(to_the_second, 0);
}
