//! A vault, an acquirer and the demonstration shop, each a process of its own, and Node to drive a
//! browser in that shop.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use crate::merchant::Merchant;
use crate::process;
use crate::scratch::Scratch;
use crate::vault::{Variant, Vault};
use crate::world::World;
use serde_json::json;
use tokio::process::Command;

const START: Duration = Duration::from_mins(5);

/// A running shop and all that it needs.
pub struct Shop {
    /// The vault and the acquirer.
    pub world: World,
    merchant: Merchant,
    process: Child,
    url: String,
    vault_browser_url: String,
    data: Scratch,
}

impl Shop {
    /// Starts all of it, empty.
    pub async fn start() -> Self {
        Self::start_before(|| Vault::start(Variant::Shipped)).await
    }

    /// The same with a vault of which cards are sealed to keys of other kinds.
    pub async fn start_with_keys(envelope_keys: &'static str) -> Self {
        Self::start_before(move || Vault::start_with_keys(envelope_keys)).await
    }

    async fn start_before(vault: impl FnOnce() -> Vault + Send + 'static) -> Self {
        let world = tokio::task::spawn_blocking(|| World::start_with(vault))
            .await
            .expect("a vault");
        let port = free_port();
        let url = format!("http://shop.localhost:{port}");
        let merchant = world
            .merchant_with("", json!({ "origins": [url], "direct_entry": true }))
            .await;
        let vault_port = world.vault.url().rsplit(':').next().expect("a port");
        // Another site than the shop's: two ports of one host would be one site.
        let vault_browser_url = format!("http://vault.localhost:{vault_port}");
        let data = Scratch::new();
        let mut command = process::program("CARDSEAL_WEB_DEMO", "web-demo");
        command
            .args(["shop", "--until-stdin-closes"])
            .args(["--port", &port.to_string()])
            .arg("--data")
            .arg(data.path())
            .arg("--tokenizer")
            .arg(tokenizer())
            .args(["--vault", &vault_browser_url])
            .args(["--vault-api", world.vault.url()])
            .args(["--publishable-key", &merchant.publishable_key])
            .env("CARDSEAL_SECRET_KEY", &merchant.secret_key);
        let (process, _) = process::start("the shop", &mut command, START);
        Self {
            world,
            merchant,
            process,
            url,
            vault_browser_url,
            data,
        }
    }

    /// The folder of everything the shop writes.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Node with what the scripts beside this file read from the environment.
    pub fn node(&self) -> Command {
        let mut command = Command::new("node");
        command
            .current_dir(process::root())
            .env("CARDSEAL_SHOP_URL", &self.url)
            .env("CARDSEAL_VAULT_BROWSER_URL", &self.vault_browser_url)
            .env("CARDSEAL_VAULT_URL", self.world.vault.url())
            .env(
                "CARDSEAL_LEDGER_URL",
                format!("{}/ledger", self.world.acquirer.url()),
            )
            .env("CARDSEAL_PUBLISHABLE_KEY", &self.merchant.publishable_key)
            .env("CARDSEAL_SECRET_KEY", &self.merchant.secret_key)
            .env("CARDSEAL_NPM", package())
            .env("CARDSEAL_CHROMIUM", chromium())
            .kill_on_drop(true);
        command
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn chromium() -> String {
    std::env::var("CARDSEAL_CHROMIUM").unwrap_or("/usr/bin/chromium".to_owned())
}

/// The npm package's file for pages.
fn tokenizer() -> PathBuf {
    if let Some(file) = std::env::var_os("CARDSEAL_TOKENIZER") {
        return file.into();
    }
    let target = std::env::var_os("CARDSEAL_TARGET").map(PathBuf::from);
    target
        .unwrap_or_else(|| process::root().join("target"))
        .join("npm/tokenizer.js")
}

/// The folder of the npm package.
fn package() -> PathBuf {
    let script = tokenizer();
    script.parent().expect("a folder").to_owned()
}

/// A port nobody listens on now.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its address").port()
}
