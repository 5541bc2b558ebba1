//! Rows that were changed behind the vault's back: what is sealed opens in its own row only, and where it does
//! not, the log says which row it was, by ids alone.

use std::time::Duration;

use serde_json::{Value, json};
use tests::at_rest::{abandon, credentials, put_credentials, swap_sealed};
use tests::cards::{DO_NOT_HONOR, VISA};
use tests::eventually::eventually;
use tests::merchant::{Merchant, Token};
use tests::vault::Variant;
use tests::world::World;

async fn own_world() -> World {
    tokio::task::spawn_blocking(|| World::start(Variant::Shipped))
        .await
        .unwrap()
}

/// What was refused so far, as the log says it.
fn refused(world: &World) -> Vec<Value> {
    let log = world.vault.log();
    let lines = log
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines
        .filter(|line| line["event"] == "sealed_refused")
        .collect()
}

fn line(purpose: &str, of: &[&str]) -> Value {
    json!({ "event": "sealed_refused", "purpose": purpose, "of": of })
}

/// Changes the files of a vault, which is stopped meanwhile.
fn behind_its_back<T>(
    world: &mut World,
    merchants: &mut [&mut Merchant],
    change: impl FnOnce(&std::path::Path) -> T,
) -> T {
    world.vault.stop();
    let changed = change(world.vault.data());
    world.vault.restart();
    for merchant in merchants {
        merchant.reconnect();
    }
    changed
}

/// Pays with a token that must not be charged; the answer's code.
async fn is_not_charged(world: &World, merchant: &Merchant, token: &Token) -> String {
    let body = merchant.payment(token, 100);
    let answer = merchant.authorize(&body).await;
    let reference = body["reference"].as_str().unwrap();
    let ledger = world.acquirer.ledger().await;
    assert_eq!(ledger.authorizes(reference), 0, "{}", answer.text());
    let read = merchant.get(&format!("/v1/tokens/{}", token.id)).await;
    assert_eq!(read.expect(200).string("state"), "live");
    answer.code().unwrap()
}

async fn acquirer(world: &World, merchant: &Merchant) -> String {
    let path = format!("/merchants/{}", merchant.id);
    let read = world.operator().send("GET", &path, None).await;
    read.expect(200).string("acquirer")
}

async fn status(merchant: &Merchant, token: &Token) -> Value {
    let paid = merchant.authorize(&merchant.payment(token, 100)).await;
    paid.expect(201).json()["status"].clone()
}

#[tokio::test]
async fn a_sealed_card_in_another_row_or_of_another_merchant_is_refused_and_logged() {
    let mut world = own_world().await;
    let (mut here, mut there) = (world.merchant().await, world.merchant().await);
    let (one, other) = (here.token(&VISA).await, here.token(&DO_NOT_HONOR).await);
    let foreign = there.token(&VISA).await;
    for (first, second, is_foreign) in [(&one, &other, false), (&one, &foreign, true)] {
        let before = refused(&world).len();
        let swap = |data: &std::path::Path| swap_sealed(data, &first.id, &second.id);
        let merchants = &mut [&mut here, &mut there];
        assert_eq!(behind_its_back(&mut world, merchants, swap), 2);
        let owner = if is_foreign { &there } else { &here };
        for (merchant, token) in [(&here, first), (owner, second)] {
            assert_eq!(is_not_charged(&world, merchant, token).await, "not_found");
            let said = refused(&world).pop();
            let of = [merchant.id.as_str(), &token.id];
            assert_eq!(said, Some(line("cardseal/token/v1", &of)));
        }
        assert_eq!(refused(&world).len(), before + 2);
        // Put back, both are good.
        let merchants = &mut [&mut here, &mut there];
        assert_eq!(behind_its_back(&mut world, merchants, swap), 2);
    }
    // The twin: where nothing is swapped, nothing was spent, and nothing more is logged.
    let logged = refused(&world).len();
    assert_eq!(status(&here, &one).await, "approved");
    assert_eq!(status(&here, &other).await, "declined");
    assert_eq!(status(&there, &foreign).await, "approved");
    assert_eq!((refused(&world).len(), logged), (4, 4));
}

#[tokio::test]
async fn credentials_in_another_acquirers_row_are_refused_and_logged_also_where_they_are_known() {
    let mut world = own_world().await;
    let (mut here, mut there) = (world.merchant().await, world.merchant().await);
    let known = &acquirer(&world, &here).await;
    let robbed = &acquirer(&world, &there).await;
    let token = there.token(&VISA).await;
    let merchants = &mut [&mut here, &mut there];
    let own = behind_its_back(&mut world, merchants, |data| {
        put_credentials(data, robbed, &credentials(data, known))
    });
    // Opened where they belong, and remembered.
    let _ = here.pay(&VISA, 100).await.expect(201);
    assert_eq!(refused(&world), Vec::<Value>::new());
    assert_eq!(is_not_charged(&world, &there, &token).await, "vault_locked");
    let said = line("cardseal/credential/v1", &[robbed]);
    assert_eq!(refused(&world), [said]);

    let merchants = &mut [&mut here, &mut there];
    let _ = behind_its_back(&mut world, merchants, |data| {
        put_credentials(data, robbed, &own)
    });
    assert_eq!(status(&there, &token).await, "approved");
    assert_eq!(refused(&world).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acquirer_whose_credentials_do_not_open_holds_back_no_payment_of_another() {
    const SETTLED: Duration = Duration::from_mins(1);
    let mut world = own_world().await;
    let (mut merchant, other) = (world.merchant().await, world.merchant().await);
    let robbed = acquirer(&world, &merchant).await;
    let first = merchant.pay(&VISA, 100).await.expect(201).string("id");
    let elsewhere = json!({ "acquirer": acquirer(&world, &other).await });
    let operator = world.operator();
    let moved = operator.change_merchant(&merchant.id, elsewhere).await;
    let _ = moved.expect(200);
    let second = merchant.pay(&VISA, 100).await.expect(201).string("id");
    let own = behind_its_back(&mut world, &mut [&mut merchant], |data| {
        assert_eq!(abandon(data, &first) + abandon(data, &second), 2);
        put_credentials(data, &robbed, b"of nobody, and too short to be a salt")
    });

    let stands = async |merchant: &Merchant, id: &str| {
        let read = merchant.get(&format!("/v1/authorizations/{id}")).await;
        read.expect(200).string("status")
    };
    let approved = async |merchant: &Merchant, id: &str| {
        let is_approved = || async { (stands(merchant, id).await == "approved").then_some(()) };
        eventually("end of a payment", SETTLED, is_approved).await;
    };
    approved(&merchant, &second).await;
    assert_eq!(stands(&merchant, &first).await, "pending");
    let said = line("cardseal/credential/v1", &[&robbed]);
    assert!(refused(&world).contains(&said));

    // Put back, it can be asked again.
    let _ = behind_its_back(&mut world, &mut [&mut merchant], |data| {
        put_credentials(data, &robbed, &own)
    });
    approved(&merchant, &first).await;
}
