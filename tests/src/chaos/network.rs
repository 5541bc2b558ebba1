//! A network that cannot be trusted, between the vault and its acquirer.
//!
//! ```text
//! vault ──► Network ──► acquirer
//! ```
//!
//! It passes requests on one by one and, in so many of a hundred cases, does to one what networks do:
//! loses the request or the answer, delays, doubles, mangles, or breaks the connection in the middle of
//! an answer. It counts how often each fault struck. An authorization, capture, void or refund is never
//! sent on twice: the vault's promise is that *it* sends each once, and the ledger shows every repeat.

mod fault;
mod mangle;
mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::random::Random;
pub use fault::Fault;
use wire::{Reply, Request};

/// Longer than the vault keeps any call open.
const LONGEST: Duration = Duration::from_secs(40);

/// The network. Its connections end with it.
pub struct Network {
    url: String,
    shared: Arc<Shared>,
    accepts: JoinHandle<()>,
}

struct Shared {
    upstream: String,
    client: reqwest::Client,
    /// Signs anew where the vault's clock is not to be believed.
    signs_with: Option<&'static str>,
    percent: AtomicU64,
    random: Random,
    requests: AtomicUsize,
    on_their_way: AtomicUsize,
    struck: [AtomicUsize; Fault::ALL.len()],
    /// What each follow-up and reversal names as its original, by the operation's id.
    originals: Mutex<BTreeMap<String, String>>,
    /// References whose messages are left alone.
    spared: Mutex<BTreeSet<String>>,
    held: Mutex<Option<Hold>>,
}

/// An answer that is to be kept back once the acquirer has acted.
struct Hold {
    reference: String,
    kind: &'static str,
    acted: oneshot::Sender<()>,
}

impl Network {
    /// Starts one in front of the acquirer at `upstream`; no fault strikes yet.
    pub async fn start(upstream: &str, seed: u64) -> Self {
        Self::begin(upstream, seed, None).await
    }

    /// Starts one that signs every request with the time as it is, for a vault whose clock is wrong.
    pub async fn start_signing(upstream: &str, seed: u64, secret: &'static str) -> Self {
        Self::begin(upstream, seed, Some(secret)).await
    }

    async fn begin(upstream: &str, seed: u64, signs_with: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(LONGEST)
            .build()
            .expect("an HTTP client");
        let shared = Arc::new(Shared {
            upstream: upstream.to_owned(),
            client,
            signs_with,
            percent: AtomicU64::new(0),
            random: Random::new(seed),
            requests: AtomicUsize::new(0),
            on_their_way: AtomicUsize::new(0),
            struck: Default::default(),
            originals: Mutex::default(),
            spared: Mutex::default(),
            held: Mutex::default(),
        });
        let accepting = Arc::clone(&shared);
        let accepts = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&accepting);
                // A connection that breaks is what this is for.
                tokio::spawn(async move { shared.serve(stream).await.ok() });
            }
        });
        Self {
            url: format!("http://{address}"),
            shared,
            accepts,
        }
    }

    /// What the vault is told to be the acquirer's base URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// From now on so many of a hundred messages meet a fault.
    pub fn set_faults(&self, percent: u64) {
        self.shared.percent.store(percent, Ordering::SeqCst);
    }

    /// Leaves all messages under this reference alone.
    pub fn spare(&self, reference: &str) {
        let mut spared = self.shared.spared.lock().expect("the spared");
        spared.insert(reference.to_owned());
    }

    /// Keeps the answer to the next operation of this kind under this reference for ever; tells when
    /// the acquirer has acted.
    pub fn hold(&self, reference: &str, kind: &'static str) -> oneshot::Receiver<()> {
        let (acted, has_acted) = oneshot::channel();
        *self.shared.held.lock().expect("the hold") = Some(Hold {
            reference: reference.to_owned(),
            kind,
            acted,
        });
        has_acted
    }

    /// Messages seen so far.
    pub fn requests(&self) -> usize {
        self.shared.requests.load(Ordering::SeqCst)
    }

    /// Whether no message is on its way.
    pub fn is_quiet(&self) -> bool {
        self.shared.on_their_way.load(Ordering::SeqCst) == 0
    }

    /// How often each fault struck, in the order of [`Fault::ALL`].
    pub fn struck(&self) -> [usize; Fault::ALL.len()] {
        let mut counts = [0; Fault::ALL.len()];
        for (count, struck) in counts.iter_mut().zip(&self.shared.struck) {
            *count = struck.load(Ordering::SeqCst);
        }
        counts
    }

    /// What each reversal undid, by the reversal's id.
    pub fn originals(&self) -> BTreeMap<String, String> {
        self.shared.originals.lock().expect("the originals").clone()
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.accepts.abort();
    }
}

impl Shared {
    async fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut read = Vec::new();
        while let Some(mut request) = wire::read(&mut stream, &mut read).await? {
            self.requests.fetch_add(1, Ordering::SeqCst);
            let message = request.message();
            if let Some((id, original)) = message.original() {
                let mut originals = self.originals.lock().expect("the originals");
                originals.insert(id, original);
            }
            if let Some(secret) = self.signs_with {
                request.sign(secret);
            }
            if let Some(hold) = self.take_hold(&message) {
                let _ = self.pass_on(&request).await;
                let _ = hold.acted.send(());
                wire::wait_for_end(&mut stream, LONGEST).await;
                return Ok(());
            }
            let fault = self.draw(&message);
            self.on_their_way.fetch_add(1, Ordering::SeqCst);
            let answered = self.answer(&mut stream, &request, fault).await;
            self.on_their_way.fetch_sub(1, Ordering::SeqCst);
            if !answered? {
                return Ok(());
            }
        }
        Ok(())
    }

    fn take_hold(&self, message: &wire::Message) -> Option<Hold> {
        let mut held = self.held.lock().expect("the hold");
        held.take_if(|hold| hold.reference == message.reference && hold.kind == message.kind)
    }

    /// The fault that is to strike this message, if any.
    fn draw(&self, message: &wire::Message) -> Option<Fault> {
        let percent = self.percent.load(Ordering::SeqCst);
        let spared = self.spared.lock().expect("the spared");
        if spared.contains(&message.reference) || !self.random.chance(percent) {
            return None;
        }
        let possible: Vec<Fault> = Fault::ALL
            .into_iter()
            .filter(|fault| *fault != Fault::RequestDoubled || message.may_be_repeated())
            .collect();
        Some(self.random.pick(&possible))
    }

    async fn pass_on(&self, request: &Request) -> Option<Reply> {
        wire::pass_on(&self.client, &self.upstream, request).await
    }

    fn strikes(&self, fault: Fault) {
        self.struck[fault.index()].fetch_add(1, Ordering::SeqCst);
    }
}
