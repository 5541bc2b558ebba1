//! Starts a shop and speaks to it as a browser does.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use serde_json::{Value, json};

use crate::vault::Vault;

pub(crate) const SECRET_KEY: &str = "sk_test_of_the_tests";

/// What the tests give for the built npm package.
pub(crate) const TOKENIZER: &str = "export const load = () => {};\n";

pub(crate) struct Shop {
    child: Child,
    pub(crate) url: String,
    pub(crate) vault: Vault,
    pub(crate) client: Client,
}

/// The command with everything a shop needs but its loader.
pub(crate) fn command(vault_url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_web-demo"));
    command
        .args(["shop", "--until-stdin-closes"])
        .args(["--vault", "http://vault.localhost:8787/"])
        .args(["--vault-api", vault_url])
        .args(["--publishable-key", "pk_test_x\"><b>"])
        .env("CARDSEAL_SECRET_KEY", SECRET_KEY)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

impl Shop {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// Starts one that keeps its carts and orders in a directory.
    pub(crate) async fn start_in(directory: &Path) -> Self {
        Self::start_with(|command| {
            command.arg("--data").arg(directory);
        })
        .await
    }

    async fn start_with(more: impl FnOnce(&mut Command)) -> Self {
        let (vault, vault_url) = Vault::start().await;
        let scratch = Scratch::new();
        let tokenizer = scratch.path().join("tokenizer.js");
        std::fs::write(&tokenizer, TOKENIZER).unwrap();
        let mut command = command(&vault_url);
        command.arg("--tokenizer").arg(&tokenizer);
        more(&mut command);
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(ready["ready"], json!(true));
        let url = ready["url"].as_str().unwrap().to_owned();
        assert_eq!(
            ready["browser_url"],
            url.replace("127.0.0.1", "shop.localhost")
        );
        let client = Client::builder()
            .timeout(Duration::from_secs(30))
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            child,
            url,
            vault,
            client,
        }
    }

    /// A request as a browser sends it that has no cookies yet.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.url))
            .header("host", self.host())
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    /// The page at this path, of a shopper without cookies.
    pub(crate) async fn page(&self, path: &str) -> String {
        self.get(path).await.text().await.unwrap()
    }

    /// The host name under which browsers see the shop.
    pub(crate) fn host(&self) -> String {
        self.url.replace("http://127.0.0.1", "shop.localhost")
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A directory that goes with the test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new() -> Self {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("cardseal-shop-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
