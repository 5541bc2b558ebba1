//! What time alone ends, on a vault whose clock is set ahead.

use std::time::Duration;

use serde_json::json;
use tests::at_rest::Storage;
use tests::cards::VISA;
use tests::eventually::eventually;
use tests::sealer::random_id;
use tests::vault::{Variant, Vault};
use tests::world::World;

use super::{careful, confirm, held, read, state_of};

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// Housekeeping looks once a minute.
const HOUSEKEEPING: Duration = Duration::from_secs(150);

#[tokio::test]
async fn a_shopper_who_never_comes_and_an_amount_that_is_never_taken_end_as_expired() {
    let mut world =
        tokio::task::spawn_blocking(|| World::start_with(|| Vault::start(Variant::Faults)))
            .await
            .unwrap();
    let mut merchant = careful(&world).await;
    let (gone, token, _) = held(&merchant, &VISA, "automatic").await;
    let email = format!("{}@shop.example", random_id());
    let of_another = merchant.token(&VISA).await;
    let mut body = merchant.payment(&of_another, 1_200);
    body["purchaser"] = json!({ "email": email });
    let with_purchaser = merchant.authorize(&body).await.expect(202).string("id");
    let (untaken, key, _) = held(&merchant, &VISA, "manual").await;
    let _ = confirm(&merchant, &untaken, &key.token).await.expect(201);
    let (in_part, key, _) = held(&merchant, &VISA, "manual").await;
    let _ = confirm(&merchant, &in_part, &key.token).await.expect(201);
    let part = json!({ "amount": 500 });
    let captured = merchant.follow_up(&in_part, "captures", &part).await;
    let _ = captured.expect(201);

    world.vault.set_clock(7 * DAY);
    world.vault.restart();
    merchant.reconnect();
    // From the moment on, whether or not housekeeping has been there.
    let late = confirm(&merchant, &gone, &token.token).await;
    late.assert_problem(410, "token_expired");
    assert_eq!(state_of(&merchant, &token).await, "expired");
    for id in [&untaken, &in_part] {
        let late = merchant.follow_up(id, "captures", &json!({})).await;
        late.assert_problem(409, "invalid_transition");
    }
    let data = world.vault.data().to_owned();
    eventually("end of the payments", HOUSEKEEPING, || async {
        for id in [&gone, &with_purchaser, &untaken] {
            if read(&merchant, id).await["status"] != "expired" {
                return None;
            }
        }
        let storage = Storage::copy(&data);
        let holds = |value: &[u8]| {
            value
                .windows(email.len())
                .any(|part| part == email.as_bytes())
        };
        let is_kept = storage.values().iter().any(|(_, value)| holds(value));
        let has_card = storage
            .token(&token.id)
            .is_none_or(|row| row.sealed.is_some());
        (!is_kept && !has_card).then_some(())
    })
    .await;
    // The twin: what was taken in part stays.
    let stays = read(&merchant, &in_part).await;
    assert_eq!(
        (&stays["status"], &stays["captured"]),
        (&json!("approved"), &json!(500))
    );
    let list = merchant.get("/v1/authorizations?status=expired").await;
    assert_eq!(list.expect(200).json()["data"].as_array().unwrap().len(), 3);
    let ledger = world.acquirer.ledger().await;
    assert_eq!(ledger.of_authorization(&gone).len(), 0);
    assert_eq!(ledger.of_authorization(&untaken).len(), 1);
    assert_eq!(ledger.of_authorization(&in_part).len(), 2);
    // Expired is the end of a token: it was never redeemed.
    assert_eq!(state_of(&merchant, &token).await, "expired");
    let over = confirm(&merchant, &gone, &token.token).await;
    over.assert_problem(410, "token_expired");
}
