//! As much of HTTP/1.1 as the vault speaks to its acquirer.

use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

use crate::hex;

const SIGNATURE: &str = "cardseal-signature";

/// A request as it came.
pub(super) struct Request {
    method: String,
    path: String,
    signature: String,
    body: Vec<u8>,
}

/// What a request is about.
#[derive(Default)]
pub(super) struct Message {
    /// The operation's kind; empty for an inquiry.
    pub(super) kind: String,
    /// The merchant's reference; empty for an inquiry.
    pub(super) reference: String,
    id: String,
    original: Option<String>,
}

impl Message {
    /// The operation and the one it follows or undoes.
    pub(super) fn original(&self) -> Option<(String, String)> {
        Some((self.id.clone(), self.original.clone()?))
    }

    /// Whether to say it twice is harmless by the protocol.
    pub(super) fn may_be_repeated(&self) -> bool {
        matches!(self.kind.as_str(), "" | "reversal")
    }
}

impl Request {
    pub(super) fn message(&self) -> Message {
        let body: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        Message {
            kind: text("kind"),
            reference: text("reference"),
            id: text("operation_id"),
            original: body["original_operation_id"].as_str().map(str::to_owned),
        }
    }

    /// Signs it again, at this moment.
    pub(super) fn sign(&mut self, secret: &str) {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("a clock after 1970");
        let time = now.as_millis().to_string();
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
        for part in [&time, ".", &self.method, ".", &self.path, "."] {
            mac.update(part.as_bytes());
        }
        mac.update(&self.body);
        let code = hex::lower(&mac.finalize().into_bytes());
        self.signature = format!("t={time},v1={code}");
    }
}

/// An answer, to be framed anew.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let head = format!(
            "HTTP/1.1 {} \r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.status,
            self.body.len()
        );
        [head.as_bytes(), &self.body].concat()
    }
}

/// Reads the next request of a connection; `read` keeps what came of the one after it. Nothing where the
/// other side has ended.
pub(super) async fn read(
    stream: &mut TcpStream,
    read: &mut Vec<u8>,
) -> io::Result<Option<Request>> {
    let head = loop {
        if let Some(end) = read.windows(4).position(|part| part == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(read).await? == 0 {
            return Ok(None);
        }
    };
    let text = String::from_utf8_lossy(&read[..head]).into_owned();
    let mut lines = text.lines();
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (method, path) = (words.next(), words.next());
    let header = |name: &str| {
        let pairs = text.lines().filter_map(|line| line.split_once(':'));
        let mut values = pairs.filter(|(key, _)| key.eq_ignore_ascii_case(name));
        values.next().map(|(_, value)| value.trim().to_owned())
    };
    assert!(
        header("transfer-encoding").is_none(),
        "the vault sends its messages whole: {text}"
    );
    let length: usize =
        header("content-length").map_or(0, |length| length.parse().expect("a length"));
    while read.len() < head + length {
        if stream.read_buf(read).await? == 0 {
            return Ok(None);
        }
    }
    let body = read[head..head + length].to_vec();
    read.drain(..head + length);
    Ok(Some(Request {
        method: method.unwrap_or_default().to_owned(),
        path: path.unwrap_or_default().to_owned(),
        signature: header(SIGNATURE).unwrap_or_default(),
        body,
    }))
}

/// Sends a request to the acquirer; nothing where that hangs up.
pub(super) async fn pass_on(
    client: &reqwest::Client,
    upstream: &str,
    request: &Request,
) -> Option<Reply> {
    let method = reqwest::Method::from_bytes(request.method.as_bytes()).ok()?;
    let answer = client
        .request(method, format!("{upstream}{}", request.path))
        .header(SIGNATURE, &request.signature)
        .header("content-type", "application/json")
        .body(request.body.clone())
        .send()
        .await
        .ok()?;
    let status = answer.status().as_u16();
    let body = answer.bytes().await.ok()?.to_vec();
    Some(Reply { status, body })
}

/// Waits until the other side ends the connection, for so long at most.
pub(super) async fn wait_for_end(stream: &mut TcpStream, longest: Duration) {
    let mut rest = [0; 256];
    let ended = async { while stream.read(&mut rest).await.is_ok_and(|count| count > 0) {} };
    let _ = tokio::time::timeout(longest, ended).await;
}
