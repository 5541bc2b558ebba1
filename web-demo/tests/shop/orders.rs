//! What happens to a token between the page and the receipt.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::process::{SECRET_KEY, Shop};
use crate::shopper::{Shopper, hanako, shown, wish};
use crate::vault::authorization;

#[tokio::test]
async fn a_token_is_redeemed_once_with_the_secret_key_and_an_approval_is_on_the_receipt() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["tenugui"]).await;
    shop.vault.will_answer(201, authorization("approved"));
    let (status, answer) = shopper.order().await;
    assert_eq!(status, StatusCode::CREATED);

    let asked = shop.vault.asked();
    assert_eq!(asked.len(), 1);
    let reference = answer["order"]["reference"].as_str().unwrap();
    assert_eq!(
        (&asked[0].method, asked[0].path.as_str()),
        (&Method::POST, "/v1/authorizations")
    );
    assert_eq!(
        asked[0].headers["authorization"],
        format!("Bearer {SECRET_KEY}")
    );
    assert_eq!(asked[0].headers["idempotency-key"], reference);
    assert!(!asked[0].headers.contains_key("origin"));
    let body: Value = serde_json::from_str(&asked[0].body).unwrap();
    let who = hanako();
    let expected = json!({
        "token": "tok_test_00x.y", "amount": 1200, "currency": "JPY", "reference": reference,
        "purchaser": {
            "name": who["name"], "email": who["email"], "phone": who["phone"],
            "shipping": {
                "name": who["name"], "line1": who["address"],
                "postal_code": who["postal_code"], "country": "JP",
            },
        },
    });
    assert_eq!(body, expected);

    let page = shopper.page(answer["location"].as_str().unwrap()).await;
    for (id, text) in [
        ("receipt-status", "approved"),
        ("receipt-amount", "¥1,200"),
        ("receipt-brand", "Visa"),
        ("receipt-last4", "4242"),
        ("receipt-approval", "123456"),
        ("receipt-authorization", "auth_test_00abc"),
        ("receipt-reference", reference),
        ("receipt-decline", ""),
    ] {
        assert_eq!(shown(&page, id), text, "{id}");
    }
    assert!(!page.contains("fp_"), "a fingerprint is for servers only");
    assert!(
        !page.contains("hanako"),
        "who knows the address of a receipt need not know who bought"
    );
    assert_eq!(
        shop.vault.asked().len(),
        0,
        "an answer that is final is not asked for again"
    );
}

#[tokio::test]
async fn a_decline_keeps_the_cart_leads_back_and_another_card_buys_it() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["noren"]).await;
    let checkout = shopper.checkout().await;
    shop.vault.will_answer(201, authorization("declined"));
    let (status, answer) = shopper.post("/orders", &wish(&checkout)).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(
        (&answer["order"]["status"], &answer["order"]["reason"]),
        (&json!("declined"), &json!("insufficient_funds"))
    );
    let page = shopper.page(answer["location"].as_str().unwrap()).await;
    assert_eq!(shown(&page, "receipt-status"), "declined");
    assert_eq!(shown(&page, "receipt-decline"), "insufficient_funds");
    assert!(page.contains(r#"id="try-again" href="/checkout""#));
    assert_eq!(shopper.checkout().await, checkout, "the cart is as it was");

    shop.vault.will_answer(201, authorization("approved"));
    let mut again = wish(&checkout);
    again["token"] = json!("tok_test_00z.y");
    let (_, bought) = shopper.post("/orders", &again).await;
    assert_eq!(bought["order"]["status"], "approved");
    assert_ne!(bought["order"]["reference"], answer["order"]["reference"]);
    assert_eq!(shop.vault.asked().len(), 2);
    assert!(shopper.page("/cart").await.contains("Your cart is empty"));
}

#[tokio::test]
async fn a_problem_of_the_vault_is_told_by_its_code_not_tried_again_and_the_cart_is_kept() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
    for (status, code) in [(409, "token_used"), (410, "token_expired")] {
        shop.vault
            .will_answer(status, json!({"code": code, "status": status}));
        assert_eq!(
            shopper.order().await,
            (StatusCode::UNPROCESSABLE_ENTITY, json!({ "code": code }))
        );
        assert_eq!(shop.vault.asked().len(), 1);
    }
    assert_eq!(shown(&shopper.page("/cart").await, "cart-count"), "1");
}

