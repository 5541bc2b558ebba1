//! The demonstration shop, as a process of its own.

use std::net::TcpListener;
use std::process::Child;
use std::time::Duration;

use tests::merchant::Merchant;
use tests::process;
use tests::scratch::Scratch;
use tests::world::World;

const START: Duration = Duration::from_mins(5);

/// A running shop of a merchant.
pub(crate) struct Shop {
    process: Child,
    scratch: Scratch,
    url: String,
}

impl Shop {
    /// Starts one on a port that the merchant's origin names.
    pub(crate) fn start(world: &World, merchant: &Merchant, port: u16) -> Self {
        let scratch = Scratch::new();
        let vault_port = world
            .vault
            .url()
            .rsplit(':')
            .next()
            .expect("a port")
            .to_owned();
        let mut command = process::program("CARDSEAL_WEB_DEMO", "web-demo");
        command
            .args([
                "shop",
                "--until-stdin-closes",
                "--port",
                &port.to_string(),
                "--data",
            ])
            .arg(scratch.path())
            .env("CARDSEAL_VAULT_URL", world.vault.url())
            // Another site than the shop's: two ports of one host would be one site.
            .env(
                "CARDSEAL_VAULT_BROWSER_URL",
                format!("http://vault.localhost:{vault_port}"),
            )
            .env("CARDSEAL_PUBLISHABLE_KEY", &merchant.publishable_key)
            .env("CARDSEAL_SECRET_KEY", &merchant.secret_key);
        let (process, _) = process::start("the shop", &mut command, START);
        Self {
            process,
            scratch,
            url: format!("http://shop.localhost:{port}"),
        }
    }

    /// As a browser reaches it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The folder of everything it writes.
    pub(crate) fn data(&self) -> &std::path::Path {
        self.scratch.path()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port nobody listens on now.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its address").port()
}
