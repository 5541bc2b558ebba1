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
use crate::recipient::RecipientKey;

/// The payload is longer than [`MAX_PLAINTEXT`](crate::MAX_PLAINTEXT): a name or an origin far
/// beyond what a card has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealError;

/// Seals `payload` to `key`: a compact JWE of about 700 characters.
///
/// An ephemeral key pair is made for this one envelope and forgotten with it, so not even the
/// sender can open it again. `rng` must be the system's.
pub fn seal<R>(key: &RecipientKey, payload: &Payload<'_>, rng: &mut R) -> Result<String, SealError>
where
    R: CryptoRng + ?Sized,
{
    let mut text = payload.to_json().ok_or(SealError)?;
    let ephemeral = SecretKey::generate_from_rng(rng);
    let header = Header::write(key.kid(), &PublicJwk::from(&ephemeral.public_key()));
    let header = base64url::encode(header.as_bytes());
    let mut iv = [0; 12];
    rng.fill_bytes(&mut iv);

    let z = agree(&ephemeral, key.point());
    let content_key = concat_kdf::<32>(z.as_slice(), ENC, &[], &[]);
    let cipher = Aes256Gcm::new((&*content_key).into());
    // In place: the plaintext is overwritten, never copied.
    let tag = cipher
        .encrypt_inout_detached((&iv).into(), header.as_bytes(), text.as_mut_slice().into())
        .map_err(|_| SealError)?;

    let mut envelope = header;
    envelope.push('.');
    for part in [iv.as_slice(), text.as_slice(), tag.as_slice()] {
        envelope.push('.');
        envelope.push_str(&base64url::encode(part));
    }
    Ok(envelope)
}
