//! Card sessions, opened and read by a merchant's server.

use serde_json::json;
use tests::cards::VISA;

use crate::world;

#[tokio::test]
async fn a_session_is_opened_by_a_server_for_a_registered_origin() {
    let merchant = world().merchant().await;
    let answer = merchant
        .post("/v1/sessions", &json!({ "origin": merchant.origin }))
        .await
        .expect(201);
    let body = answer.json();
    assert_eq!(
        (&body["object"], &body["origin"]),
        (&json!("session"), &json!(merchant.origin))
    );
    assert_eq!(answer.string("id").len(), 22);
    assert!(
        answer
            .string("session")
            .starts_with(&format!("cs_test_{}_", merchant.id))
    );
    assert!(answer.string("session").len() <= 512);
    let read = merchant
        .get(&format!("/v1/sessions/{}", answer.string("id")))
        .await
        .expect(200);
    assert_eq!(read.json()["tokens"], json!([]));

    for origin in [
        "https://attacker.example",
        "https://attacker.example/",
        "null",
    ] {
        let answer = merchant
            .post("/v1/sessions", &json!({ "origin": origin }))
            .await;
        let code = if origin == "https://attacker.example" {
            "origin_not_allowed"
        } else {
            "invalid_parameter"
        };
        assert_eq!(answer.code().as_deref(), Some(code), "{origin}");
    }
}

#[tokio::test]
async fn a_session_lists_its_tokens_and_never_a_secret() {
    let merchant = world().merchant().await;
    let session = merchant.session().await;
    let token = merchant.tokenize(&VISA, &session).await.expect(201);
    let read = merchant
        .get(&format!("/v1/sessions/{}", session.id))
        .await
        .expect(200);
    let tokens = read.json()["tokens"].as_array().unwrap().clone();
    assert_eq!(tokens.len(), 1);
    assert_eq!(
        (&tokens[0]["id"], &tokens[0]["state"]),
        (&json!(token.string("id")), &json!("live"))
    );
    assert_eq!(tokens[0]["card"]["last4"], "4242");
    let secret = token.string("token").split_once('.').unwrap().1.to_owned();
    assert!(!read.text().contains(&secret) && !read.text().contains(&session.statement));
    let read = merchant
        .get(&format!("/v1/tokens/{}", token.string("id")))
        .await
        .expect(200);
    assert!(!read.text().contains(&secret));
}
