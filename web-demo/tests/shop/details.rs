//! Who buys: checked here whatever the page says.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::process::Shop;
use crate::shopper::{Shopper, hanako, wish};
use crate::vault::authorization;

#[tokio::test]
async fn each_wrong_field_gets_its_sentence_in_the_shoppers_language() {
    let shop = Shop::start().await;
    for (language, sentence) in [
        ("en", "Please fill in this field."),
        ("ja", "入力してください。"),
    ] {
        let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
        shopper.get(&format!("/?lang={language}")).await;
        let mut who = hanako();
        who["email"] = json!("");
        let told = (
            StatusCode::UNPROCESSABLE_ENTITY,
            json!({"code": "invalid_details", "fields": {"email": sentence}}),
        );
        assert_eq!(shopper.post("/checkout", &who).await, told);
        let mut order = wish(&shopper.checkout().await);
        order["purchaser"] = who;
        assert_eq!(shopper.post("/orders", &order).await, told);
    }
    assert_eq!(shop.vault.asked().len(), 0);
}

#[tokio::test]
async fn good_details_come_back_as_the_shop_writes_them_and_are_there_the_next_time_escaped() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
    let mut who = hanako();
    who["postal_code"] = json!("１５０ー０００１");
    who["name"] = json!("\"><script>alert(1)</script>");
    let (status, answer) = shopper.post("/checkout", &who).await;
    assert_eq!(
        (status, &answer["postal_code"]),
        (StatusCode::OK, &json!("150-0001"))
    );
    let page = shopper.page("/checkout").await;
    assert!(page.contains(r#"value="150-0001""#));
    assert!(page.contains("&quot;&gt;&lt;script&gt;") && !page.contains("<script>alert"));
    let mut other = Shopper::with_cart(&shop, &["cover"]).await;
    assert!(!other.page("/checkout").await.contains("150-0001"));
}

#[tokio::test]
async fn what_the_vault_does_not_take_is_told_beside_the_field_and_forgotten() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
    shopper.post("/checkout", &hanako()).await;
    assert!(shopper.page("/checkout").await.contains("150-0001"));
    let problem = json!({"code": "invalid_parameter", "param": "line1"});
    shop.vault.will_answer(422, problem);
    let (status, answer) = shopper.order().await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer["code"], "invalid_details");
    let fields: Vec<_> = answer["fields"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["address"]);
    assert!(!shopper.page("/checkout").await.contains("150-0001"));

    shop.vault
        .will_answer(422, json!({"code": "invalid_parameter", "param": "amount"}));
    let (_, answer) = shopper.order().await;
    assert_eq!(
        answer,
        json!({"code": "invalid_parameter"}),
        "no field of the page"
    );
}

#[tokio::test]
async fn bodies_of_another_form_and_pages_of_other_origins_reach_nothing() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
    let checkout = shopper.checkout().await;
    for body in [
        json!({}),
        json!([]),
        json!({"token": 1}),
        json!({"token": "t", "amount": 1}),
    ] {
        for path in ["/orders", "/checkout"] {
            let (status, _) = shopper.post(path, &body).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
        }
    }
    let cart = format!("cart={}", shopper.cookie("cart").unwrap());
    let post = async |path: &str, origin: &str, body: String| {
        let request = shop.request(reqwest::Method::POST, path);
        let request = request.header("origin", origin).header("cookie", &cart);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.body(body).send().await.unwrap()
    };
    let order = wish(&checkout).to_string();
    for origin in [
        "https://evil.example",
        "null",
        "http://shop.localhost",
        "http://vault.localhost:8787",
    ] {
        for (path, body) in [
            ("/orders", order.clone()),
            ("/checkout", hanako().to_string()),
            ("/cart/add", "product=noren".to_owned()),
            ("/cart/set", "product=cover&quantity=0".to_owned()),
        ] {
            let response = post(path, origin, body).await;
            assert_eq!(response.status(), StatusCode::FORBIDDEN, "{origin} {path}");
            assert_eq!(
                response.json::<Value>().await.unwrap(),
                json!({"code": "origin_not_allowed"})
            );
        }
    }
    assert_eq!(shop.vault.asked().len(), 0);
    shop.vault.will_answer(201, authorization("approved"));
    let own = format!("http://{}", shop.host());
    assert_eq!(
        post("/orders", &own, order).await.status(),
        StatusCode::CREATED
    );
    assert_eq!(
        shop.vault.asked().len(),
        1,
        "the twin: a good order reaches it"
    );
}
