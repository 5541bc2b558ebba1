//! `wrangler.toml`, the one description of the worker. A key that is not understood here is an
//! error: it would silently hold on one platform only.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wrangler {
    /// The worker's name at Cloudflare.
    #[serde(rename = "name")]
    pub(crate) _name: String,
    /// The bundle's script, relative to the file.
    pub(crate) main: String,
    pub(crate) compatibility_date: String,
    #[serde(default)]
    pub(crate) compatibility_flags: Vec<String>,
    /// Whether the worker gets an address at workers.dev; local runs have none.
    #[serde(default, rename = "workers_dev")]
    pub(crate) _workers_dev: bool,
    /// Whether each version gets an address of its own; local runs have none.
    #[serde(default, rename = "preview_urls")]
    pub(crate) _preview_urls: bool,
    /// How wrangler builds; xtask knows.
    #[serde(rename = "build")]
    pub(crate) _build: Option<Build>,
    #[serde(default)]
    pub(crate) vars: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) durable_objects: DurableObjects,
    #[serde(default)]
    pub(crate) migrations: Vec<Migration>,
    /// Cloudflare's cron. Bare workerd has none; `serve` sweeps once after boot.
    #[serde(rename = "triggers")]
    pub(crate) _triggers: Option<Triggers>,
    #[serde(rename = "observability")]
    pub(crate) _observability: Option<Observability>,
}

/// The command wrangler runs before it uploads.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Build {
    #[serde(rename = "command")]
    _command: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DurableObjects {
    pub(crate) bindings: Vec<Binding>,
}

/// A namespace of objects and the class behind it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Binding {
    pub(crate) name: String,
    pub(crate) class_name: String,
}

/// A step in the life of the classes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Migration {
    #[serde(rename = "tag")]
    _tag: String,
    pub(crate) new_sqlite_classes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Triggers {
    #[serde(rename = "crons")]
    _crons: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Observability {
    #[serde(rename = "enabled")]
    _enabled: bool,
}

/// Reads the file.
pub(crate) fn read(path: &Path) -> Result<Wrangler> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    parse(&text).with_context(|| path.display().to_string())
}

/// Reads the text.
pub(crate) fn parse(text: &str) -> Result<Wrangler> {
    Ok(toml::from_str(text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "name = 'a'\nmain = 'b/index.js'\ncompatibility_date = '2026-02-24'\n";

    #[test]
    fn a_key_that_is_not_understood_is_an_error_that_names_it() {
        assert!(parse(LEAST).is_ok());
        for extra in [
            "kv_namespaces = []",
            "[vars]\n[assets]\ndirectory = 'x'",
            "[build]\ncommand = 'x'\ncwd = 'y'",
        ] {
            let error = parse(&format!("{LEAST}{extra}")).err().unwrap();
            assert!(
                format!("{error:#}").contains("unknown field"),
                "{extra}: {error:#}"
            );
        }
    }

    #[test]
    fn the_file_of_this_checkout_is_understood() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wrangler.toml");
        assert!(!read(&file).unwrap().durable_objects.bindings.is_empty());
    }
}
