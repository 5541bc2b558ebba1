//! The merchant: a small shop for indigo-dyed cloth and the server behind it. Its checkout page opens
//! the card form with the npm package and gets a token; this server redeems it. Neither ever sees a
//! card number.

mod brands;
mod browsing;
mod card_number;
mod cart;
mod checkout;
mod ids;
mod money;
mod ordering;
mod orders;
mod pages;
mod pictures;
mod products;
mod protection;
mod purchaser;
mod receipts;
mod refusal;
mod routes;
mod texts;
mod vault;
mod visitor;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use axum::body::Bytes;
use serde_json::json;

use crate::arguments::Arguments;
use crate::durable::Store;
use crate::protection::{Site, origin_of};
use crate::server;

/// What the routes share.
struct Shop {
    store: Store,
    vault: vault::Vault,
    /// The vault's origin as browsers reach it.
    vault_origin: String,
    publishable_key: String,
    site: Arc<Site>,
    /// The npm package's file for pages.
    tokenizer: Bytes,
}

/// `web-demo shop --vault URL --vault-api URL --publishable-key pk --secret-key sk --tokenizer FILE
/// [--port N] [--data DIR]`; without a directory carts and orders last as long as the process.
pub(crate) async fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let (listener, address) = server::listen(arguments.number("port", 0)?)?;
    let file = match arguments.optional("data") {
        Some(directory) => crate::durable::file_in(&directory, "shop.sqlite")?,
        None => PathBuf::from(":memory:"),
    };
    let tokenizer = PathBuf::from(arguments.required("tokenizer", "CARDSEAL_TOKENIZER")?);
    let tokenizer = std::fs::read(&tokenizer).with_context(|| {
        let file = tokenizer.display();
        format!("cannot read {file}: --tokenizer names the built file of @cardseal/tokenizer")
    })?;
    let vault_origin = origin_of(&arguments.required("vault", "CARDSEAL_VAULT_BROWSER_URL")?)?;
    let vault_api = origin_of(&arguments.required("vault-api", "CARDSEAL_VAULT_URL")?)?;
    let site = Arc::new(Site {
        origin: format!("http://shop.localhost:{}", address.port()),
        policy: protection::policy(&vault_origin)?,
    });
    let shop = Shop {
        store: Store::open(&file, &[cart::SCHEMA, orders::SCHEMA].concat())?,
        vault: vault::Vault::new(
            vault_api,
            arguments.required("secret-key", "CARDSEAL_SECRET_KEY")?,
        )?,
        tokenizer: tokenizer.into(),
        vault_origin,
        publishable_key: arguments.required("publishable-key", "CARDSEAL_PUBLISHABLE_KEY")?,
        site: site.clone(),
    };
    arguments.finish()?;
    server::announce(&json!({
        "ready": true,
        "pid": std::process::id(),
        "url": format!("http://{address}"),
        "browser_url": site.origin,
    }))?;
    server::serve(listener, routes::router(shop)).await
}
