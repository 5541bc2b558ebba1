//! Starts a simulator of its own for each test and speaks to it as a vault does.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use sha2::Sha256;

pub(crate) const SECRET: &str = "a signing secret of the tests";
const DEADLINE: Duration = Duration::from_secs(30);

pub(crate) struct Simulator {
    child: Child,
    pub(crate) url: String,
    pub(crate) data: PathBuf,
    pub(crate) client: Client,
}

impl Simulator {
    /// A simulator with an empty ledger; a time-out is held for `no_answer_ms`.
    pub(crate) fn start(test: &str, no_answer_ms: u64) -> Self {
        let data = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("acquirer-{test}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&data);
        Self::start_on(data, no_answer_ms)
    }

    fn start_on(data: PathBuf, no_answer_ms: u64) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_web-demo"))
            .args([
                "acquirer",
                "--until-stdin-closes",
                "--secret",
                SECRET,
                "--data",
            ])
            .arg(&data)
            .args(["--no-answer-ms", &no_answer_ms.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        // A reader of one line, so that what comes after it stays in the pipe.
        let mut stdout = BufReader::with_capacity(1, child.stdout.as_mut().unwrap());
        stdout.read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(
            (&ready["ready"], &ready["pid"]),
            (&json!(true), &json!(child.id()))
        );
        let url = ready["url"].as_str().unwrap().to_owned();
        assert_eq!(ready["ledger_url"], format!("{url}/ledger"));
        let client = Client::builder().timeout(DEADLINE).build().unwrap();
        Self {
            child,
            url,
            data,
            client,
        }
    }

    /// `kill -9`, then a new process on the same data.
    pub(crate) fn kill_and_restart(mut self, no_answer_ms: u64) -> Self {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        Self::start_on(self.data.clone(), no_answer_ms)
    }

    /// `kill -9`; gives what the process wrote after its ready line.
    pub(crate) fn kill(&mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let mut written = String::new();
        self.child
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut written)
            .unwrap();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut written)
            .unwrap();
        written
    }

    pub(crate) fn signed(&self, method: Method, path: &str, body: &str) -> RequestBuilder {
        let header = signature(SECRET, now_ms(), method.as_str(), path, body);
        self.client
            .request(method, format!("{}{path}", self.url))
            .header("cardseal-signature", header)
            .body(body.to_owned())
    }

    pub(crate) async fn post(&self, body: &Value) -> (StatusCode, Value) {
        answer(self.signed(Method::POST, "/v1/operations", &body.to_string())).await
    }

    /// The result of an operation, or the code where it is declined.
    pub(crate) async fn says(&self, body: &Value) -> String {
        verdict(&self.post(body).await.1)
    }

    /// Sends an operation that is to get no answer; fails if one comes.
    pub(crate) async fn post_in_vain(&self, body: &Value) {
        let failure = self
            .signed(Method::POST, "/v1/operations", &body.to_string())
            .send()
            .await
            .err();
        let failure = failure.expect("the connection is closed without an answer");
        assert!(
            !failure.is_timeout() && !failure.is_connect(),
            "{failure:?}"
        );
    }

    pub(crate) async fn inquire(&self, operation_id: &str) -> (StatusCode, Value) {
        answer(self.signed(Method::GET, &format!("/v1/operations/{operation_id}"), "")).await
    }

    pub(crate) async fn result_of(&self, operation_id: &str) -> Value {
        self.inquire(operation_id).await.1["result"].clone()
    }

    pub(crate) async fn ledger(&self) -> Vec<Value> {
        let (status, body) = answer(self.client.get(format!("{}/ledger", self.url))).await;
        assert_eq!(status, StatusCode::OK);
        body["entries"].as_array().unwrap().clone()
    }

    /// The ledger's (operation, kind, result) in order.
    pub(crate) async fn acts(&self) -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let entries = self.ledger().await;
        entries
            .iter()
            .map(|entry| {
                (
                    text(&entry["operation_id"]),
                    text(&entry["kind"]),
                    text(&entry["result"]),
                )
            })
            .collect()
    }

    /// The ledger as soon as it has so many entries.
    pub(crate) async fn ledger_of(&self, count: usize) -> Vec<Value> {
        let grown = async {
            loop {
                let ledger = self.ledger().await;
                if ledger.len() >= count {
                    return ledger;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(DEADLINE, grown).await.unwrap()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

/// The result of an answer, or the code where it is declined.
pub(crate) fn verdict(answer: &Value) -> String {
    let word = match &answer["decline_code"] {
        Value::Null => &answer["result"],
        code => code,
    };
    word.as_str().unwrap().to_owned()
}

/// An act as [`Simulator::acts`] gives it.
pub(crate) fn act(operation_id: &str, kind: &str, result: &str) -> (String, String, String) {
    (operation_id.to_owned(), kind.to_owned(), result.to_owned())
}

pub(crate) fn signature(secret: &str, time: u64, method: &str, path: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{time}.{method}.{path}.{body}").as_bytes());
    let code = mac.finalize().into_bytes();
    let code = code
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    format!("t={time},v1={code}")
}

#[expect(
    clippy::disallowed_methods,
    reason = "a client signs with its own clock"
)]
pub(crate) fn now_ms() -> u64 {
    u64::try_from(
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_millis(),
    )
    .unwrap()
}
