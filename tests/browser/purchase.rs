//! The script that `cargo xtask demo --check` runs, whose last line it compares with the ledger.

use serde_json::Value;
use tests::ledger::Standing;

use tests::shop::Shop;

/// Buys with a card, typed as a shopper would, and returns the script's line.
async fn buy(shop: &Shop, card: &str) -> Value {
    let output = shop
        .node()
        .arg("tests/browser/purchase.mjs")
        .env("CARDSEAL_CARD", card)
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
async fn what_the_demonstration_s_purchase_prints_is_what_the_ledger_has() {
    let shop = Shop::start().await;
    let cards = [
        ("4242424242424242 08/31 739", "visa", "4242"),
        ("378282246310005 0831 7391", "amex", "0005"),
    ];
    for (card, brand, last4) in cards {
        let said = buy(&shop, card).await;
        let authorization = &said["authorization"];
        assert_eq!(authorization["status"], "approved", "{said}");
        assert_eq!(authorization["card"]["brand"], brand, "{said}");
        assert_eq!(authorization["card"]["last4"], last4, "{said}");
        let id = authorization["id"].as_str().unwrap();
        let ledger = shop.world.acquirer.ledger().await;
        assert_eq!(ledger.standing(id), Standing::Approved);
        let entries = ledger.of_authorization(id);
        assert_eq!(entries.len(), 1);
        assert_eq!(authorization["amount"], entries[0].amount);
        assert_eq!(authorization["currency"], entries[0].currency);
        assert_eq!(authorization["reference"], entries[0].reference);
        assert!(said["shown"]["amount"].as_str().unwrap().contains(','));
    }
    assert_eq!(
        shop.world.acquirer.ledger().await.entries().len(),
        cards.len()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_is_not_taken_gives_no_receipt_but_the_reason() {
    let shop = Shop::start().await;
    let declined = buy(&shop, "4000000000009995 08/31 739").await;
    assert_eq!(declined["refused"]["by"], "shop", "{declined}");
    assert_eq!(
        declined["refused"]["code"], "insufficient_funds",
        "{declined}"
    );
    assert_eq!(shop.world.acquirer.ledger().await.entries().len(), 1);

    let not_a_test_card = buy(&shop, "4539578763621486 08/31 739").await;
    assert_eq!(
        not_a_test_card["refused"]["by"], "frame",
        "{not_a_test_card}"
    );
    let reason = not_a_test_card["refused"]["text"].as_str().unwrap();
    assert!(!reason.is_empty());
    assert_eq!(shop.world.acquirer.ledger().await.entries().len(), 1);
}
