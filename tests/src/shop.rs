//! A vault, an acquirer, the demonstration shop and the playground, each a process of its own, and Node to drive
//! a browser in them.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use crate::merchant::Merchant;
use crate::process;
use crate::scratch::Scratch;
use crate::signer::{Signer, opened};
use crate::vault::{Variant, Vault};
use crate::world::World;
use access::SessionKind;
use serde_json::{Value, json};
use tokio::process::Command;

const START: Duration = Duration::from_mins(5);

/// A running shop and all that it needs.
pub struct Shop {
    /// The vault and the acquirer.
    pub world: World,
    merchant: Merchant,
    process: Child,
    playground: Child,
    url: String,
    playground_url: String,
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
        let playground_port = free_port();
        let playground_url = format!("http://playground.localhost:{playground_port}");
        let merchant = world
            .merchant_with(
                "",
                json!({ "origins": [url, playground_url], "direct_entry": true }),
            )
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
        let mut command = process::program("CARDSEAL_WEB_DEMO", "web-demo");
        command
            .args(["playground", "--until-stdin-closes"])
            .args(["--port", &playground_port.to_string()])
            .arg("--package")
            .arg(package())
            .args(["--vault", &vault_browser_url])
            .args(["--publishable-key", &merchant.publishable_key]);
        let (playground, _) = process::start("the playground", &mut command, START);
        Self {
            world,
            merchant,
            process,
            playground,
            url,
            playground_url,
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
            .env("CARDSEAL_PLAYGROUND_URL", &self.playground_url)
            .env("CARDSEAL_VAULT_BROWSER_URL", &self.vault_browser_url)
            .env("CARDSEAL_VAULT_URL", self.world.vault.url())
            .env(
                "CARDSEAL_LEDGER_URL",
                format!("{}/ledger", self.world.acquirer.url()),
            )
            .env("CARDSEAL_PUBLISHABLE_KEY", &self.merchant.publishable_key)
            .env("CARDSEAL_SECRET_KEY", &self.merchant.secret_key)
            .env("CARDSEAL_SLEPT", self.slept_sessions().to_string())
            // What only the vault has: a scenario signs the keys of another day with it.
            .env(
                "CARDSEAL_KEYRING",
                &self.world.vault.secrets()["CARDSEAL_KEYRING"],
            )
            .env("CARDSEAL_NPM", package())
            .env("CARDSEAL_CHROMIUM", chromium())
            .kill_on_drop(true);
        command
    }

    /// Sessions of the shop's page that ended five minutes ago, by their kinds.
    fn slept_sessions(&self) -> Value {
        let signer = Signer::of(&self.world.vault);
        let slept = |kind| {
            let session = signer.sign(&self.merchant, opened(kind, &self.merchant, 20));
            json!({ "id": session.id, "session": session.statement })
        };
        json!({ "hosted": slept(SessionKind::Hosted), "direct": slept(SessionKind::Direct) })
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        for process in [&mut self.process, &mut self.playground] {
            let _ = process.kill();
            let _ = process.wait();
        }
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
