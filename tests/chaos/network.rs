//! The faulty network does what it says, and nothing while it is told to be quiet.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tests::chaos::network::{Fault, Network};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

const ANSWER: &str =
    r#"{"operation_id":"op","kind":"authorize","amount":5,"currency":"JPY","result":"approved"}"#;
const MESSAGES: usize = 300;

/// An acquirer that answers everything alike, and how often it was asked.
async fn acquirer() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let counter = Arc::clone(&counter);
            tokio::spawn(async move {
                // One small request to a connection comes in one piece or two.
                let mut read = Vec::new();
                while !read.ends_with(b"}") && !read.starts_with(b"GET") {
                    if stream.read_buf(&mut read).await.unwrap_or(0) == 0 {
                        return;
                    }
                }
                counter.fetch_add(1, Ordering::SeqCst);
                let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length:";
                let answer = format!("{head} {}\r\n\r\n{ANSWER}", ANSWER.len());
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    (url, asked)
}

/// Sends many messages at once; gives how many true answers came within a second.
async fn send(network: &Network, is_authorization: bool) -> usize {
    let mut answers = JoinSet::new();
    for _ in 0..MESSAGES {
        let url = format!("{}/v1/operations", network.url());
        answers.spawn(async move {
            let client = reqwest::Client::builder()
                .no_proxy()
                .timeout(Duration::from_secs(5))
                .build()
                .unwrap();
            let request = if is_authorization {
                client.post(url).body(r#"{"kind":"authorize"}"#)
            } else {
                client.get(url)
            };
            let Ok(answer) = request.send().await else {
                return false;
            };
            answer.status() == 200 && answer.text().await.is_ok_and(|text| text == ANSWER)
        });
    }
    let answers = answers.join_all().await;
    answers.into_iter().filter(|is_true| *is_true).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_is_told_to_be_quiet_passes_everything_on() {
    let (url, asked) = acquirer().await;
    let network = Network::start(&url, 1).await;
    assert_eq!(send(&network, true).await, MESSAGES);
    assert_eq!(asked.load(Ordering::SeqCst), MESSAGES);
    assert_eq!(network.struck(), [0; Fault::ALL.len()]);
    assert_eq!(network.requests(), MESSAGES);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_strikes_an_inquiry_and_an_authorization_is_never_passed_on_twice() {
    let (url, asked) = acquirer().await;
    let network = Network::start(&url, 1).await;
    network.set_faults(100);
    let heard = send(&network, false).await;
    let struck = network.struck();
    println!("{struck:?}, {heard} heard of {MESSAGES}");
    assert!(struck.iter().all(|count| *count > 0), "{struck:?}");
    assert_eq!(struck.iter().sum::<usize>(), MESSAGES);
    assert!(heard > 0 && heard < MESSAGES);

    let network = Network::start(&url, 2).await;
    network.set_faults(100);
    let before = asked.load(Ordering::SeqCst);
    send(&network, true).await;
    let doubled = Fault::ALL
        .iter()
        .position(|fault| *fault == Fault::RequestDoubled);
    assert_eq!(network.struck()[doubled.unwrap()], 0);
    assert!(asked.load(Ordering::SeqCst) - before < MESSAGES);
}
