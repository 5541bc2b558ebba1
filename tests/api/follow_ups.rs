//! What follows an approval: the vault's account of it and the acquirer's ledger agree to the yen.

mod cut_off;
mod doubts;
mod keys;
mod moved;
mod refusals;
mod together;

use serde_json::{Value, json};
use tests::cards::{DO_NOT_HONOR, TypedCard, VISA};
use tests::ledger::Entry;
use tests::merchant::Merchant;

use crate::wiretap::Wiretap;
use crate::world;

/// Authorizes at once; its captures, voids and refunds end as the amount says.
const FOLLOW_UPS_TIME_OUT: TypedCard = TypedCard::new("4000000000007726");

/// A kind, an amount and how it ended.
type Line = (String, i64, String);

fn line(kind: &str, amount: i64, end: &str) -> Line {
    (kind.to_owned(), amount, end.to_owned())
}

/// A payment that is approved with nothing taken; its id.
async fn reserved(merchant: &Merchant, card: &TypedCard, amount: i64) -> String {
    let token = merchant.token(card).await;
    let mut body = merchant.payment(&token, amount);
    body["capture"] = json!("manual");
    approved(&merchant.authorize(&body).await.expect(201))
}

/// A payment that was taken with its approval; its id.
async fn taken(merchant: &Merchant, card: &TypedCard, amount: i64) -> String {
    approved(&merchant.pay(card, amount).await.expect(201))
}

fn approved(answer: &tests::answer::Answer) -> String {
    assert_eq!(answer.json()["status"], "approved", "{}", answer.text());
    answer.string("id")
}

async fn read(merchant: &Merchant, id: &str) -> Value {
    let path = format!("/v1/authorizations/{id}");
    merchant.get(&path).await.expect(200).json()
}

/// Status, captured, refunded.
fn sums(payment: &Value) -> (String, i64, i64) {
    (
        payment["status"].as_str().unwrap().to_owned(),
        payment["captured"].as_i64().unwrap(),
        payment["refunded"].as_i64().unwrap(),
    )
}

fn stands(status: &str, captured: i64, refunded: i64) -> (String, i64, i64) {
    (status.to_owned(), captured, refunded)
}

/// What the vault says it sent, in order.
fn sent(payment: &Value) -> Vec<Line> {
    let text = |one: &Value, member: &str| one[member].as_str().unwrap().to_owned();
    let operations = payment["operations"].as_array().unwrap().iter();
    operations
        .map(|one| {
            (
                text(one, "kind"),
                one["amount"].as_i64().unwrap(),
                text(one, "state"),
            )
        })
        .collect()
}

/// What the acquirer says it did, in order.
async fn done(id: &str) -> Vec<Line> {
    let entries = entries(id).await.into_iter();
    entries
        .map(|entry| (entry.kind, entry.amount, entry.result))
        .collect()
}

async fn entries(id: &str) -> Vec<Entry> {
    let ledger = world().acquirer.ledger().await;
    ledger.of_authorization(id).into_iter().cloned().collect()
}

#[tokio::test]
async fn a_reserved_amount_is_taken_in_parts_and_given_back_in_parts_to_the_yen() {
    let merchant = world().merchant().await;
    let id = reserved(&merchant, &VISA, 10_000).await;
    let first = read(&merchant, &id).await;
    let lapses = access::Timestamp::parse_rfc3339(first["capture_before"].as_str().unwrap());
    let created = access::Timestamp::parse_rfc3339(first["created"].as_str().unwrap());
    assert_eq!(
        lapses.unwrap(),
        created.unwrap().plus(7 * 24 * 60 * 60 * 1_000)
    );

    let steps = [
        ("captures", json!({ "amount": 2_999 }), 2_999, 0),
        ("captures", json!({ "amount": 1 }), 3_000, 0),
        ("captures", json!({}), 10_000, 0),
        ("refunds", json!({ "amount": 2_500 }), 10_000, 2_500),
        ("refunds", json!({ "amount": 499 }), 10_000, 2_999),
        ("refunds", json!({}), 10_000, 10_000),
    ];
    for (at, (what, body, captured, refunded)) in steps.iter().enumerate() {
        let answer = merchant.follow_up(&id, what, body).await.expect(201);
        let payment = answer.json();
        assert_eq!(sums(&payment), stands("approved", *captured, *refunded));
        assert_eq!(
            payment["operations"].as_array().unwrap().len(),
            at + 2,
            "the answer is the whole authorization"
        );
        assert_eq!(payment, read(&merchant, &id).await);
    }
    let payment = read(&merchant, &id).await;
    let expected = [
        line("authorize", 10_000, "approved"),
        line("capture", 2_999, "approved"),
        line("capture", 1, "approved"),
        line("capture", 7_000, "approved"),
        line("refund", 2_500, "approved"),
        line("refund", 499, "approved"),
        line("refund", 7_001, "approved"),
    ];
    assert_eq!(sent(&payment), expected);
    assert_eq!(done(&id).await, expected);
    for (entry, operation) in entries(&id)
        .await
        .iter()
        .zip(payment["operations"].as_array().unwrap())
    {
        assert_eq!(entry.operation_id, operation["id"]);
        assert_eq!(
            (entry.currency.as_str(), entry.last4.as_str()),
            ("JPY", "4242")
        );
        assert_eq!(entry.reference, payment["reference"]);
    }
    for what in ["captures", "refunds", "void"] {
        let answer = merchant.follow_up(&id, what, &json!({})).await;
        answer.assert_problem(409, "invalid_transition");
    }
    assert_eq!(done(&id).await.len(), 7);
}

