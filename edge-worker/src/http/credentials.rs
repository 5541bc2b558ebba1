//! Keys in `Authorization: Bearer`. Whatever is unknown, foreign or malformed gets one and the same answer.

use super::call::Call;
use access::{PublishableKey, SecretKey};
use payments::{Code, Problem};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A merchant's secret key, in a request that does not come from a browser.
pub(super) fn secret_key(call: &Call) -> Result<SecretKey, Problem> {
    let text = bearer(call)?;
    let keyring = &call.keyring;
    if let Some(key) = SecretKey::parse(&text, keyring.mode, &keyring.routing) {
        refuse_browsers(call)?;
        return Ok(key);
    }
    if PublishableKey::parse(&text, keyring.mode, &keyring.routing).is_some()
        || is_operator(call, &text)
    {
        return Err(Code::WrongKeyKind.into());
    }
    Err(Code::Unauthorized.into())
}

/// The operator's key, in a request that does not come from a browser.
pub(super) fn operator(call: &Call) -> Result<(), Problem> {
    let text = bearer(call)?;
    let keyring = &call.keyring;
    if is_operator(call, &text) {
        return refuse_browsers(call);
    }
    let merchants = PublishableKey::parse(&text, keyring.mode, &keyring.routing).is_some()
        || SecretKey::parse(&text, keyring.mode, &keyring.routing).is_some();
    Err(if merchants {
        Code::WrongKeyKind
    } else {
        Code::Unauthorized
    }
    .into())
}

fn bearer(call: &Call) -> Result<Zeroizing<String>, Problem> {
    let header = call.header("Authorization").map(Zeroizing::new);
    let header = header.ok_or(Code::Unauthorized)?;
    let (scheme, key) = header.split_once(' ').ok_or(Code::Unauthorized)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(Zeroizing::new(key.to_owned()))
    } else {
        Err(Code::Unauthorized.into())
    }
}

fn is_operator(call: &Call, text: &str) -> bool {
    Sha256::digest(text)
        .as_slice()
        .ct_eq(&call.keyring.admin_key_hash)
        .into()
}

/// A secret key that a browser holds is no secret any more.
fn refuse_browsers(call: &Call) -> Result<(), Problem> {
    let from_browser = ["Origin", "Sec-Fetch-Site"]
        .iter()
        .any(|name| call.header(name).is_some());
    if from_browser {
        Err(Code::SecretKeyInBrowser.into())
    } else {
        Ok(())
    }
}
