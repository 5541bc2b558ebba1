//! A wire between vault and acquirer that is listened in on: what the acquirer is told, word by word.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The wire. It passes on every byte, and is cut when dropped.
pub(crate) struct Wiretap {
    url: String,
    heard: Arc<Mutex<Vec<u8>>>,
    accepts: JoinHandle<()>,
}

impl Wiretap {
    /// Lays one to the acquirer at this URL, an origin.
    pub(crate) async fn to(acquirer: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let upstream = acquirer.strip_prefix("http://").expect("http").to_owned();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let tape = Arc::clone(&heard);
        let accepts = tokio::spawn(async move {
            while let Ok((vault, _)) = listener.accept().await {
                tokio::spawn(pass_on(vault, upstream.clone(), Arc::clone(&tape)));
            }
        });
        Self {
            url,
            heard,
            accepts,
        }
    }

    /// Where the vault is to send to.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The messages so far, oldest first.
    pub(crate) fn messages(&self) -> Vec<Value> {
        let tape = self.heard.lock().expect("the tape");
        let begin = b"{\"operation_id\":";
        let begins = tape.windows(begin.len()).enumerate();
        begins
            .filter(|(_, window)| window == begin)
            .filter_map(|(at, _)| {
                let mut read = serde_json::Deserializer::from_slice(&tape[at..]).into_iter();
                read.next()?.ok()
            })
            .collect()
    }
}

impl Drop for Wiretap {
    fn drop(&mut self) {
        self.accepts.abort();
    }
}

async fn pass_on(vault: TcpStream, upstream: String, tape: Arc<Mutex<Vec<u8>>>) {
    let acquirer = TcpStream::connect(upstream).await.expect("the acquirer");
    let (mut from_vault, mut to_vault) = vault.into_split();
    let (mut from_acquirer, mut to_acquirer) = acquirer.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut from_acquirer, &mut to_vault).await });
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(read @ 1..) = from_vault.read(&mut buffer).await {
        tape.lock().expect("the tape").extend(&buffer[..read]);
        if to_acquirer.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
