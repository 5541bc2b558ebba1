//! What an operator does after boot, by the operator's interface: register, and sweep.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::acquirer::NAME;
use super::ready::{Acquirer, Merchant};
use crate::http::Client;
use crate::keys::dev;
use crate::paths::Paths;

/// Registers the simulator, two merchants, and the ranges that make MyDebit cards of two test numbers. The
/// same ones each time; PUT makes it idempotent.
pub(super) fn register(
    paths: &Paths,
    vault: &Client,
    acquirer: &Acquirer,
    origins: &[Vec<String>; 2],
) -> Result<Vec<Merchant>> {
    vault.send(
        "PUT",
        &format!("/v1/admin/acquirers/{NAME}"),
        &json!({
            "connector": "json",
            "url": acquirer.url,
            // EXPOSE: the vault signs its requests to the simulator with it.
            "signing_secret": dev::acquirer_secret(paths)?.as_str(),
        }),
    )?;
    vault.send(
        "PUT",
        "/v1/admin/bin-ranges",
        &json!({ "ranges": [
            { "low": "945800", "high": "945800", "brand": "mydebit" },
            { "low": "400000458", "high": "400000458", "brand": "visa", "co_brand": "mydebit" },
        ]}),
    )?;
    let shops = [(1, "Demo shop"), (2, "Other shop")];
    shops
        .into_iter()
        .zip(origins)
        .map(|((number, name), origins)| merchant(paths, vault, number, name, origins))
        .collect()
}

fn merchant(
    paths: &Paths,
    vault: &Client,
    number: u8,
    name: &str,
    origins: &[String],
) -> Result<Merchant> {
    let merchant = dev::merchant(paths, number)?;
    let id = merchant.id.as_str();
    vault.send(
        "PUT",
        &format!("/v1/admin/merchants/{id}"),
        &json!({ "name": name, "origins": origins, "acquirer": NAME }),
    )?;
    // The vault learns the key's hash only, as it would of a key it made itself.
    vault.send(
        "PUT",
        &format!("/v1/admin/merchants/{id}/keys/{}", merchant.kid),
        &json!({ "sha256": merchant.key_hash }),
    )?;
    Ok(Merchant {
        id: id.to_owned(),
        publishable_key: merchant.publishable_key,
        secret_key: merchant.secret_key.to_string(),
        origins: origins.to_vec(),
    })
}

/// Wakes every merchant that may have something due. Bare workerd has no cron that would.
pub(super) fn sweep(vault: &Client) -> Result<()> {
    const PAGES: usize = 100_000;
    let mut body = json!({});
    for _ in 0..PAGES {
        let answer = vault.send("POST", "/v1/admin/sweep", &body)?;
        match answer.get("next_cursor") {
            None | Some(Value::Null) => return Ok(()),
            Some(cursor) => body = json!({ "cursor": cursor }),
        }
    }
    bail!("the sweep does not end")
}
