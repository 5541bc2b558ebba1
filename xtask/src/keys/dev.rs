//! The keys of a checkout: all derived from one secret file, so that a restart has the same ones.

use access::{Key, Mid, Mode, PublishableKey, SecretKey};
use anyhow::{Context, Result};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use zeroize::Zeroizing;

use super::envelope::{Kinds, State};
use super::files::{create_private, read_private};
use super::pair::Pair;
use super::rsa::RsaPair;
use super::secret::Secret;
use super::vault::VaultKeys;
use crate::paths::Paths;

/// A merchant that `serve --demo` registers.
pub(crate) struct DemoMerchant {
    /// Its id.
    pub(crate) id: Mid,
    /// The key for its pages.
    pub(crate) publishable_key: String,
    /// The key for its server.
    pub(crate) secret_key: Zeroizing<String>,
    /// The name of the secret key.
    pub(crate) kid: String,
    /// SHA-256 of the secret key, base64url: all that the vault keeps of it.
    pub(crate) key_hash: String,
}

/// The vault's keys for a set of origins.
pub(crate) fn keys(paths: &Paths, origins: &[String], kinds: Kinds) -> Result<VaultKeys> {
    let secret = secret(paths)?;
    // One in each state, so that development meets all of them.
    let states = [State::Active, State::Pending, State::Retired];
    VaultKeys::make(
        Mode::Test,
        origins,
        (kinds, &states),
        |purpose| Pair::derive(&secret, purpose),
        || rsa(paths),
        |purpose| secret.derive(purpose),
    )
}

/// The root's thumbprint.
pub(crate) fn pin(paths: &Paths) -> Result<String> {
    Ok(Pair::derive(&secret(paths)?, "root")?.kid())
}

/// What the vault and the acquirer simulator sign their messages with.
pub(crate) fn acquirer_secret(paths: &Paths) -> Result<Zeroizing<String>> {
    Ok(secret(paths)?.derive("acquirer")?.expose_base64url())
}

/// The demo merchant of a number.
pub(crate) fn merchant(paths: &Paths, number: u8) -> Result<DemoMerchant> {
    let secret = secret(paths)?;
    // EXPOSE: core's key type takes the bytes; it neither prints nor clones.
    let routing = Key::new(**secret.derive("routing")?.expose());
    let own = |part: &str| secret.derive(&format!("merchant/{number}/{part}"));
    let id = Mid::new(own("id")?.id(), Mode::Test, &routing);
    let pin = pin(paths)?;
    // EXPOSE: the key is printed on the ready line, as the command promises.
    let secret_key = SecretKey::mint(Mode::Test, id, own("kid")?.id(), own("secret")?.expose());
    let parsed = SecretKey::parse(&secret_key, Mode::Test, &routing).context("secret key")?;
    Ok(DemoMerchant {
        id,
        publishable_key: PublishableKey { mid: id, pin }.to_text(Mode::Test),
        kid: parsed.kid,
        key_hash: Base64UrlUnpadded::encode_string(parsed.hash.as_bytes()),
        secret_key,
    })
}

/// Reads the checkout's RSA key; makes it the first time. It is kept and not derived: looking for primes
/// again at each start would take longer than all the rest.
fn rsa(paths: &Paths) -> Result<RsaPair> {
    let path = paths.dev.join("rsa.jwk");
    if !path.exists() {
        std::fs::create_dir_all(&paths.dev)?;
        // EXPOSE: into a file of its own, as private as the secret. Two at once: the second reads it.
        let _ = create_private(&path, RsaPair::random()?.expose_jwk().as_bytes());
    }
    RsaPair::read(&read_private(&path)?).with_context(|| format!("{}: delete it", path.display()))
}

/// Reads the checkout's secret; makes it the first time.
fn secret(paths: &Paths) -> Result<Secret> {
    let path = paths.dev.join("secret");
    if !path.exists() {
        std::fs::create_dir_all(&paths.dev)?;
        let fresh = Secret::random()?;
        // Two at once: the second finds a file and reads it.
        let _ = create_private(&path, fresh.expose().as_slice());
    }
    let bytes = read_private(&path)?;
    let bytes = bytes.as_slice().try_into().ok();
    bytes.map(Secret::new).with_context(|| {
        format!(
            "{} is not 32 bytes: delete it (and .cardseal/data, which only it opens)",
            path.display()
        )
    })
}
