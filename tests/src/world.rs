//! A vault and an acquirer, and merchants that take cards with them.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::acquirer::Acquirer;
use crate::cards;
use crate::http::Http;
use crate::merchant::Merchant;
use crate::operator::Operator;
use crate::vault::{Variant, Vault};

/// Everything that runs for a test, or for all tests of a binary.
pub struct World {
    /// The vault.
    pub vault: Vault,
    /// The acquirer.
    pub acquirer: Acquirer,
    merchants: AtomicU32,
    ranges: OnceCell<()>,
}

impl World {
    /// Starts both.
    pub fn start(variant: Variant) -> Self {
        Self::start_with(|| Vault::start(variant))
    }

    /// Starts both, the vault in a way of its own.
    pub fn start_with(vault: impl FnOnce() -> Vault) -> Self {
        raise_open_files();
        let acquirer = Acquirer::start();
        Self {
            vault: vault(),
            acquirer,
            merchants: AtomicU32::new(1),
            ranges: OnceCell::new(),
        }
    }

    /// A client of the vault.
    pub fn http(&self) -> Http {
        Http::new(self.vault.url())
    }

    /// The operator.
    pub fn operator(&self) -> Operator {
        Operator::new(self.http(), self.vault.admin_key())
    }

    /// Onboards a merchant.
    pub async fn merchant(&self) -> Merchant {
        self.merchant_with("", json!({})).await
    }

    /// Onboards a merchant whose acquirer holds every answer for `milliseconds` after it acted.
    pub async fn merchant_held(&self, milliseconds: u32) -> Merchant {
        self.merchant_with(&format!("/hold/{milliseconds}"), json!({}))
            .await
    }

    /// Onboards a merchant whose acquirer is registered with a path of its own, with further settings.
    pub async fn merchant_with(&self, acquirer_path: &str, settings: Value) -> Merchant {
        let url = format!("{}{acquirer_path}", self.acquirer.url());
        self.merchant_behind(&url, settings).await
    }

    /// Onboards a merchant whose acquirer is reached under a URL of its own, with further settings.
    pub async fn merchant_behind(&self, url: &str, mut settings: Value) -> Merchant {
        let number = self.merchants.fetch_add(1, Ordering::Relaxed);
        let (operator, acquirer) = (self.operator(), format!("simulator-{number}"));
        let set_ranges = || async { drop(operator.set_ranges(cards::ranges()).await.expect(200)) };
        self.ranges.get_or_init(set_ranges).await;
        let secret = self.acquirer.signing_secret();
        let _ = operator
            .register_acquirer(&acquirer, url, secret)
            .await
            .expect(200);
        settings["name"] = json!(format!("Merchant {number}"));
        settings["acquirer"] = json!(acquirer);
        if settings["origins"].is_null() {
            settings["origins"] = json!([format!("https://shop-{number}.example")]);
        }
        let onboarded = operator.create_merchant(settings).await.expect(201);
        Merchant::new(self.http(), &onboarded).await
    }
}

/// A thousand connections need a thousand file descriptors, on both sides.
pub fn raise_open_files() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).expect("more open files");
}
