//! The operator: merchants, keys, acquirers.

use serde_json::json;
use sha2::{Digest as _, Sha256};
use tests::cards::VISA;
use tests::http::Request;

use crate::world;

#[tokio::test]
async fn a_merchant_is_onboarded_with_keys_that_are_shown_once() {
    let merchant = world().merchant().await;
    assert!(
        merchant
            .publishable_key
            .starts_with(&format!("pk_test_{}_", merchant.id))
    );
    assert!(
        merchant
            .secret_key
            .starts_with(&format!("sk_test_{}_", merchant.id))
    );
    let read = world()
        .operator()
        .send("GET", &format!("/merchants/{}", merchant.id), None)
        .await
        .expect(200);
    assert_eq!(read.string("id"), merchant.id);
    assert_eq!(read.json()["active"], true);
    assert!(!read.text().contains(&merchant.secret_key));
    let listed = world()
        .operator()
        .send("GET", "/merchants", None)
        .await
        .expect(200)
        .json();
    assert_eq!(listed["object"], "list");
    assert!(!listed.to_string().contains("sk_test"));
}

#[tokio::test]
async fn a_merchant_that_is_switched_off_has_no_valid_credentials_until_it_is_on_again() {
    let merchant = world().merchant().await;
    let session = merchant.session().await;
    let token = merchant.token(&VISA).await;
    let set = |active: bool| {
        let id = merchant.id.clone();
        async move {
            world()
                .operator()
                .change_merchant(&id, json!({ "active": active }))
                .await
                .expect(200)
        }
    };
    assert_eq!(set(false).await.json()["active"], false);
    merchant
        .get("/v1/authorizations")
        .await
        .assert_problem(401, "unauthorized");
    merchant
        .authorize(&merchant.payment(&token, 100))
        .await
        .assert_problem(401, "unauthorized");
    merchant
        .tokenize(&VISA, &session)
        .await
        .assert_problem(401, "unauthorized");
    let frame = format!(
        "/v1/frame?key={}&origin={}",
        merchant.publishable_key, merchant.origin
    );
    assert_eq!(merchant.http.get(&frame).await.status, 404);
    let _ = set(true).await;
    let _ = merchant.tokenize(&VISA, &session).await.expect(201);
    let _ = merchant
        .authorize(&merchant.payment(&token, 100))
        .await
        .expect(201);
}

#[tokio::test]
async fn settings_change_for_the_next_request() {
    let merchant = world().merchant().await;
    let new = "https://new-shop.example";
    let refused = merchant
        .post("/v1/sessions", &json!({ "origin": new }))
        .await;
    refused.assert_problem(403, "origin_not_allowed");
    let change = json!({ "origins": [merchant.origin, new] });
    let _ = world()
        .operator()
        .change_merchant(&merchant.id, change)
        .await
        .expect(200);
    let _ = merchant
        .post("/v1/sessions", &json!({ "origin": new }))
        .await
        .expect(201);
}

#[tokio::test]
async fn a_revoked_key_is_locked_out_at_once_and_a_second_key_goes_on() {
    let merchant = world().merchant().await;
    let created = world()
        .operator()
        .create_key(&merchant.id)
        .await
        .expect(201);
    let (kid, second) = (created.string("kid"), created.string("secret_key"));
    let list = |key: &str| {
        let request = Request::new("GET", "/v1/authorizations").bearer(key);
        let merchant = merchant.clone();
        async move { merchant.http.send(request).await }
    };
    let _ = list(&second).await.expect(200);
    let path = format!("/merchants/{}/keys/{kid}", merchant.id);
    let gone = world().operator().send("DELETE", &path, None).await;
    assert!(matches!(gone.status, 200 | 204), "{}", gone.text());
    list(&second).await.assert_problem(401, "unauthorized");
    let _ = list(&merchant.secret_key).await.expect(200);
    let unknown = list("sk_test_nothing").await;
    assert_eq!(list(&second).await.bytes(), unknown.bytes());
}

