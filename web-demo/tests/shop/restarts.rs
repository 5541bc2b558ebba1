//! What a shop keeps on disk.

use crate::process::{Scratch, Shop};
use crate::shopper::{Shopper, shown};
use crate::vault::authorization;

#[tokio::test]
async fn carts_and_orders_outlive_the_process() {
    let scratch = Scratch::new();
    let first = Shop::start_in(scratch.path()).await;
    let mut shopper = Shopper::with_cart(&first, &["cover", "noren"]).await;
    first.vault.will_answer(201, authorization("approved"));
    let (_, answer) = shopper.order().await;
    shopper.add("stole").await;
    let receipt = answer["location"].as_str().unwrap();
    let before = shopper.page(receipt).await;
    let cookies = shopper.into_cookies();
    drop(first);

    let second = Shop::start_in(scratch.path()).await;
    let mut later = Shopper::returning(&second, &cookies);
    assert_eq!(later.page(receipt).await, before);
    assert_eq!(shown(&before, "receipt-amount"), "¥12,200");
    assert!(before.contains("Book cover") && before.contains("Noren"));
    let cart = later.page("/cart").await;
    assert_eq!(shown(&cart, "cart-count"), "1");
    assert!(cart.contains("Linen stole"));

    let elsewhere = Scratch::new();
    let third = Shop::start_in(elsewhere.path()).await;
    let stranger = Shopper::returning(&third, &cookies).page(receipt).await;
    assert!(
        stranger.contains("Nothing here"),
        "the twin: another disk knows nothing"
    );
}
