//! The playground: the card form with every option that a page can give it, live, and the code that gives it. Its
//! server hands out files and keeps nothing, so its links can be shared and its pages leave no trace.

mod cards;
mod pages;
mod routes;
mod texts;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use axum::body::Bytes;
use axum::http::HeaderValue;
use serde_json::json;

use crate::arguments::Arguments;
use crate::protection::{Site, frames_of, origin_of};
use crate::server;

/// The npm package's files for a form of the vault's.
const SCRIPTS: [&str; 3] = ["tokenizer.js", "inline.js", "element.js"];

/// What the routes share.
struct Playground {
    site: Arc<Site>,
    /// The vault's origin as browsers reach it.
    vault_origin: String,
    /// The origin of a vault that never answers: this server, under another name.
    silent_origin: String,
    publishable_key: String,
    /// What the files of the npm package hold, in the order of [`SCRIPTS`].
    scripts: [Bytes; SCRIPTS.len()],
}

/// `web-demo playground --vault URL --publishable-key pk --package FOLDER [--port N]`.
pub(crate) async fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let (listener, address) = server::listen(arguments.number("port", 0)?)?;
    let package = PathBuf::from(arguments.required("package", "CARDSEAL_NPM_PACKAGE")?);
    let [tokenizer, inline, element] = SCRIPTS.map(|name| script(&package, name));
    let vault_origin = origin_of(&arguments.required("vault", "CARDSEAL_VAULT_BROWSER_URL")?)?;
    let silent_origin = format!("http://silent.localhost:{}", address.port());
    let site = Arc::new(Site {
        origin: format!("http://playground.localhost:{}", address.port()),
        policy: policy(&vault_origin, &silent_origin)?,
    });
    let playground = Playground {
        site: site.clone(),
        vault_origin,
        silent_origin,
        publishable_key: arguments.required("publishable-key", "CARDSEAL_PUBLISHABLE_KEY")?,
        scripts: [tokenizer?, inline?, element?],
    };
    arguments.finish()?;
    server::announce(&json!({
        "ready": true,
        "pid": std::process::id(),
        "url": format!("http://{address}"),
        "browser_url": site.origin,
    }))?;
    server::serve(listener, routes::router(playground)).await
}

fn script(package: &Path, name: &str) -> anyhow::Result<Bytes> {
    let file = package.join(name);
    let script = std::fs::read(&file).with_context(|| {
        let file = file.display();
        format!("cannot read {file}: --package names the folder of the built @cardseal/tokenizer")
    })?;
    Ok(script.into())
}

/// The policy of every page: own files and frames of the vault, and of the one that never answers. It sends
/// nothing anywhere.
fn policy(vault_origin: &str, silent_origin: &str) -> anyhow::Result<HeaderValue> {
    let frames = frames_of(vault_origin)?;
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
         frame-src {frames} {silent_origin}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    );
    Ok(HeaderValue::try_from(policy)?)
}