#[tokio::test]
async fn a_key_made_elsewhere_is_let_in_by_its_hash() {
    // Another merchant's key text, imported for this merchant, is still the other's: the key names it.
    let merchant = world().merchant().await;
    let created = world()
        .operator()
        .create_key(&merchant.id)
        .await
        .expect(201);
    let (kid, key) = (created.string("kid"), created.string("secret_key"));
    let hash = envelope::base64url::encode(&Sha256::digest(&key));
    let path = format!("/merchants/{}/keys/{kid}", merchant.id);
    // The same key under the same name again changes nothing.
    let again = world()
        .operator()
        .send("PUT", &path, Some(json!({ "sha256": hash })))
        .await;
    assert!(matches!(again.status, 200 | 201 | 204), "{}", again.text());
    let other = envelope::base64url::encode(&[9; 32]);
    let clash = world()
        .operator()
        .send("PUT", &path, Some(json!({ "sha256": other })))
        .await;
    assert_eq!(clash.status, 422, "{}", clash.text());
    let _ = merchant
        .http
        .send(Request::new("GET", "/v1/authorizations").bearer(&key))
        .await
        .expect(200);
}

#[tokio::test]
async fn a_merchant_put_twice_is_one_merchant() {
    let merchant = world().merchant().await;
    let operator = world().operator();
    let read = operator
        .send("GET", &format!("/merchants/{}", merchant.id), None)
        .await
        .expect(200)
        .json();
    let settings =
        json!({ "name": "Renamed", "origins": [merchant.origin], "acquirer": read["acquirer"] });
    for _ in 0..2 {
        let path = format!("/merchants/{}", merchant.id);
        let put = operator.send("PUT", &path, Some(settings.clone())).await;
        assert!(matches!(put.status, 200 | 201), "{}", put.text());
        assert_eq!(put.json()["name"], "Renamed");
        assert!(put.json()["secret_key"].is_null());
    }
    // Its keys and its way to the acquirer are what they were.
    let _ = merchant.pay(&VISA, 100).await.expect(201);
    let made_up = operator
        .send("PUT", "/merchants/0123456789abcdef", Some(settings))
        .await;
    assert_eq!(made_up.status, 404, "{}", made_up.text());
}

#[tokio::test]
async fn the_operators_door_opens_to_the_operators_key_alone() {
    let merchant = world().merchant().await;
    for path in ["/v1/admin/merchants", "/v1/admin/acquirers"] {
        let get = || Request::new("GET", path);
        merchant
            .http
            .send(get())
            .await
            .assert_problem(401, "unauthorized");
        merchant
            .http
            .send(get().bearer("ak_test_nothing"))
            .await
            .assert_problem(401, "unauthorized");
        merchant
            .http
            .send(get().bearer(&merchant.secret_key))
            .await
            .assert_problem(403, "wrong_key_kind");
        merchant
            .http
            .send(get().bearer(&merchant.publishable_key))
            .await
            .assert_problem(403, "wrong_key_kind");
        for (name, value) in [
            ("origin", "null"),
            ("origin", "https://x.example"),
            ("sec-fetch-site", "none"),
        ] {
            let request = get().bearer(world().vault.admin_key()).header(name, value);
            merchant
                .http
                .send(request)
                .await
                .assert_problem(403, "secret_key_in_browser");
        }
        let _ = merchant
            .http
            .send(get().bearer(world().vault.admin_key()))
            .await
            .expect(200);
    }
    // And the operator's key opens no other door.
    let request = Request::new("GET", "/v1/authorizations").bearer(world().vault.admin_key());
    merchant
        .http
        .send(request)
        .await
        .assert_problem(403, "wrong_key_kind");
    let request = Request::new("GET", "/v1/authorizations").bearer(&merchant.publishable_key);
    merchant
        .http
        .send(request)
        .await
        .assert_problem(403, "wrong_key_kind");
    for (name, value) in [
        ("origin", "null"),
        ("origin", &merchant.origin),
        ("sec-fetch-site", "same-origin"),
    ] {
        let request = merchant
            .request("GET", "/v1/authorizations")
            .header(name, value);
        merchant
            .http
            .send(request)
            .await
            .assert_problem(403, "secret_key_in_browser");
    }
}

#[tokio::test]
async fn an_acquirers_secret_is_never_shown() {
    let _ = world().merchant().await;
    let listed = world()
        .operator()
        .send("GET", "/acquirers", None)
        .await
        .expect(200);
    assert!(!listed.json()["data"].as_array().unwrap().is_empty());
    assert!(!listed.text().contains(world().acquirer.signing_secret()));
}

#[tokio::test]
async fn a_sweep_looks_at_merchants_and_says_how_many() {
    let _ = world().merchant().await;
    let swept = world()
        .operator()
        .send("POST", "/sweep", Some(json!({})))
        .await
        .expect(200)
        .json();
    assert_eq!(swept["object"], "sweep");
    assert!(
        swept["merchants"].as_u64().is_some_and(|count| count > 0),
        "{swept}"
    );
}
