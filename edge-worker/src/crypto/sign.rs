//! The signed key set of the hour.

use super::keyring::{Issuer, Keyring};
use super::subtle;
use access::Timestamp;
use envelope::key_set::{KeySetStatement, MAX_KEY_SET_SECONDS, PublishedKey, complete, join};
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
    let signature = subtle::sign_es256(&keyring.intermediate.private, input.as_bytes()).await;
    let signature = signature.map_err(|subtle::Refused| Code::VaultLocked)?;
    let mut statements = issuer.root_statements.clone();
    statements.push(complete(input, &signature));
    Ok(join(&statements))
}
