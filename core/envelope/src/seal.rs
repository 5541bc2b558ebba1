//! Sealing a card to the vault.

use alloc::string::String;

use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit};
use p256::SecretKey;
use p256::elliptic_curve::Generate;
use rand_core::CryptoRng;

use crate::agreement::agree;
use crate::base64url;
use crate::concat_kdf::concat_kdf;
use crate::header::{ENC, Header};
use crate::jwk::PublicJwk;
use crate::payload::Payload;
use crate::recipient::{PublicHalf, RecipientKey};

/// The payload is longer than [`MAX_PLAINTEXT`](crate::MAX_PLAINTEXT): a name or an origin far
/// beyond what a card has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealError;

/// Seals `payload` to `key`: a compact JWE of about 700 characters, 1,000 to an RSA key.
///
/// The content key is made for this one envelope and forgotten with it, so not even the sender can
/// open it again. `rng` must be the system's.
pub fn seal<R>(key: &RecipientKey, payload: &Payload<'_>, rng: &mut R) -> Result<String, SealError>
where
    R: CryptoRng + ?Sized,
{
    let mut text = payload.to_json().ok_or(SealError)?;
    match key.half() {
        PublicHalf::Point(point) => {
            let ephemeral = SecretKey::generate_from_rng(rng);
            let header = Header::write(key.kid(), &PublicJwk::from(&ephemeral.public_key()));
            let z = agree(&ephemeral, point);
            let content_key = concat_kdf::<32>(z.as_slice(), ENC, &[], &[]);
            encrypt(&content_key, &header, "", &mut text, rng)
        }
        #[cfg(feature = "rsa")]
        PublicHalf::Rsa(wrapping) => {
            let mut content_key = zeroize::Zeroizing::new([0; 32]);
            rng.fill_bytes(content_key.as_mut_slice());
            let wrapped = wrapping.wrap(&content_key, rng).ok_or(SealError)?;
            let (header, wrapped) = (Header::write_rsa(key.kid()), base64url::encode(&wrapped));
            encrypt(&content_key, &header, &wrapped, &mut text, rng)
        }
    }
}

/// The envelope, once there is a content key: `text` is encrypted in place, never copied.
fn encrypt<R>(
    content_key: &[u8; 32],
    header: &str,
    encrypted_key: &str,
    text: &mut [u8],
    rng: &mut R,
) -> Result<String, SealError>
where
    R: CryptoRng + ?Sized,
{
    let header = base64url::encode(header.as_bytes());
    let mut iv = [0; 12];
    rng.fill_bytes(&mut iv);
    let tag = Aes256Gcm::new(content_key.into())
        .encrypt_inout_detached((&iv).into(), header.as_bytes(), (&mut *text).into())
        .map_err(|_| SealError)?;

    let mut envelope = header;
    envelope.push('.');
    envelope.push_str(encrypted_key);
    for part in [iv.as_slice(), text, tag.as_slice()] {
        envelope.push('.');
        envelope.push_str(&base64url::encode(part));
    }
    Ok(envelope)
}
