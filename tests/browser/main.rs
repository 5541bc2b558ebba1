//! The card page in a real Chromium, inside a real shop.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod shop;

use serde_json::Value;
use shop::Shop;
use tests::ledger::Standing;
use tests::memory::files;
use tests::scan::Scanner;
use tests::scratch::Scratch;
use tests::vault::Variant;
use tests::world::World;
use tokio::process::Command;

/// Buys with a card, typed as a shopper would, and returns the script's line.
async fn buy(shop: &Shop, card: &str, picture: &Scratch) -> Value {
    let output = Command::new("node")
        .arg(tests::process::root().join("tests/browser/purchase.mjs"))
        .env("CARDSEAL_SHOP_URL", shop.url())
        .env("CARDSEAL_CARD", card)
        .env("CARDSEAL_SCREENSHOT", picture.path().join("receipt.png"))
        .env(
            "CARDSEAL_CHROMIUM",
            std::env::var("CARDSEAL_CHROMIUM").unwrap_or("/usr/bin/chromium".into()),
        )
        .kill_on_drop(true)
        .output()
        .await
        .expect("node");
    let (stdout, stderr) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    let line = stdout
        .lines()
        .next_back()
        .unwrap_or_else(|| panic!("{card}: nothing on stdout; {stderr}"));
    serde_json::from_str(line).unwrap_or_else(|_| panic!("{card}: {stdout}\n{stderr}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_types_a_card_into_the_frame_and_the_shop_is_paid() {
    let port = shop::free_port();
    let world = tokio::task::spawn_blocking(|| World::start(Variant::Shipped))
        .await
        .unwrap();
    let origin = format!("http://shop.localhost:{port}");
    let merchant = world
        .merchant_with("", serde_json::json!({ "origins": [origin] }))
        .await;
    let shop = Shop::start(&world, &merchant, port);
    let outputs = Scratch::new();

    let cards = [
        ("4242424242424242 08/31 739", "approved", "4242"),
        ("378282246310005 08/31 7391", "approved", "0005"),
        ("4000000000000002 0831 739", "declined", "0002"),
    ];
    for (card, status, last4) in cards {
        let said = buy(&shop, card, &outputs).await;
        let authorization = &said["authorization"];
        assert_eq!(
            (
                authorization["status"].as_str(),
                authorization["card"]["last4"].as_str()
            ),
            (Some(status), Some(last4)),
            "{said}"
        );
        let ledger = world.acquirer.ledger().await;
        let expected = if status == "approved" {
            Standing::Approved
        } else {
            Standing::Declined
        };
        assert_eq!(
            ledger.standing(authorization["id"].as_str().unwrap()),
            expected
        );
        assert_eq!(
            ledger
                .of_authorization(authorization["id"].as_str().unwrap())
                .len(),
            1
        );
    }
    // What a shop may learn of a card, and what lies on disk after it was typed.
    let typed = cards.map(|(card, ..)| card.split(' ').next().unwrap());
    let scanner = Scanner::new(&typed, &["739", "7391"]);
    let report = scanner.scan(&[
        world.vault.data(),
        world.acquirer.data(),
        shop.data(),
        outputs.path(),
    ]);
    println!(
        "{} files, {} bytes, {} numbers typed",
        report.files,
        report.bytes,
        scanner.numbers()
    );
    assert!(report.hits.is_empty(), "{:#?}", report.hits);
    assert!(report.files > 5 && files(outputs.path()).len() == 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_cannot_be_taken_is_told_to_the_shopper_and_charges_nothing() {
    let port = shop::free_port();
    let world = tokio::task::spawn_blocking(|| World::start(Variant::Shipped))
        .await
        .unwrap();
    let origin = format!("http://shop.localhost:{port}");
    let merchant = world
        .merchant_with("", serde_json::json!({ "origins": [origin] }))
        .await;
    let shop = Shop::start(&world, &merchant, port);
    let said = buy(&shop, "4539578763621486 08/31 739", &Scratch::new()).await;
    assert!(
        said["refused"]["text"]
            .as_str()
            .is_some_and(|text| !text.is_empty()),
        "{said}"
    );
    assert_eq!(world.acquirer.ledger().await.entries(), []);
}
