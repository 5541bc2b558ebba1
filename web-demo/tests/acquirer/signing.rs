//! Only who knows the secret is heard.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::messages::authorize;
use crate::process::{SECRET, Simulator, now_ms, signature};

const PATH: &str = "/v1/operations";

async fn post(acquirer: &Simulator, header: Option<String>, body: &str) -> StatusCode {
    let mut request = acquirer
        .client
        .post(format!("{}{PATH}", acquirer.url))
        .body(body.to_owned());
    if let Some(header) = header {
        request = request.header("cardseal-signature", header);
    }
    let response = request.send().await.unwrap();
    let status = response.status();
    let body: Value = response.json().await.unwrap();
    assert_eq!(
        status == StatusCode::UNAUTHORIZED,
        body == json!({"code": "invalid_signature"})
    );
    status
}

#[tokio::test]
async fn a_wrong_signature_is_refused_and_a_right_one_is_not() {
    let acquirer = Simulator::start("signature", 30_000);
    let body = authorize("op_a", "4242424242424242", 1_200).to_string();
    let now = now_ms();
    let minutes = |count: u64| count * 60_000;
    let wrong = [
        None,
        Some("t=1,v1=00".to_owned()),
        Some(signature("another secret", now, "POST", PATH, &body)),
        Some(signature(SECRET, now, "PUT", PATH, &body)),
        Some(signature(SECRET, now, "POST", "/v1/operation", &body)),
        Some(signature(
            SECRET,
            now,
            "POST",
            PATH,
            &body.replace("1200", "1"),
        )),
        Some(signature(SECRET, now - minutes(6), "POST", PATH, &body)),
        Some(signature(SECRET, now + minutes(6), "POST", PATH, &body)),
    ];
    for header in wrong {
        assert_eq!(
            post(&acquirer, header.clone(), &body).await,
            StatusCode::UNAUTHORIZED,
            "{header:?}"
        );
    }
    assert_eq!(acquirer.acts().await, [], "what is refused is not acted on");
    for time in [now, now - minutes(4)] {
        assert_eq!(
            post(
                &acquirer,
                Some(signature(SECRET, time, "POST", PATH, &body)),
                &body
            )
            .await,
            StatusCode::OK
        );
    }
    assert_eq!(acquirer.acts().await.len(), 2);
}

#[tokio::test]
async fn an_inquiry_is_signed_too_and_the_ledger_is_not() {
    let acquirer = Simulator::start("inquiry-signature", 30_000);
    acquirer
        .post(&authorize("op_a", "4242424242424242", 1_200))
        .await;
    let unsigned = acquirer
        .client
        .get(format!("{}/v1/operations/op_a", acquirer.url))
        .send()
        .await
        .unwrap();
    assert_eq!(unsigned.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(acquirer.inquire("op_a").await.0, StatusCode::OK);
    assert_eq!(acquirer.ledger().await.len(), 1);
}

#[tokio::test]
async fn under_a_prefix_the_whole_path_is_signed_and_the_deed_comes_before_the_wait() {
    let acquirer = Simulator::start("hold", 30_000);
    let body = authorize("op_a", "4242424242424242", 1_200).to_string();
    let held = acquirer.signed(Method::POST, "/hold/60000/v1/operations", &body);
    let held = tokio::spawn(held.send());
    acquirer.ledger_of(1).await;
    assert_eq!(acquirer.result_of("op_a").await, "approved");
    assert!(!held.is_finished());
    held.abort();

    let short = acquirer
        .signed(Method::POST, "/hold/1/v1/operations", &body)
        .send()
        .await
        .unwrap();
    assert_eq!(short.status(), StatusCode::OK);
    let cut = signature(SECRET, now_ms(), "POST", PATH, &body);
    let url = format!("{}/hold/1/v1/operations", acquirer.url);
    let cut = acquirer
        .client
        .post(url)
        .header("cardseal-signature", cut)
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(cut.status(), StatusCode::UNAUTHORIZED);
}
