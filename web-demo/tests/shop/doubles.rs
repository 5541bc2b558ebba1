//! One checkout, one order, however often it is posted.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;

use crate::process::Shop;
use crate::shopper::{Shopper, wish};
use crate::vault::authorization;

#[tokio::test]
async fn posts_in_flight_together_are_one_order_and_one_payment() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
    let checkout = shopper.checkout().await;
    shop.vault.will_answer(201, authorization("approved"));
    let release = shop.vault.hold();
    let mut posts = Vec::new();
    for number in 0..8 {
        let request = shop.request(reqwest::Method::POST, "/orders");
        let cookie = format!("cart={}", shopper.cookie("cart").unwrap());
        // Another token does not make another order.
        let mut body = wish(&checkout);
        body["token"] = json!(format!("tok_test_00x.{}", number % 2));
        let request = request.header("cookie", cookie).body(body.to_string());
        posts.push(tokio::spawn(async move {
            let response = request.send().await.unwrap();
            let status = response.status();
            (status, response.json::<serde_json::Value>().await.unwrap())
        }));
    }
    // All but the first are answered while the vault still thinks about it.
    let waited = async {
        while posts.iter().filter(|post| post.is_finished()).count() < 7 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waited)
        .await
        .unwrap();
    release.send(()).unwrap();
    let mut answers = Vec::new();
    for post in posts {
        answers.push(post.await.unwrap());
    }
    let references: std::collections::BTreeSet<_> = answers
        .iter()
        .map(|(_, answer)| answer["order"]["reference"].to_string())
        .collect();
    assert_eq!(references.len(), 1);
    let with = |status| answers.iter().filter(|(told, _)| *told == status).count();
    assert_eq!(
        (with(StatusCode::CREATED), with(StatusCode::ACCEPTED)),
        (1, 7)
    );
    assert_eq!(shop.vault.asked().len(), 1);
}

#[tokio::test]
async fn a_page_that_posts_again_after_all_is_done_gets_the_same_order() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
    let checkout = shopper.checkout().await;
    shop.vault.will_answer(201, authorization("approved"));
    let first = shopper.post("/orders", &wish(&checkout)).await;
    shopper.add("noren").await;
    assert_eq!(shopper.post("/orders", &wish(&checkout)).await, first);
    assert_eq!(shop.vault.asked().len(), 1);

    shop.vault.will_answer(201, authorization("approved"));
    let second = shopper.order().await;
    assert_ne!(
        second.1["order"]["reference"], first.1["order"]["reference"],
        "the twin: another cart is another order"
    );
}

#[tokio::test]
async fn a_browser_that_goes_away_leaves_no_payment_unread() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
    let checkout = shopper.checkout().await;
    shop.vault.will_answer(201, authorization("approved"));
    let release = shop.vault.hold();
    let cookie = format!("cart={}", shopper.cookie("cart").unwrap());
    let request = shop
        .request(reqwest::Method::POST, "/orders")
        .header("cookie", cookie)
        .body(wish(&checkout).to_string());
    let post = tokio::spawn(request.send());
    shop.vault.until_held().await;
    post.abort();
    assert!(post.await.unwrap_err().is_cancelled());
    release.send(()).unwrap();
    let emptied = async {
        while !shopper.page("/cart").await.contains("Your cart is empty") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), emptied)
        .await
        .unwrap();
    let (_, answer) = shopper.post("/orders", &wish(&checkout)).await;
    assert_eq!(answer["order"]["status"], "approved");
    assert_eq!(shop.vault.asked().len(), 1);
}
