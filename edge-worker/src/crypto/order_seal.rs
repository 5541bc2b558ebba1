//! The order of a payment that waits for its shopper, at rest: like the card it opens only with the KEK *and*
//! the token's secret, which the merchant brings again.

use super::keyring::Keyring;
use super::seal;
use super::subtle::Refused;
use access::{Mid, Token};
use payments::Problem;
use payments::acquirer::Sealed;
use payments::api::authorization::Besides;
use zeroize::Zeroizing;

const PURPOSE: &str = "cardseal/order/v1";

/// Seals what the acquirer will be told besides, under the token.
pub(crate) async fn seal(
    keyring: &Keyring,
    mid: Mid,
    token: &Token,
    order: &Besides,
) -> Result<Sealed, Problem> {
    let plaintext = serde_json::to_vec(order).map_err(|_| Problem::overloaded())?;
    let plaintext = Zeroizing::new(plaintext);
    // EXPOSE: the secret is the salt of the order's key.
    let salt = token.secret.expose();
    let name = [PURPOSE, mid.as_str(), token.id.as_str()];
    seal::seal(keyring, salt, &name, &plaintext).await
}

/// Opens it; refused where the row was swapped or its KEK is gone.
pub(crate) async fn open(
    keyring: &Keyring,
    mid: Mid,
    token: &Token,
    sealed: &Sealed,
) -> Result<Besides, Refused> {
    // EXPOSE: the secret is the salt of the order's key.
    let salt = token.secret.expose();
    let name = [PURPOSE, mid.as_str(), token.id.as_str()];
    let plaintext = seal::open(keyring, salt, &name, sealed).await?;
    serde_json::from_slice(&plaintext).map_err(|_| Refused)
}
