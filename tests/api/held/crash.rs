//! A vault that is killed while a confirmation is on its way.

use std::time::Duration;

use serde_json::json;
use tests::cards::VISA;
use tests::eventually::eventually;
use tests::sealer::random_id;
use tests::vault::Variant;
use tests::world::World;

use super::{confirm, held, read, state_of};

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_under_way_when_the_vault_is_killed_ends_as_the_acquirer_has_it() {
    let mut world = tokio::task::spawn_blocking(|| World::start(Variant::Shipped))
        .await
        .unwrap();
    let required = json!({ "authentication": "required" });
    let mut merchant = world.merchant_with("/hold/8000", required).await;
    let (id, token, _) = held(&merchant, &VISA, "automatic").await;
    let (waits, of_it, _) = held(&merchant, &VISA, "automatic").await;
    let (key, body) = (random_id(), json!({ "token": token.token }));
    let sender = {
        let (merchant, key, id) = (merchant.clone(), key.clone(), id.clone());
        let path = format!("/v1/authorizations/{id}/confirm");
        let request = merchant.request("POST", path);
        let request = request
            .header("idempotency-key", key)
            .json(body.to_string());
        tokio::spawn(async move { merchant.http.try_send(request).await })
    };
    eventually("call to the acquirer", Duration::from_secs(7), || async {
        let ledger = world.acquirer.ledger().await;
        (ledger.of_authorization(&id).len() == 1).then_some(())
    })
    .await;
    world.vault.kill();
    assert!(sender.await.unwrap().is_err(), "nobody was told");

    world.vault.restart();
    merchant.reconnect();
    eventually("end of the doubt", Duration::from_mins(1), || async {
        (read(&merchant, &id).await["status"] == "approved").then_some(())
    })
    .await;
    assert_eq!(state_of(&merchant, &token).await, "claimed");
    // The same request again is answered, always alike, and nothing is sent again.
    let first = merchant.follow_up_as(&key, &id, "confirm", &body).await;
    assert!((201..=202).contains(&first.status), "{}", first.text());
    let again = merchant.follow_up_as(&key, &id, "confirm", &body).await;
    assert_eq!(again.bytes(), first.bytes());
    let ledger = world.acquirer.ledger().await;
    assert_eq!(ledger.of_authorization(&id).len(), 1);
    // The one that was not confirmed still waits.
    assert_eq!(
        read(&merchant, &waits).await["status"],
        "requires_authentication"
    );
    let confirmed = confirm(&merchant, &waits, &of_it.token).await.expect(201);
    assert_eq!(confirmed.json()["status"], "approved");
}
