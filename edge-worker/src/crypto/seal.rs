//! Sealing at rest: AES-256-GCM under a key of its own for each thing sealed.
//!
//! The key is HKDF-SHA-256(KEK, salt, info). `info` names the purpose, the KEK, the mode and the
//! thing itself, and is also the additional data: a sealed value moved to another row, merchant or
//! mode does not open.

use super::keyring::Keyring;
use super::random;
use super::subtle::{self, Refused};
use crate::http::log;
use payments::acquirer::Sealed;
use payments::{Code, Problem};
use zeroize::Zeroizing;

const IV: usize = 12;

/// Seals `plaintext` under the ring's first KEK: a random IV, then ciphertext and tag.
pub(super) async fn seal(
    keyring: &Keyring,
    salt: &[u8; 32],
    name: &[&str],
    plaintext: &[u8],
) -> Result<Sealed, Problem> {
    let kek = keyring.keks.first().ok_or(Code::VaultLocked)?;
    let info = info(&kek.id, keyring.mode.as_str(), name);
    let iv = random::bytes::<IV>()?;
    let locked = |Refused| Problem::from(Code::VaultLocked);
    let key = subtle::derive_sealing_key(&kek.key, salt, &info)
        .await
        .map_err(locked)?;
    let ciphertext = subtle::encrypt_gcm(&key, &iv, &info, plaintext)
        .await
        .map_err(locked)?;
    Ok(Sealed {
        kek: kek.id.clone(),
        bytes: [iv.as_slice(), &ciphertext].concat(),
    })
}

/// Opens what [`seal`] made with the same salt and name; anything else is [`Refused`], and the log says so:
/// whoever comes here found a row that should open.
pub(super) async fn open(
    keyring: &Keyring,
    salt: &[u8; 32],
    name: &[&str],
    sealed: &Sealed,
) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let opened = unseal(keyring, salt, name, sealed).await;
    if let (Err(Refused), Some((purpose, of))) = (&opened, name.split_first()) {
        log::sealed_refused(purpose, of);
    }
    opened
}

async fn unseal(
    keyring: &Keyring,
    salt: &[u8; 32],
    name: &[&str],
    sealed: &Sealed,
) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let kek = keyring
        .keks
        .iter()
        .find(|kek| kek.id == sealed.kek)
        .ok_or(Refused)?;
    let info = info(&kek.id, keyring.mode.as_str(), name);
    let (iv, ciphertext) = sealed.bytes.split_first_chunk::<IV>().ok_or(Refused)?;
    let key = subtle::derive_sealing_key(&kek.key, salt, &info).await?;
    subtle::decrypt_gcm(&key, iv, &info, ciphertext).await
}

/// `purpose NUL kek NUL mode NUL …`: no part contains a NUL, so no two lists read alike.
fn info(kek: &str, mode: &str, name: &[&str]) -> Vec<u8> {
    let (purpose, rest) = name
        .split_first()
        .map_or(("", name), |(purpose, rest)| (*purpose, rest));
    let mut parts = vec![purpose, kek, mode];
    parts.extend(rest);
    parts.join("\0").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::info;

    #[test]
    fn the_info_names_purpose_key_mode_and_thing_in_that_order() {
        assert_eq!(
            info("k1", "test", &["cardseal/token/v1", "mid", "tok_test_00x"]),
            b"cardseal/token/v1\0k1\0test\0mid\0tok_test_00x"
        );
    }
}
