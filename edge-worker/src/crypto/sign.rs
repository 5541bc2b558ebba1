//! The signed key set and ranges of the hour.

use super::keyring::{Issuer, Keyring};
use super::subtle;
use access::Timestamp;
use card::BinRange;
use envelope::key_set::{
    KeySetStatement, MAX_KEY_SET_SECONDS, PublishedKey, RangesStatement, complete, join,
};
use payments::{Code, Problem};

/// The set for one origin, signed now and good for [`MAX_KEY_SET_SECONDS`].
pub(crate) async fn key_set(
    keyring: &Keyring,
    issuer: &Issuer,
    now: Timestamp,
) -> Result<String, Problem> {
    let iat = u64::try_from(now.secs()).map_err(|_| Code::VaultLocked)?;
    let keys: Vec<PublishedKey> = keyring
        .envelope_keys
        .iter()
        .filter_map(|key| key.published.clone())
        .collect();
    let statement = KeySetStatement {
        env: keyring.mode.as_str(),
        iss: &issuer.origin,
        seq: keyring.seq,
        iat,
        exp: iat + MAX_KEY_SET_SECONDS,
        keys: &keys,
    };
    let input = statement.signing_input(&keyring.intermediate.kid);
    let mut statements = issuer.root_statements.clone();
    statements.push(signed(keyring, input).await?);
    Ok(join(&statements))
}

/// The ranges for one origin, signed now and good for as long.
pub(crate) async fn ranges(
    keyring: &Keyring,
    issuer: &Issuer,
    seq: u64,
    ranges: &[BinRange],
    now: Timestamp,
) -> Result<String, Problem> {
    let iat = u64::try_from(now.secs()).map_err(|_| Code::VaultLocked)?;
    let statement = RangesStatement {
        env: keyring.mode.as_str(),
        iss: &issuer.origin,
        seq,
        iat,
        exp: iat + MAX_KEY_SET_SECONDS,
        ranges,
    };
    signed(keyring, statement.signing_input(&keyring.intermediate.kid)).await
}

async fn signed(keyring: &Keyring, input: String) -> Result<String, Problem> {
    let signature = subtle::sign_es256(&keyring.intermediate.private, input.as_bytes()).await;
    let signature = signature.map_err(|subtle::Refused| Code::VaultLocked)?;
    Ok(complete(input, &signature))
}
