//! Reading authorizations back.

use serde_json::json;
use tests::cards::VISA;

use crate::world;

#[tokio::test]
async fn authorizations_are_listed_newest_first_and_page_by_page() {
    let merchant = world().merchant().await;
    let mut ids = Vec::new();
    for amount in 1..=5 {
        ids.push(
            merchant
                .pay(&VISA, amount * 100)
                .await
                .expect(201)
                .string("id"),
        );
    }
    ids.reverse();
    let mut seen = Vec::new();
    let mut path = "/v1/authorizations?limit=2".to_owned();
    let mut pages = 0;
    loop {
        let page = merchant.get(&path).await.expect(200).json();
        assert_eq!(page["object"], "list");
        let data = page["data"].as_array().unwrap();
        seen.extend(
            data.iter()
                .map(|one| one["id"].as_str().unwrap().to_owned()),
        );
        pages += 1;
        if page["has_more"] == json!(false) {
            assert_eq!(page["next_cursor"], json!(null));
            break;
        }
        path = format!(
            "/v1/authorizations?limit=2&cursor={}",
            page["next_cursor"].as_str().unwrap()
        );
    }
    assert_eq!((seen, pages), (ids, 3));
}

#[tokio::test]
async fn a_payment_is_found_by_its_reference_without_the_key() {
    let merchant = world().merchant().await;
    let token = merchant.token(&VISA).await;
    let body = merchant.payment(&token, 100);
    let answer = merchant.authorize(&body).await.expect(201);
    let path = |reference: &str| format!("/v1/authorizations?reference={reference}");
    let found = merchant
        .get(&path(body["reference"].as_str().unwrap()))
        .await
        .expect(200)
        .json();
    assert_eq!(found["data"], json!([answer.json()]));
    let nothing = merchant
        .get(&path("no-such-reference"))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&nothing["data"], &nothing["has_more"]),
        (&json!([]), &json!(false))
    );
}

#[tokio::test]
async fn a_reference_may_be_a_uuid_whatever_its_digits() {
    let merchant = world().merchant().await;
    let token = merchant.token(&VISA).await;
    let mut body = merchant.payment(&token, 100);
    // The same digits are a card number where no identifier is around them.
    body["reference"] = json!("4242424-2424-2424-2");
    merchant
        .authorize(&body)
        .await
        .assert_problem(422, "invalid_parameter");
    body["reference"] = json!("order-b4242424-2424-2424-2abc-0123456789ab");
    let paid = merchant.authorize(&body).await.expect(201).json();
    let path = "/v1/authorizations?reference=order-b4242424-2424-2424-2abc-0123456789ab";
    let found = merchant.get(path).await.expect(200).json();
    assert_eq!(found["data"], json!([paid]));
}

#[tokio::test]
async fn a_list_is_asked_for_with_known_parameters_only() {
    let merchant = world().merchant().await;
    for (query, code) in [
        ("limit=0", "invalid_parameter"),
        ("limit=101", "invalid_parameter"),
        ("limit=two", "invalid_parameter"),
        ("cursor=x", "invalid_parameter"),
        ("reference=", "invalid_parameter"),
        ("reference=4242424242424242", "invalid_parameter"),
        ("colour=red", "unknown_parameter"),
        ("limit=1&limit=2", "duplicate_parameter"),
    ] {
        let answer = merchant.get(&format!("/v1/authorizations?{query}")).await;
        assert_eq!(
            answer.code().as_deref(),
            Some(code),
            "{query}: {}",
            answer.text()
        );
        answer.assert_problem(422, code);
    }
}
