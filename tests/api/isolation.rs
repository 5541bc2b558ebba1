//! What belongs to one merchant does not exist for another.

use serde_json::json;
use tests::cards::VISA;
use tests::merchant::Token;
use tests::sealer::random_id;

use crate::world;

/// A token that nobody has: right in form.
fn random_token() -> Token {
    let id = format!("tok_test_00{}", random_id());
    let secret = envelope::base64url::encode(&[random_id().as_bytes(), &[7; 10]].concat());
    assert_eq!(secret.len(), 43);
    Token {
        token: format!("{id}.{secret}"),
        id,
    }
}

#[tokio::test]
async fn another_merchants_token_looks_like_no_token_at_all_and_stays_good() {
    let (owner, thief) = (world().merchant().await, world().merchant().await);
    let (token, nothing) = (owner.token(&VISA).await, random_token());
    let steal = |token: Token| {
        let thief = thief.clone();
        async move {
            let mut body = thief.payment(&token, 100);
            body["reference"] = json!("theft");
            thief.authorize(&body).await
        }
    };
    let (stolen, unknown) = (steal(token.clone()).await, steal(nothing).await);
    unknown.assert_problem(404, "not_found");
    assert_eq!(stolen.bytes(), unknown.bytes());
    assert_eq!(world().acquirer.ledger().await.authorizes("theft"), 0);
    let paid = owner
        .authorize(&owner.payment(&token, 100))
        .await
        .expect(201);
    assert_eq!(paid.json()["status"], "approved");
    // Used up, it still looks like none.
    assert_eq!(steal(token).await.bytes(), unknown.bytes());
}

#[tokio::test]
async fn a_wrong_secret_half_a_token_and_other_text_look_like_no_token_too() {
    let merchant = world().merchant().await;
    let token = merchant.token(&VISA).await;
    let other = merchant.token(&VISA).await;
    let (_, secret) = other.token.split_once('.').unwrap();
    let unknown = merchant
        .authorize(&merchant.payment(&random_token(), 100))
        .await;
    unknown.assert_problem(404, "not_found");
    for text in [
        format!("{}.{secret}", token.id),
        token.id.clone(),
        format!("{}.", token.id),
        format!("{}A", token.token),
        token.token.replace("tok_test", "tok_live"),
        "tok".to_owned(),
        String::new(),
    ] {
        let mut body = merchant.payment(&token, 100);
        body["token"] = json!(text);
        assert_eq!(
            merchant.authorize(&body).await.bytes(),
            unknown.bytes(),
            "{text}"
        );
    }
    let _ = merchant
        .authorize(&merchant.payment(&token, 100))
        .await
        .expect(201);
}

#[tokio::test]
async fn another_merchants_ids_look_like_no_ids_at_all() {
    let (owner, stranger) = (world().merchant().await, world().merchant().await);
    let token = owner.token(&VISA).await;
    let authorization = owner.pay(&VISA, 100).await.expect(201).string("id");
    let unknown = stranger
        .get(&format!("/v1/tokens/{}", random_token().id))
        .await;
    unknown.assert_problem(404, "not_found");
    for path in [
        format!("/v1/tokens/{}", token.id),
        format!("/v1/authorizations/{authorization}"),
        format!("/v1/authorizations/auth_test_00{}", random_id()),
        "/v1/authorizations/auth_test_00".to_owned(),
        "/v1/authorizations/x".to_owned(),
        "/v1/tokens/x".to_owned(),
    ] {
        assert_eq!(stranger.get(&path).await.bytes(), unknown.bytes(), "{path}");
    }
    let revoke = stranger.request("DELETE", format!("/v1/tokens/{}", token.id));
    assert_eq!(stranger.http.send(revoke).await.bytes(), unknown.bytes());
    let state = owner
        .get(&format!("/v1/tokens/{}", token.id))
        .await
        .expect(200);
    assert_eq!(state.json()["state"], "live");
    let list = stranger.get("/v1/authorizations").await.expect(200);
    assert_eq!(list.json()["data"], json!([]));
}

#[tokio::test]
async fn another_merchants_session_yields_no_token_of_ones_own() {
    let (owner, stranger) = (world().merchant().await, world().merchant().await);
    let session = owner.session().await;
    // A stranger may type a card into it; the token is the owner's.
    let token = stranger.sealer.seal(&VISA, &session.id, &owner.origin);
    let answer = stranger.post_envelope(&session, token).await.expect(201);
    let token = Token {
        id: answer.string("id"),
        token: answer.string("token"),
    };
    stranger
        .authorize(&stranger.payment(&token, 100))
        .await
        .assert_problem(404, "not_found");
    let _ = owner
        .authorize(&owner.payment(&token, 100))
        .await
        .expect(201);
}

#[tokio::test]
async fn every_credential_that_is_not_valid_gets_the_same_bytes() {
    let merchant = world().merchant().await;
    let first = merchant.http.get("/v1/authorizations").await;
    first.assert_problem(401, "unauthorized");
    let key = &merchant.secret_key;
    let (body, check) = key.split_at(key.len() - 6);
    let forged = [
        format!("{}{check}", &body[..body.len() - 1]),
        format!("{body}AAAAAA"),
        key.replace("sk_test", "sk_live"),
        format!("{key}A"),
        "sk_test_".to_owned(),
        "nonsense".to_owned(),
    ];
    for key in forged {
        let request = tests::http::Request::new("GET", "/v1/authorizations").bearer(&key);
        assert_eq!(
            merchant.http.send(request).await.bytes(),
            first.bytes(),
            "{key}"
        );
    }
    for authorization in ["", "Basic eDp5", "Bearer", "Bearer ", key] {
        let request = tests::http::Request::new("GET", "/v1/authorizations")
            .header("authorization", authorization);
        assert_eq!(
            merchant.http.send(request).await.bytes(),
            first.bytes(),
            "{authorization}"
        );
    }
}
