//! A vault played by the test: it gives the next of its answers and remembers what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

#[derive(Default)]
struct Script {
    answers: VecDeque<(u16, Value)>,
    asked: Vec<Asked>,
    held: Option<oneshot::Receiver<()>>,
}

#[derive(Clone, Default)]
pub(crate) struct Vault(Arc<Mutex<Script>>);

impl Vault {
    /// Starts answering on a free port; gives the vault and its URL.
    pub(crate) async fn start() -> (Self, String) {
        let vault = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(vault.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (vault, url)
    }

    pub(crate) fn will_answer(&self, status: u16, body: Value) {
        self.0.lock().unwrap().answers.push_back((status, body));
    }

    /// Its next answer comes only after a word from the one who holds it.
    pub(crate) fn hold(&self) -> oneshot::Sender<()> {
        let (release, held) = oneshot::channel();
        self.0.lock().unwrap().held = Some(held);
        release
    }

    /// Waits until an answer is being held.
    pub(crate) async fn until_held(&self) {
        let taken = async {
            while self.0.lock().unwrap().held.is_some() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), taken)
            .await
            .unwrap();
    }

    /// Everything asked since the last time.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.0.lock().unwrap().asked)
    }
}

async fn answer(
    State(vault): State<Vault>,
    OriginalUri(uri): OriginalUri,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (answer, held) = {
        let mut script = vault.0.lock().unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        script.asked.push(Asked {
            method,
            path: uri.to_string(),
            headers,
            body,
        });
        (script.answers.pop_front(), script.held.take())
    };
    if let Some(held) = held {
        held.await.unwrap();
    }
    let (status, body) = answer.expect("the shop asks no more than the test expects");
    (StatusCode::from_u16(status).unwrap(), axum::Json(body)).into_response()
}

pub(crate) fn authorization(status: &str) -> Value {
    json!({
        "object": "authorization", "id": "auth_test_00abc", "status": status, "amount": 1200, "currency": "JPY",
        "approval_code": (status == "approved").then_some("123456"),
        "decline_code": (status == "declined").then_some("insufficient_funds"),
        "card": {"brand": "visa", "last4": "4242", "exp": "2030-12", "fingerprint": "fp_0123456789012345678901"},
    })
}
