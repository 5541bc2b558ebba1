//! What happens to a token between the page and the receipt.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::process::{SECRET_KEY, Shop};
use crate::vault::authorization;

/// The text of the receipt's element with this id.
fn shown(page: &str, id: &str) -> String {
    let (_, after) = page.split_once(&format!("id=\"{id}\">")).unwrap();
    after.split('<').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_token_is_redeemed_once_with_the_secret_key_and_an_approval_is_on_the_receipt() {
    let shop = Shop::start().await;
    shop.vault.will_answer(201, authorization("approved"));
    let (status, answer) = shop.order().await;
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
    let expected = json!({"token": "tok_test_00x.y", "amount": 1200, "currency": "JPY", "reference": reference});
    assert_eq!(body, expected);

    let page = shop
        .get(answer["location"].as_str().unwrap())
        .await
        .text()
        .await
        .unwrap();
    for (id, text) in [
        ("receipt-status", "approved"),
        ("receipt-amount", "¥1,200"),
        ("receipt-brand", "visa"),
        ("receipt-last4", "4242"),
        ("receipt-approval", "123456"),
        ("receipt-authorization", "auth_test_00abc"),
        ("receipt-reference", reference),
        ("receipt-decline", ""),
    ] {
        assert_eq!(shown(&page, id), text, "{id}");
    }
    assert!(!page.contains("fp_"), "a fingerprint is for servers only");
    assert_eq!(
        shop.vault.asked().len(),
        0,
        "an answer that is final is not asked for again"
    );
}

#[tokio::test]
async fn a_decline_is_shown_with_its_reason() {
    let shop = Shop::start().await;
    shop.vault.will_answer(201, authorization("declined"));
    let (status, answer) = shop.order().await;
    assert_eq!(status, StatusCode::CREATED);
    let page = shop
        .get(answer["location"].as_str().unwrap())
        .await
        .text()
        .await
        .unwrap();
    assert_eq!(shown(&page, "receipt-status"), "declined");
    assert_eq!(shown(&page, "receipt-decline"), "insufficient_funds");
}

#[tokio::test]
async fn a_problem_of_the_vault_is_told_by_its_code_and_not_tried_again() {
    let shop = Shop::start().await;
    shop.vault
        .will_answer(410, json!({"code": "token_expired", "status": 410}));
    assert_eq!(
        shop.order().await,
        (
            StatusCode::UNPROCESSABLE_ENTITY,
            json!({"code": "token_expired"})
        )
    );
    assert_eq!(shop.vault.asked().len(), 1);
}

#[tokio::test]
async fn while_the_vault_is_busy_the_same_request_is_sent_again_under_the_same_key() {
    let shop = Shop::start().await;
    shop.vault.will_answer(503, json!({"code": "overloaded"}));
    shop.vault.will_answer(409, json!({"code": "in_progress"}));
    shop.vault.will_answer(201, authorization("approved"));
    assert_eq!(shop.order().await.0, StatusCode::CREATED);
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
async fn a_pending_payment_is_followed_by_its_reference_until_it_ends() {
    let shop = Shop::start().await;
    shop.vault.will_answer(202, authorization("pending"));
    let (status, answer) = shop.order().await;
    assert_eq!(status, StatusCode::ACCEPTED);
    let location = answer["location"].as_str().unwrap();
    for (vault_says, is_open) in [("pending", true), ("reversed", false)] {
        let list =
            json!({"object": "list", "data": [authorization(vault_says)], "has_more": false});
        shop.vault.will_answer(200, list);
        let page = shop.get(location).await.text().await.unwrap();
        assert_eq!(shown(&page, "receipt-status"), vault_says);
        assert_eq!(page.contains("http-equiv=\"refresh\""), is_open);
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
    for _ in 0..3 {
        shop.vault.will_answer(503, json!({"code": "vault_locked"}));
    }
    let (status, answer) = shop.order().await;
    assert_eq!(
        (status, &answer["order"]["status"]),
        (StatusCode::ACCEPTED, &json!("placing"))
    );
    let location = answer["location"].as_str().unwrap();
    shop.vault.will_answer(503, json!({"code": "vault_locked"}));
    assert_eq!(
        shown(
            &shop.get(location).await.text().await.unwrap(),
            "receipt-status"
        ),
        "placing"
    );
    shop.vault.will_answer(
        200,
        json!({"object": "list", "data": [], "has_more": false}),
    );
    assert_eq!(
        shown(
            &shop.get(location).await.text().await.unwrap(),
            "receipt-status"
        ),
        "placing"
    );
    shop.vault.will_answer(
        200,
        json!({"object": "list", "data": [authorization("approved")], "has_more": false}),
    );
    assert_eq!(
        shown(
            &shop.get(location).await.text().await.unwrap(),
            "receipt-status"
        ),
        "approved"
    );
}

#[tokio::test]
async fn an_order_from_another_origin_or_of_another_form_reaches_no_vault() {
    let shop = Shop::start().await;
    let post = |origin: &'static str, body: &'static str| {
        let request = shop
            .client
            .post(format!("{}/orders", shop.url))
            .header("origin", origin);
        async move { request.body(body).send().await.unwrap().status() }
    };
    assert_eq!(
        post("https://evil.example", r#"{"token":"tok_test_00x.y"}"#).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        post("null", r#"{"token":"tok_test_00x.y"}"#).await,
        StatusCode::FORBIDDEN
    );
    let own: &'static str = Box::leak(shop.url.clone().into_boxed_str());
    for body in ["", "{}", r#"{"token":1}"#, r#"{"token":"t","amount":1}"#] {
        assert_eq!(post(own, body).await, StatusCode::BAD_REQUEST, "{body}");
    }
    assert_eq!(shop.vault.asked().len(), 0);
    shop.vault.will_answer(201, authorization("approved"));
    assert_eq!(
        post(own, r#"{"token":"tok_test_00x.y"}"#).await,
        StatusCode::CREATED
    );
    assert_eq!(
        shop.vault.asked().len(),
        1,
        "the twin: a good order reaches it"
    );
}

#[tokio::test]
async fn an_order_can_be_read_as_json_by_whoever_knows_its_reference() {
    let shop = Shop::start().await;
    shop.vault.will_answer(201, authorization("approved"));
    let (_, answer) = shop.order().await;
    let url = format!("{}{}", shop.url, answer["location"].as_str().unwrap());
    let order: Value = shop
        .client
        .get(url)
        .header("accept", "application/json")
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(order, answer["order"]);
    assert_eq!(
        (&order["authorization"], &order["last4"]),
        (&json!("auth_test_00abc"), &json!("4242"))
    );
    assert_eq!(
        shop.get("/orders/order-0").await.status(),
        StatusCode::NOT_FOUND
    );
}
