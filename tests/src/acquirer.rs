//! The acquirer simulator, as a process of its own.

use std::process::Child;
use std::time::Duration;

use serde_json::Value;

use crate::http::Http;
use crate::ledger::{Entry, Ledger};
use crate::process;
use crate::scratch::Scratch;

const START: Duration = Duration::from_mins(5);
const SECRET: &str = "c2VjcmV0LW9mLXRoZS10ZXN0cy1hY3F1aXJlci0wMDE";

/// A running acquirer. It outlives every kill of the vault.
pub struct Acquirer {
    process: Child,
    scratch: Scratch,
    ready: Value,
}

impl Acquirer {
    /// Starts one with an empty ledger on a free port.
    pub fn start() -> Self {
        let scratch = Scratch::new();
        let mut command = process::program("CARDSEAL_WEB_DEMO", "web-demo");
        command.args([
            "acquirer",
            "--until-stdin-closes",
            "--secret",
            SECRET,
            "--data",
        ]);
        command.arg(scratch.path());
        let (process, ready) = process::start("the acquirer", &mut command, START);
        Self {
            process,
            scratch,
            ready,
        }
    }

    /// Its base URL, to be registered with the vault.
    pub fn url(&self) -> &str {
        self.ready["url"]
            .as_str()
            .expect("a ready acquirer has a url")
    }

    /// What the vault signs its requests with.
    pub fn signing_secret(&self) -> &'static str {
        SECRET
    }

    /// The folder of its ledger.
    pub fn data(&self) -> &std::path::Path {
        self.scratch.path()
    }

    /// All it ever did.
    pub async fn ledger(&self) -> Ledger {
        let answer = Http::new(self.url()).get("/ledger").await.expect(200);
        let entries: Vec<Entry> =
            serde_json::from_value(answer.json()["entries"].clone()).expect("ledger entries");
        Ledger::new(entries)
    }
}

impl Drop for Acquirer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