#[tokio::test]
async fn a_reserved_amount_is_given_up_whole_and_nothing_follows() {
    let merchant = world().merchant().await;
    let id = reserved(&merchant, &VISA, 1_200).await;
    let voided = merchant.follow_up(&id, "void", &json!({})).await;
    assert_eq!(sums(&voided.expect(201).json()), stands("voided", 0, 0));
    for what in ["captures", "refunds", "void"] {
        let answer = merchant.follow_up(&id, what, &json!({})).await;
        answer.assert_problem(409, "invalid_transition");
    }
    let expected = [
        line("authorize", 1_200, "approved"),
        line("void", 1_200, "approved"),
    ];
    assert_eq!(sent(&read(&merchant, &id).await), expected);
    assert_eq!(done(&id).await, expected);
}

#[tokio::test]
async fn a_part_that_was_taken_can_be_refunded_while_the_rest_is_still_reserved() {
    let merchant = world().merchant().await;
    let id = reserved(&merchant, &VISA, 1_200).await;
    for (what, amount, captured, refunded) in [
        ("captures", 500, 500, 0),
        ("refunds", 200, 500, 200),
        ("captures", 700, 1_200, 200),
        ("refunds", 1_000, 1_200, 1_200),
    ] {
        let body = json!({ "amount": amount });
        let answer = merchant.follow_up(&id, what, &body).await.expect(201);
        assert_eq!(
            sums(&answer.json()),
            stands("approved", captured, refunded),
            "{what} {amount}"
        );
    }
    assert_eq!(sent(&read(&merchant, &id).await), done(&id).await);
}

#[tokio::test]
async fn the_acquirer_is_told_what_follows_which_operation_and_nothing_else() {
    let wire = Wiretap::to(world().acquirer.url()).await;
    let merchant = world().merchant_behind(wire.url(), json!({})).await;
    let captured = reserved(&merchant, &VISA, 1_000).await;
    let part = json!({ "amount": 400 });
    for what in ["captures", "refunds"] {
        let answer = merchant.follow_up(&captured, what, &part).await;
        let _ = answer.expect(201);
    }
    let voided = reserved(&merchant, &VISA, 900).await;
    let answer = merchant.follow_up(&voided, "void", &json!({})).await;
    let _ = answer.expect(201);
    let mut expected = Vec::new();
    for (id, steps) in [
        (&captured, vec![("capture", 400), ("refund", 400)]),
        (&voided, vec![("void", 900)]),
    ] {
        let payment = read(&merchant, id).await;
        for (at, (kind, amount)) in steps.into_iter().enumerate() {
            expected.push(json!({
                "operation_id": payment["operations"][at + 1]["id"], "authorization_id": id,
                "kind": kind, "original_operation_id": payment["operations"][0]["id"],
                "amount": amount, "currency": "JPY", "reference": payment["reference"],
            }));
        }
    }
    let messages = wire.messages();
    assert_eq!(messages.len(), 5);
    let follow_ups = messages
        .into_iter()
        .filter(|message| message["kind"] != "authorize");
    assert_eq!(follow_ups.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn a_follow_up_the_acquirer_declines_is_an_answer_and_changes_nothing() {
    let merchant = world().merchant().await;
    // 06: declined at once.
    let id = reserved(&merchant, &FOLLOW_UPS_TIME_OUT, 1_206).await;
    for what in ["captures", "void"] {
        let answer = merchant.follow_up(&id, what, &json!({})).await.expect(201);
        let payment = answer.json();
        assert_eq!(sums(&payment), stands("approved", 0, 0), "{what}");
        assert_eq!(payment["decline_code"], Value::Null, "the payment was not");
    }
    let refunded = taken(&merchant, &FOLLOW_UPS_TIME_OUT, 5_000).await;
    let answer = merchant
        .follow_up(&refunded, "refunds", &json!({ "amount": 1_206 }))
        .await;
    assert_eq!(
        sums(&answer.expect(201).json()),
        stands("approved", 5_000, 0)
    );
    for (id, expected) in [
        (
            &id,
            vec![
                line("authorize", 1_206, "approved"),
                line("capture", 1_206, "declined"),
                line("void", 1_206, "declined"),
            ],
        ),
        (
            &refunded,
            vec![
                line("authorize", 5_000, "approved"),
                line("refund", 1_206, "declined"),
            ],
        ),
    ] {
        assert_eq!(sent(&read(&merchant, id).await), expected);
        assert_eq!(done(id).await, expected);
    }
}

#[tokio::test]
async fn a_payment_that_was_declined_has_no_follow_ups() {
    let merchant = world().merchant().await;
    let answer = merchant.pay(&DO_NOT_HONOR, 1_200).await.expect(201);
    let id = answer.string("id");
    for what in ["captures", "void", "refunds"] {
        let refused = merchant.follow_up(&id, what, &json!({})).await;
        refused.assert_problem(409, "invalid_transition");
    }
    assert_eq!(read(&merchant, &id).await, answer.json());
    assert_eq!(done(&id).await, [line("authorize", 1_200, "declined")]);
}
