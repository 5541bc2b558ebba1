//! Tokens end: by the clock, by the merchant, and over restarts.

use std::time::Duration;

use tests::at_rest::Storage;
use tests::cards::VISA;
use tests::eventually::eventually;
use tests::vault::Variant;
use tests::world::World;

use crate::world;

#[tokio::test]
async fn a_revoked_token_is_over_at_once_and_says_so() {
    let merchant = world().merchant().await;
    let token = merchant.token(&VISA).await;
    let path = format!("/v1/tokens/{}", token.id);
    for _ in 0..2 {
        let revoked = merchant
            .http
            .send(merchant.request("DELETE", path.clone()))
            .await
            .expect(200);
        assert_eq!(revoked.json()["state"], "revoked");
    }
    let body = merchant.payment(&token, 100);
    merchant
        .authorize(&body)
        .await
        .assert_problem(410, "token_expired");
    assert_eq!(
        world()
            .acquirer
            .ledger()
            .await
            .authorizes(body["reference"].as_str().unwrap()),
        0
    );
    assert_eq!(
        merchant.get(&path).await.expect(200).json()["state"],
        "revoked"
    );
}

#[tokio::test]
async fn a_used_token_cannot_be_revoked_into_something_else() {
    let merchant = world().merchant().await;
    let token = merchant.token(&VISA).await;
    let _ = merchant
        .authorize(&merchant.payment(&token, 100))
        .await
        .expect(201);
    let path = format!("/v1/tokens/{}", token.id);
    let answer = merchant
        .http
        .send(merchant.request("DELETE", path))
        .await
        .expect(200);
    assert_eq!(answer.json()["state"], "claimed");
    merchant
        .authorize(&merchant.payment(&token, 100))
        .await
        .assert_problem(409, "token_used");
}

/// The clock of a machine is not a test's to move, so the rows are: the vault is stopped, the token's
/// end is put into the past, and the vault is started again.
#[tokio::test]
async fn an_expired_token_cannot_be_redeemed_and_is_wiped_soon_after_while_a_live_one_survives() {
    let mut world = tokio::task::spawn_blocking(|| World::start(Variant::Shipped))
        .await
        .unwrap();
    let mut merchant = world.merchant().await;
    let (old, young) = (merchant.token(&VISA).await, merchant.token(&VISA).await);
    world.vault.stop();
    assert_eq!(tests::at_rest::expire_token(world.vault.data(), &old.id), 1);
    world.vault.restart();
    merchant.reconnect();

    let path = format!("/v1/tokens/{}", old.id);
    assert_eq!(
        merchant.get(&path).await.expect(200).json()["state"],
        "expired"
    );
    let body = merchant.payment(&old, 100);
    merchant
        .authorize(&body)
        .await
        .assert_problem(410, "token_expired");
    assert_eq!(
        world
            .acquirer
            .ledger()
            .await
            .authorizes(body["reference"].as_str().unwrap()),
        0
    );

    // The sweep at the start armed the alarm that wipes; it looks about once a minute.
    let data = world.vault.data().to_owned();
    eventually(
        "end of the expired card",
        Duration::from_secs(150),
        || async {
            let storage = Storage::copy(&data);
            let row = storage.token(&old.id).expect("the row stays");
            (row.sealed.is_none() && row.state == "expired").then_some(())
        },
    )
    .await;
    assert!(
        Storage::copy(&data)
            .token(&young.id)
            .expect("a row")
            .sealed
            .is_some()
    );
    let paid = merchant
        .authorize(&merchant.payment(&young, 100))
        .await
        .expect(201);
    assert_eq!(paid.json()["status"], "approved");
}
