//! The cart, and that nothing of it is taken from a page's word.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::process::Shop;
use crate::shopper::{Shopper, shown, wish};
use crate::vault::authorization;

#[tokio::test]
async fn a_cart_is_filled_changed_and_emptied_by_plain_forms() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["tenugui", "noren", "tenugui"]).await;
    let page = shopper.page("/cart").await;
    assert_eq!(shown(&page, "cart-count"), "3");
    assert!(page.contains("¥2,400") && page.contains("¥12,200"));
    assert_eq!(shopper.set("noren", "2").await, StatusCode::SEE_OTHER);
    assert!(shopper.page("/cart").await.contains("¥22,000"));
    shopper.set("noren", "0").await;
    shopper.set("tenugui", "0").await;
    assert!(shopper.page("/cart").await.contains("Your cart is empty"));
}

#[tokio::test]
async fn a_cart_belongs_to_one_browser_whose_cookie_no_script_can_read() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::new(&shop);
    let answer = shopper.form("/cart/add", "product=cover").await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("cart=") && cookie.contains("; HttpOnly; SameSite=Lax"));
    let mut other = Shopper::with_cart(&shop, &["noren"]).await;
    assert_eq!(shown(&other.page("/cart").await, "cart-count"), "1");

    let mut stranger = Shopper::new(&shop);
    stranger.set_cookie("cart", "chosen-by-somebody-else");
    stranger.add("cover").await;
    assert_ne!(stranger.cookie("cart"), Some("chosen-by-somebody-else"));
}

#[tokio::test]
async fn prices_and_bounds_are_the_servers() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["tenugui"]).await;
    for (path, body) in [
        ("/cart/add", "product=gold"),
        ("/cart/add", "product=cover&price=1"),
        ("/cart/set", "product=tenugui&quantity=many"),
        ("/cart/set", "product=tenugui&quantity=1&price=1"),
        ("/cart/set", "product=tenugui&quantity=99999999999999999999"),
    ] {
        let status = shopper.form(path, body).await.status();
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
    assert_eq!(shown(&shopper.page("/cart").await, "cart-count"), "1");
    shopper.set("tenugui", "1000000").await;
    assert_eq!(shown(&shopper.page("/cart").await, "cart-count"), "9");
    shopper.set("tenugui", "-3").await;
    assert!(shopper.page("/cart").await.contains("Your cart is empty"));

    shopper.add("tenugui").await;
    let checkout = shopper.checkout().await;
    for member in ["amount", "price", "items", "currency"] {
        let mut cheaper = wish(&checkout);
        cheaper[member] = json!(1);
        let (status, answer) = shopper.post("/orders", &cheaper).await;
        assert_eq!(
            (status, answer),
            (
                StatusCode::BAD_REQUEST,
                json!({"code": "malformed_request"})
            ),
            "{member}"
        );
    }
    shop.vault.will_answer(201, authorization("approved"));
    assert_eq!(
        shopper.post("/orders", &wish(&checkout)).await.0,
        StatusCode::CREATED,
        "the twin: the same without it"
    );
    let body: Value = serde_json::from_str(&shop.vault.asked()[0].body).unwrap();
    assert_eq!(body["amount"], 1200);
}

#[tokio::test]
async fn a_cart_that_changed_since_its_page_was_shown_is_not_ordered() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
    let reviewed = shopper.checkout().await;
    shopper.add("noren").await;
    let mut stranger = Shopper::with_cart(&shop, &["cover"]).await;
    let changed = (StatusCode::CONFLICT, json!({"code": "cart_changed"}));
    assert_eq!(shopper.post("/orders", &wish(&reviewed)).await, changed);
    let now = shopper.checkout().await;
    assert_eq!(
        stranger.post("/orders", &wish(&now)).await,
        changed,
        "nobody else's cart"
    );
    assert_eq!(shop.vault.asked().len(), 0);
    shop.vault.will_answer(201, authorization("approved"));
    assert_eq!(
        shopper.post("/orders", &wish(&now)).await.0,
        StatusCode::CREATED
    );
    let body: Value = serde_json::from_str(&shop.vault.asked()[0].body).unwrap();
    assert_eq!(body["amount"], 2_400 + 9_800);
}

#[tokio::test]
async fn an_empty_cart_leads_to_itself_or_takes_the_product_of_the_link() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::new(&shop);
    assert_eq!(
        shopper.get("/checkout").await.headers()["location"],
        "/cart"
    );
    assert_eq!(
        shopper.get("/checkout?product=gold").await.headers()["location"],
        "/cart"
    );
    let answer = shopper.get("/checkout?product=stole&lang=ja").await;
    assert_eq!(answer.headers()["location"], "/checkout");
    let page = shopper.page("/checkout").await;
    assert!(page.contains("麻ストール") && page.contains("¥7,400"));
    shopper.get("/checkout?product=noren").await;
    assert_eq!(
        shown(&shopper.page("/cart").await, "cart-count"),
        "1",
        "a cart with something in it is left alone"
    );
}