#[tokio::test]
async fn while_the_vault_is_busy_the_same_request_is_sent_again_under_the_same_key() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
    shop.vault.will_answer(503, json!({"code": "overloaded"}));
    shop.vault.will_answer(409, json!({"code": "in_progress"}));
    shop.vault.will_answer(201, authorization("approved"));
    assert_eq!(shopper.order().await.0, StatusCode::CREATED);
    let asked = shop.vault.asked();
    assert_eq!(asked.len(), 3);
    for again in &asked[1..] {
        assert_eq!(again.body, asked[0].body);
        assert_eq!(
            again.headers["idempotency-key"],
            asked[0].headers["idempotency-key"]
        );
    }
}

#[tokio::test]
async fn a_pending_payment_empties_the_cart_and_is_followed_by_its_reference_until_it_ends() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
    shop.vault.will_answer(202, authorization("pending"));
    let (status, answer) = shopper.order().await;
    assert_eq!(status, StatusCode::ACCEPTED);
    assert!(shopper.page("/cart").await.contains("Your cart is empty"));
    let location = answer["location"].as_str().unwrap();
    for (vault_says, is_open) in [("pending", true), ("reversed", false)] {
        shop.vault
            .will_answer(200, list(&[authorization(vault_says)]));
        let page = shopper.page(location).await;
        assert_eq!(shown(&page, "receipt-status"), vault_says);
        assert_eq!(page.contains("http-equiv=\"refresh\""), is_open);
        assert_eq!(page.contains("src=\"/receipt.js\""), is_open);
    }
    let asked = shop.vault.asked();
    let reference = answer["order"]["reference"].as_str().unwrap();
    assert_eq!(
        asked[1].path,
        format!("/v1/authorizations?reference={reference}")
    );
}

#[tokio::test]
async fn when_no_answer_comes_the_order_stays_open_until_the_vault_tells_of_it() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
    for _ in 0..3 {
        shop.vault.will_answer(503, json!({"code": "vault_locked"}));
    }
    let (status, answer) = shopper.order().await;
    assert_eq!(
        (status, &answer["order"]["status"]),
        (StatusCode::ACCEPTED, &json!("placing"))
    );
    let location = answer["location"].as_str().unwrap();
    let back = shopper.get("/checkout").await;
    assert_eq!(
        back.headers()["location"],
        location,
        "who comes back to the checkout is led to the order under way"
    );
    for (status, answer, state) in [
        (503, json!({"code": "vault_locked"}), "placing"),
        (200, list(&[]), "placing"),
        (200, list(&[authorization("approved")]), "approved"),
    ] {
        shop.vault.will_answer(status, answer);
        assert_eq!(
            shown(&shopper.page(location).await, "receipt-status"),
            state
        );
    }
    assert!(shopper.page("/cart").await.contains("Your cart is empty"));
}

#[tokio::test]
async fn an_order_can_be_read_as_json_by_whoever_knows_its_reference() {
    let shop = Shop::start().await;
    shop.vault.will_answer(201, authorization("approved"));
    let (_, answer) = Shopper::with_cart(&shop, &["cover"]).await.order().await;
    let as_json = |path: String| {
        let request = shop.client.get(format!("{}{path}", shop.url));
        request.header("accept", "application/json").send()
    };
    let location = answer["location"].as_str().unwrap().to_owned();
    let order: Value = as_json(location).await.unwrap().json().await.unwrap();
    assert_eq!(order, answer["order"]);
    let mut members: Vec<_> = order.as_object().unwrap().keys().collect();
    members.sort();
    assert_eq!(
        members,
        [
            "amount",
            "approval_code",
            "authorization",
            "brand",
            "currency",
            "last4",
            "reason",
            "reference",
            "status",
        ]
    );
    assert_eq!(
        (&order["authorization"], &order["last4"]),
        (&json!("auth_test_00abc"), &json!("4242"))
    );
    let unknown = as_json("/orders/order-0".to_owned()).await.unwrap();
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    assert_eq!(
        unknown.json::<Value>().await.unwrap(),
        json!({"code": "not_found"})
    );
    assert_eq!(
        shop.get("/orders/order-0").await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_session_that_the_merchant_made_is_told_to_the_vault() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
    shop.vault.will_answer(201, authorization("approved"));
    let mut wish = wish(&shopper.checkout().await);
    wish["session"] = json!("AQEBAQEBAQEBAQEBAQEBAQ");
    shopper.post("/orders", &wish).await;
    let body: Value = serde_json::from_str(&shop.vault.asked()[0].body).unwrap();
    assert_eq!(body["session"], wish["session"]);
}

fn list(authorizations: &[Value]) -> Value {
    json!({"object": "list", "data": authorizations, "has_more": false})
}
