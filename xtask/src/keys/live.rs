//! The keys of a live vault: random, in files, the root apart from all others.

use std::fs;
use std::path::Path;

use access::Mode;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use zeroize::Zeroizing;

use super::envelope::{Kinds, State};
use super::files::{create_private, read_private};
use super::pair::{Pair, pin_of};
use super::rsa::RsaPair;
use super::secret::Secret;
use super::vault::{SECRETS, VaultKeys, Worker, admin_hash};

/// The private root key. Nothing that runs ever reads it.
const ROOT: &str = "root-private-KEEP-OFFLINE.jwk";
const ADMIN: &str = "admin-key";

/// Makes new keys and writes them into `out`; refuses where any file exists already.
pub(super) fn make(out: &Path, origins: &[String], kinds: Kinds) -> Result<VaultKeys> {
    if origins.is_empty() {
        bail!("live keys need --origin https://… : the root signs for each origin of the vault");
    }
    fs::create_dir_all(out)?;
    if fs::read_dir(out)?.next().is_some() {
        bail!("{} is not empty: keys are never overwritten", out.display());
    }
    let random = |_: &str| Secret::random();
    let keys = VaultKeys::make(
        Mode::Live,
        origins,
        (kinds, &[State::Active]),
        |_| Pair::random(),
        RsaPair::random,
        random,
    )?;
    let worker = keys.expose()?;
    for (name, value) in &worker.secrets {
        create_private(&out.join(name), value.as_bytes())?;
    }
    create_private(&out.join(ADMIN), keys.expose_admin_key().as_bytes())?;
    // EXPOSE: the file is the root's only copy.
    create_private(&out.join(ROOT), keys.root.expose_jwk("ES256").as_bytes())?;
    eprintln!(
        "xtask: wrote {}\n\
         xtask: move {ROOT} to a medium that is never online, and the two KEK shares to two people",
        out.display()
    );
    Ok(keys)
}

/// Reads what the worker needs from a folder made by [`make`]. The root is not among it.
pub(crate) fn load(directory: &Path) -> Result<Worker> {
    let read = |name: &str| -> Result<Zeroizing<String>> {
        let bytes = read_private(&directory.join(name))?;
        let text = std::str::from_utf8(&bytes).with_context(|| name.to_owned())?;
        Ok(Zeroizing::new(text.trim().to_owned()))
    };
    if directory.join(ROOT).exists() {
        eprintln!("xtask: warning: {ROOT} lies beside the keys that run");
    }
    let admin_key = read(ADMIN)?;
    let worker = worker(read, Some(admin_key))?;
    let hash = worker
        .secrets
        .last()
        .map(|(_, hash)| hash.as_str().to_owned());
    if hash != worker.admin_key.as_ref().map(|key| admin_hash(key)) {
        bail!("{ADMIN} does not belong to CARDSEAL_ADMIN_KEY_SHA256");
    }
    Ok(worker)
}

/// Takes what the worker needs from the environment, where an operator's own tools put it.
pub(crate) fn from_environment() -> Result<Worker> {
    from_variables(|name| std::env::var(name).ok())
}

/// A variable that is unset would bind null and hang the first request; so it is named here.
fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Worker> {
    let read = |name: &str| match variable(name) {
        Some(value) if !value.is_empty() => Ok(Zeroizing::new(value)),
        _ => bail!("live mode needs --keys DIR, or {name} in the environment, which is not set"),
    };
    worker(read, None)
}

fn worker(
    read: impl Fn(&str) -> Result<Zeroizing<String>>,
    admin_key: Option<Zeroizing<String>>,
) -> Result<Worker> {
    let secrets = SECRETS
        .into_iter()
        .map(|name| Ok((name, read(name)?)))
        .collect::<Result<Vec<_>>>()?;
    let (_, keyring) = secrets.first().context("CARDSEAL_KEYRING")?;
    let keyring: Value = serde_json::from_str(keyring).context("CARDSEAL_KEYRING")?;
    if keyring.get("mode").and_then(Value::as_str) != Some("live") {
        bail!("CARDSEAL_KEYRING holds no live keys");
    }
    let (origin, statements) = keyring
        .get("root_statements")
        .and_then(|map| map.as_object()?.iter().next())
        .context("CARDSEAL_KEYRING: no origin")?;
    let last = statements.as_array().and_then(|list| list.last()?.as_str());
    Ok(Worker {
        pin: pin_of(last.context("CARDSEAL_KEYRING: no root statement")?)?,
        origin: Some(origin.clone()),
        secrets,
        admin_key,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn live_keys_are_read_back_and_never_replaced() {
        let out = std::env::temp_dir().join(format!("live-{}", std::process::id()));
        let origins = ["https://vault.example".to_owned()];
        let made = make(&out, &origins, Kinds::Both).unwrap();
        let read = load(&out).unwrap();
        assert_eq!(read.pin, made.pin());
        assert!(read.admin_key.unwrap().starts_with("ak_live_"));
        assert!(make(&out, &origins, Kinds::Both).is_err());
        // The root's private number is in its own file and in no other.
        let root = fs::read_to_string(out.join(ROOT)).unwrap();
        let root: serde_json::Value = serde_json::from_str(&root).unwrap();
        let mut searched = 0;
        for (name, value) in &read.secrets {
            assert!(!value.contains(root["d"].as_str().unwrap()), "{name}");
            searched += 1;
        }
        assert_eq!(searched, 4);
        assert!(
            fs::read_to_string(out.join(ROOT))
                .unwrap()
                .contains(root["d"].as_str().unwrap())
        );
        fs::remove_dir_all(&out).unwrap();
    }

    #[test]
    fn a_missing_variable_is_named() {
        for missing in SECRETS {
            let set = |name: &str| (name != missing).then(|| "{}".to_owned());
            let error = from_variables(set).err().unwrap();
            assert!(error.to_string().contains(missing), "{error}");
        }
    }
}
