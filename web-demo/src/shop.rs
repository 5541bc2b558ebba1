//! The merchant: a checkout page and the server behind it. The page shows the vault's card frame
//! and gets a token; this server redeems it. Neither ever sees a card number.

mod orders;
mod pages;
mod routes;
mod vault;

use std::path::PathBuf;

use anyhow::Context;
use reqwest::Url;
use serde_json::json;

use crate::arguments::Arguments;
use crate::durable::Store;
use crate::server;

/// What the routes share.
struct Shop {
    store: Store,
    vault: vault::Vault,
    /// The vault's origin as browsers reach it.
    vault_origin: String,
    publishable_key: String,
    /// The shop's origin as browsers reach it: another site than the vault's.
    browser_url: String,
}

/// `web-demo shop --vault URL --vault-api URL --publishable-key pk --secret-key sk [--port N]
/// [--data DIR]`; without a directory orders last as long as the process.
pub(crate) async fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let (listener, address) = server::listen(arguments.number("port", 0)?)?;
    let file = match arguments.optional("data") {
        Some(directory) => crate::durable::file_in(&directory, "shop.sqlite")?,
        None => PathBuf::from(":memory:"),
    };
    let vault_origin = origin(&arguments.required("vault", "CARDSEAL_VAULT_BROWSER_URL")?)?;
    let vault_api = origin(&arguments.required("vault-api", "CARDSEAL_VAULT_URL")?)?;
    let browser_url = format!("http://shop.localhost:{}", address.port());
    let shop = Shop {
        store: Store::open(&file, orders::SCHEMA)?,
        vault: vault::Vault::new(
            vault_api,
            arguments.required("secret-key", "CARDSEAL_SECRET_KEY")?,
        )?,
        vault_origin,
        publishable_key: arguments.required("publishable-key", "CARDSEAL_PUBLISHABLE_KEY")?,
        browser_url: browser_url.clone(),
    };
    arguments.finish()?;
    server::announce(&json!({
        "ready": true,
        "pid": std::process::id(),
        "url": format!("http://{address}"),
        "browser_url": browser_url,
    }))?;
    server::serve(listener, routes::router(shop)).await
}

/// The origin of a URL as browsers write it, without a trailing slash.
fn origin(url: &str) -> anyhow::Result<String> {
    let url = Url::parse(url).with_context(|| format!("{url:?} is not a URL"))?;
    Ok(url.origin().ascii_serialization())
}
