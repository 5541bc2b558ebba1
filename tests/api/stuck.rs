//! An operation that cannot be settled: whoever must look into it is told of it, and by what to find it.

use std::time::Duration;

use serde_json::{Value, json};
use tests::cards::VISA;
use tests::eventually::eventually;
use tests::merchant::Merchant;
use tests::vault::Variant;
use tests::world::World;

const HOUR: i64 = 60 * 60 * 1_000;
/// Nobody listens on the port of "discard".
const DEAD: &str = "http://127.0.0.1:9";
/// Five tries, a second to ten apart.
const TRIED: Duration = Duration::from_mins(2);

/// A merchant whose acquirer is gone, and could not be asked before either.
async fn abandoned(world: &World) -> Merchant {
    let merchant = world.merchant_behind(DEAD, json!({})).await;
    let (operator, path) = (world.operator(), format!("/merchants/{}", merchant.id));
    let settings = operator.send("GET", &path, None).await.expect(200);
    let acquirer = format!("/acquirers/{}", settings.string("acquirer"));
    let cannot_ask = json!({
        "connector": "json", "url": DEAD, "signing_secret": world.acquirer.signing_secret(),
        "capabilities": [],
    });
    let put = operator.send("PUT", &acquirer, Some(cannot_ask)).await;
    let _ = put.expect(200);
    merchant
}

/// What is stuck, as the log says it.
fn logged(world: &World) -> Vec<Value> {
    let log = world.vault.log();
    let lines = log
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines
        .filter(|line| line["event"] == "operation_stuck")
        .collect()
}

/// How many operations are stuck, as the metrics say it.
async fn counted(world: &World) -> String {
    let text = world.operator().metrics().await.expect(200).text();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("cardseal_operations_stuck "));
    line.expect("the gauge").to_owned()
}

#[tokio::test]
async fn what_a_day_of_trying_has_not_settled_is_named_in_the_log_counted_and_shown() {
    let world = tokio::task::spawn_blocking(|| World::start(Variant::Faults));
    let mut world = world.await.unwrap();
    let mut merchant = abandoned(&world).await;
    let payment = merchant.pay(&VISA, 1_200).await.expect(202);
    let id = payment.string("id");
    let operation = payment.json()["operations"][0]["id"].clone();
    let path = format!("/v1/authorizations/{id}");
    // The twin: before that day nothing is.
    let read = merchant.get(&path).await.expect(200).json();
    assert_eq!(read["stuck"], Value::Null);
    assert_eq!(counted(&world).await, "0");

    world.vault.set_clock(25 * HOUR);
    world.vault.restart();
    merchant.reconnect();
    eventually("end of all trying", TRIED, || async {
        let read = merchant.get(&path).await.expect(200).json();
        (read["stuck"] == true).then_some(())
    })
    .await;
    let of = json!([merchant.id, id, operation]);
    assert_eq!(
        logged(&world),
        [json!({ "event": "operation_stuck", "of": of })]
    );
    // The authorization and the reversal that was not acknowledged.
    assert_eq!(counted(&world).await, "2");
    let read = merchant.get(&path).await.expect(200).json();
    assert_eq!(read["status"], "pending");
    assert_eq!(read["operations"][0]["state"], "stuck");
}
