//! An acquirer's credentials at rest: under the KEK and a random salt that lies beside them.

use super::keyring::Keyring;
use super::{random, seal};
use payments::acquirer::Sealed;
use payments::{Code, Problem};
use zeroize::Zeroizing;

const PURPOSE: &str = "cardseal/credential/v1";

/// Seals what requests to `acquirer` are signed with.
pub(crate) async fn seal(
    keyring: &Keyring,
    acquirer: &str,
    credentials: &[u8],
) -> Result<Sealed, Problem> {
    let salt = random::bytes::<32>()?;
    let sealed = seal::seal(keyring, &salt, &[PURPOSE, acquirer], credentials).await?;
    Ok(Sealed {
        kek: sealed.kek,
        bytes: [salt.as_slice(), &sealed.bytes].concat(),
    })
}

/// Opens them; `vault_locked` where they were sealed for another acquirer or the KEK is gone.
pub(crate) async fn open(
    keyring: &Keyring,
    acquirer: &str,
    sealed: &Sealed,
) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let (salt, bytes) = sealed
        .bytes
        .split_first_chunk::<32>()
        .ok_or(Code::VaultLocked)?;
    let inner = Sealed {
        kek: sealed.kek.clone(),
        bytes: bytes.to_vec(),
    };
    let opened = seal::open(keyring, salt, &[PURPOSE, acquirer], &inner).await;
    opened.map_err(|_| Code::VaultLocked.into())
}
