//! Requests that move money, made before a clock runs.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::bench::vault::{server_request, tokenizations};
use crate::load::closed_loop_with_answers;
use crate::merchant::{Merchant, Token};
use crate::sealer::random_id;
use crate::together::Bare;

/// What every payment here is about, in yen.
pub(super) const AMOUNT: i64 = 1_200;

/// Connections over which everything is prepared.
const LANES: usize = 8;

/// So many fresh tokens.
pub(super) async fn tokens(merchant: &Merchant, count: usize) -> Vec<Token> {
    let requests = tokenizations(merchant, count).await;
    tokens_of(&carry_out(merchant, requests, 201).await)
}

/// The tokens that these answers gave.
pub(super) fn tokens_of(answers: &[Answer]) -> Vec<Token> {
    let token = |answer: &Answer| Token {
        id: answer.string("id"),
        token: answer.string("token"),
    };
    answers.iter().map(token).collect()
}

/// So many payments, authorized and not captured; their ids.
pub(super) async fn authorized(merchant: &Merchant, count: usize) -> Vec<String> {
    let tokens = tokens(merchant, count).await;
    let requests = authorizations(merchant, &tokens, "manual");
    ids_of(&carry_out(merchant, requests, 201).await)
}

/// The ids that these answers gave.
pub(super) fn ids_of(answers: &[Answer]) -> Vec<String> {
    answers.iter().map(|answer| answer.string("id")).collect()
}

/// Sends what must only be there, not be measured.
pub(super) async fn carry_out(
    merchant: &Merchant,
    requests: Vec<Bare>,
    status: u16,
) -> Vec<Answer> {
    let base = merchant.http.base();
    let (_, answers) = closed_loop_with_answers(base, LANES, requests, status).await;
    answers
}

/// One payment of each token; `capture` says when the money is taken.
pub(super) fn authorizations(merchant: &Merchant, tokens: &[Token], capture: &str) -> Vec<Bare> {
    let one = |token: &Token| {
        let mut body = merchant.payment(token, AMOUNT);
        body["capture"] = json!(capture);
        post(merchant, "/v1/authorizations", &body)
    };
    tokens.iter().map(one).collect()
}

/// The same next step of each of these payments.
pub(super) fn follow_ups(
    merchant: &Merchant,
    ids: &[String],
    what: &str,
    body: &Value,
) -> Vec<Bare> {
    let one = |id: &String| post(merchant, &format!("/v1/authorizations/{id}/{what}"), body);
    ids.iter().map(one).collect()
}

/// Confirmations of payments that wait, each with its token.
pub(super) fn confirmations(merchant: &Merchant, ids: &[String], tokens: &[Token]) -> Vec<Bare> {
    let one = |(id, token): (&String, &Token)| {
        let path = format!("/v1/authorizations/{id}/confirm");
        post(merchant, &path, &json!({ "token": token.token }))
    };
    ids.iter().zip(tokens).map(one).collect()
}

/// `GET` by the merchant's server.
pub(super) fn get(merchant: &Merchant, path: &str) -> Bare {
    let request = server_request(merchant, path, &[], "");
    let (mut parts, body) = request.into_parts();
    parts.method = hyper::Method::GET;
    Bare::from_parts(parts, body)
}

/// `POST` by the merchant's server under a fresh Idempotency-Key.
pub(super) fn post(merchant: &Merchant, path: &str, body: &Value) -> Bare {
    let key = random_id();
    let headers = [("idempotency-key", key.as_str())];
    server_request(merchant, path, &headers, &body.to_string())
}
