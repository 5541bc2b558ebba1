//! The vault under load.

use serde_json::Value;

use super::Load;
use crate::cards::VISA;
use crate::load::{Samples, closed_loop};
use crate::memory::on_disk;
use crate::merchant::{Merchant, Session};
use crate::sealer::random_id;
use crate::together::{Bare, Connection, bare};
use crate::world::World;

/// Tokens of one session.
const PER_SESSION: usize = 5;
/// Enough that the fixed part of a database does not count.
const TOKENS_ON_DISK: usize = 4_000;

/// Loads the vault with `count` requests; what they need is prepared before the clock runs.
pub(super) async fn load(
    load: Load,
    merchant: &Merchant,
    connections: usize,
    count: usize,
) -> Samples {
    let base = merchant.http.base();
    let (requests, status) = match load {
        Load::Tokenize => (tokenizations(merchant, count).await, 201),
        Load::Redeem => (redemptions(merchant, count).await, 201),
        _ => (
            (0..count)
                .map(|_| bare(base, "GET", "/healthz", &[], b""))
                .collect(),
            200,
        ),
    };
    closed_loop(base, connections, requests, status).await
}

/// Bytes of storage for each live token, journals folded in.
pub(super) async fn bytes_per_token(world: &mut World) -> u64 {
    let merchant = world.merchant().await;
    let storage = world.vault.data().join("storage");
    let _ = merchant.token(&VISA).await;
    world.vault.stop();
    let before = on_disk(&storage);
    world.vault.restart();
    let requests = tokenizations(&merchant, TOKENS_ON_DISK).await;
    let _ = closed_loop(merchant.http.base(), 8, requests, 201).await;
    world.vault.stop();
    let after = on_disk(&storage);
    world.vault.restart();
    (after - before) / TOKENS_ON_DISK as u64
}

/// Requests for so many tokens, five to a session.
pub(super) async fn tokenizations(merchant: &Merchant, count: usize) -> Vec<Bare> {
    let mut requests = Vec::with_capacity(count);
    for session in sessions(merchant, count.div_ceil(PER_SESSION)).await {
        for _ in 0..PER_SESSION {
            requests.push(tokenization(merchant, &session));
        }
    }
    requests.truncate(count);
    requests
}

fn tokenization(merchant: &Merchant, session: &Session) -> Bare {
    let headers = [
        ("content-type", "application/jose"),
        ("cardseal-session", session.statement.as_str()),
    ];
    let envelope = merchant.seal(&VISA, session);
    bare(
        merchant.http.base(),
        "POST",
        "/v1/tokens",
        &headers,
        envelope.as_bytes(),
    )
}

async fn sessions(merchant: &Merchant, count: usize) -> Vec<Session> {
    let mut sessions = Vec::with_capacity(count);
    // Not over the pool: the connections of the vault before a restart lie in there.
    let mut connection = Connection::open(merchant.http.base()).await;
    for _ in 0..count {
        let body = serde_json::json!({ "origin": merchant.origin }).to_string();
        let answer = connection
            .send(server_request(merchant, "/v1/sessions", &[], &body))
            .await;
        let answer = answer.expect("an answer").expect(201);
        sessions.push(Session {
            id: answer.string("id"),
            statement: answer.string("session"),
        });
    }
    sessions
}

async fn redemptions(merchant: &Merchant, count: usize) -> Vec<Bare> {
    let mut connection = Connection::open(merchant.http.base()).await;
    let mut requests = Vec::with_capacity(count);
    for request in tokenizations(merchant, count).await {
        let token = connection
            .send(request)
            .await
            .expect("an answer")
            .expect(201);
        let token = crate::merchant::Token {
            id: token.string("id"),
            token: token.string("token"),
        };
        let body: Value = merchant.payment(&token, 1_200);
        let headers = [("idempotency-key", random_id())];
        let headers: Vec<(&str, &str)> = headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        requests.push(server_request(
            merchant,
            "/v1/authorizations",
            &headers,
            &body.to_string(),
        ));
    }
    requests
}

/// A request of the merchant's server.
pub(super) fn server_request(
    merchant: &Merchant,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Bare {
    let authorization = format!("Bearer {}", merchant.secret_key);
    let mut all = vec![
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
    ];
    all.extend_from_slice(headers);
    bare(merchant.http.base(), "POST", path, &all, body.as_bytes())
}
