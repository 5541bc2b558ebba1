//! Until the acquirer's day ends what was captured is voided; from then on it is refunded.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tests::cards::VISA;
use tests::merchant::Merchant;
use tests::vault::{Variant, Vault};
use tests::world::World;

use super::refusals::set_terms;
use super::{done, line, read, reserved, sent, stands, sums, taken};
use crate::world;

const MINUTE: i64 = 60_000;

/// The minute of the day, UTC, so many minutes from now: `HH:MM`.
fn in_minutes(minutes: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let minute = (now.as_secs() / 60 + minutes) % (24 * 60);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[tokio::test]
async fn what_was_taken_with_the_approval_is_given_up_before_the_cut_off() {
    let merchant = world().merchant().await;
    set_terms(&merchant, &json!({ "cut_off": in_minutes(12 * 60) })).await;
    let id = taken(&merchant, &VISA, 1_200).await;
    let voided = merchant.follow_up(&id, "void", &json!({})).await;
    assert_eq!(sums(&voided.expect(201).json()), stands("voided", 0, 0));
    let expected = [
        line("authorize", 1_200, "approved"),
        line("void", 1_200, "approved"),
    ];
    assert_eq!(sent(&read(&merchant, &id).await), expected);
    assert_eq!(done(&id).await, expected);
}

#[tokio::test]
async fn a_part_that_was_captured_is_given_up_with_the_rest() {
    let merchant = world().merchant().await;
    set_terms(&merchant, &json!({ "cut_off": in_minutes(12 * 60) })).await;
    let id = reserved(&merchant, &VISA, 1_200).await;
    let part = json!({ "amount": 500 });
    let _ = merchant.follow_up(&id, "captures", &part).await.expect(201);
    let voided = merchant.follow_up(&id, "void", &json!({})).await;
    assert_eq!(sums(&voided.expect(201).json()), stands("voided", 0, 0));
    assert_eq!(sent(&read(&merchant, &id).await), done(&id).await);
}

#[tokio::test]
async fn an_acquirers_terms_are_shown_as_they_are_set_and_have_a_default() {
    let (merchant, operator) = (world().merchant().await, world().operator());
    let path = format!("/merchants/{}", merchant.id);
    let name = operator.send("GET", &path, None).await.string("acquirer");
    let shown = async || {
        let listed = operator.send("GET", "/acquirers", None).await.expect(200);
        let all = listed.json()["data"].as_array().unwrap().clone();
        let one: Value = all.into_iter().find(|one| one["name"] == name).unwrap();
        (one["capabilities"].clone(), one["cut_off"].clone())
    };
    let all = json!([
        "inquiry",
        "partial_capture",
        "multi_capture",
        "refund_by_reference",
        "zero_value"
    ]);
    assert_eq!(shown().await, (all, json!("15:00")));
    let terms = json!({ "capabilities": ["zero_value"], "cut_off": "00:00" });
    set_terms(&merchant, &terms).await;
    assert_eq!(shown().await, (json!(["zero_value"]), json!("00:00")));
    for (member, values) in [
        (
            "cut_off",
            vec![json!("24:00"), json!("9:00"), json!("15:00Z"), json!(15)],
        ),
        (
            "capabilities",
            vec![json!(["fly"]), json!("inquiry"), json!([1]), Value::Null],
        ),
    ] {
        for value in values {
            let mut body = json!({
                "connector": "json", "url": "https://acquirer.example",
                "signing_secret": "0123456789abcdef",
            });
            body[member] = value;
            let path = format!("/acquirers/{name}");
            let put = operator.send("PUT", &path, Some(body)).await;
            put.assert_invalid("invalid_parameter", member);
        }
    }
    assert_eq!(shown().await, (json!(["zero_value"]), json!("00:00")));
}

/// The clock of the fault build is set ahead over the cut-off, by less than the five minutes for which
/// the acquirer takes a signature.
#[tokio::test]
async fn after_the_cut_off_what_was_taken_is_refunded_and_not_voided() {
    let mut world =
        tokio::task::spawn_blocking(|| World::start_with(|| Vault::start(Variant::Faults)))
            .await
            .unwrap();
    let mut merchant = world.merchant().await;
    let terms = json!({
        "connector": "json", "url": world.acquirer.url(),
        "signing_secret": world.acquirer.signing_secret(), "cut_off": in_minutes(2),
    });
    let (operator, path) = (world.operator(), format!("/merchants/{}", merchant.id));
    let settings = operator.send("GET", &path, None).await.expect(200);
    let path = format!("/acquirers/{}", settings.string("acquirer"));
    let _ = operator.send("PUT", &path, Some(terms)).await.expect(200);
    let taken_before = taken(&merchant, &VISA, 1_200).await;
    let reserved_before = reserved(&merchant, &VISA, 1_200).await;
    let void = async |merchant: &Merchant, id: &str| {
        let id = id.to_owned();
        merchant.follow_up(&id, "void", &json!({})).await
    };
    // The twin: a minute before, it is voided.
    let in_time = taken(&merchant, &VISA, 1_200).await;
    assert_eq!(
        void(&merchant, &in_time).await.expect(201).json()["status"],
        "voided"
    );

    world.vault.set_clock(4 * MINUTE);
    world.vault.restart();
    merchant.reconnect();
    let late = void(&merchant, &taken_before).await;
    late.assert_problem(409, "invalid_transition");
    let refund = json!({ "amount": 1_200 });
    let refunded = merchant.follow_up(&taken_before, "refunds", &refund).await;
    assert_eq!(
        sums(&refunded.expect(201).json()),
        stands("approved", 1_200, 1_200)
    );
    // Nothing of the other was taken: no cut-off is past for it.
    let voided = void(&merchant, &reserved_before).await;
    assert_eq!(voided.expect(201).json()["status"], "voided");
    // A capture of now has the next day's cut-off.
    let taken_after = taken(&merchant, &VISA, 1_200).await;
    let _ = void(&merchant, &taken_after).await.expect(201);

    let ledger = world.acquirer.ledger().await;
    let kinds = |id: &str| {
        let entries = ledger.of_authorization(id).into_iter();
        let kinds = entries.map(|entry| entry.kind.clone());
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(kinds(&taken_before), ["authorize", "refund"]);
    assert_eq!(kinds(&reserved_before), ["authorize", "void"]);
}
