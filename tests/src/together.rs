//! Requests released together, each on a connection of its own.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::channel::Channel;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::Barrier;

use crate::answer::Answer;

const DEADLINE: Duration = Duration::from_secs(90);

/// A request as it is sent on a bare connection.
pub type Bare = hyper::Request<Full<Bytes>>;

/// One open connection.
pub struct Connection(SendRequest<Full<Bytes>>);

impl Connection {
    /// Opens one to `http://host:port`.
    pub async fn open(origin: &str) -> Self {
        let stream = TokioIo::new(connect(origin).await);
        let (sender, connection) = http1::handshake(stream).await.expect("HTTP/1.1");
        tokio::spawn(connection);
        Self(sender)
    }

    /// Sends one request and reads its whole answer; an error where the connection broke.
    pub async fn send(&mut self, request: Bare) -> Result<Answer, hyper::Error> {
        self.0.ready().await?;
        read(self.0.send_request(request).await?).await
    }
}

/// A request of JSON to a path of `origin` on a bare connection.
pub fn bare(origin: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Bare {
    let host = origin.strip_prefix("http://").expect("an http origin");
    let mut request = hyper::Request::builder()
        .method(method)
        .uri(path)
        .header("host", host);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request
        .body(Full::new(Bytes::copy_from_slice(body)))
        .expect("a request")
}

/// Opens a connection for every request and sends it but for its last byte; when all are there, sends
/// the last bytes in one moment.
///
/// A vault reads a whole body before it does anything, so none can be ahead of the others by more than
/// a packet.
pub async fn together(origin: &str, requests: Vec<Bare>) -> Vec<Answer> {
    let barrier = Arc::new(Barrier::new(requests.len()));
    let tasks: Vec<_> = requests
        .into_iter()
        .map(|request| {
            let (barrier, origin) = (Arc::clone(&barrier), origin.to_owned());
            tokio::spawn(async move {
                let answer =
                    tokio::time::timeout(DEADLINE, held_back(&origin, request, &barrier)).await;
                answer.expect("an answer in time").expect("an answer")
            })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.expect("a task"));
    }
    answers
}

async fn held_back(origin: &str, request: Bare, release: &Barrier) -> Result<Answer, hyper::Error> {
    let (mut parts, body) = request.into_parts();
    let mut body = body.collect().await.expect("a body in memory").to_bytes();
    let length = body.len();
    parts.headers.insert("content-length", length.into());
    let last = body.split_off(length - 1);

    let (mut sender, channel) = Channel::<Bytes>::new(2);
    let (mut connection, driver) = http1::handshake(TokioIo::new(connect(origin).await)).await?;
    tokio::spawn(driver);
    connection.ready().await?;
    let answer = tokio::spawn(connection.send_request(hyper::Request::from_parts(parts, channel)));
    sender.send_data(body).await.expect("an open body");
    release.wait().await;
    sender.send_data(last).await.expect("an open body");
    let answer = read(answer.await.expect("a task")?).await;
    // Not sooner: a channel that closes at that moment may lose its last byte, and the length says
    // where the body ends.
    drop(sender);
    answer
}

async fn connect(origin: &str) -> TcpStream {
    let address = origin.strip_prefix("http://").expect("an http origin");
    let stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    stream
}

async fn read(response: hyper::Response<Incoming>) -> Result<Answer, hyper::Error> {
    let (parts, body) = response.into_parts();
    let body = body.collect().await?.to_bytes().to_vec();
    Ok(Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body,
    })
}
