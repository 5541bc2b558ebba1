//! Opening a sealed card (RFC 7516 section 5.2, ECDH-ES of RFC 7518 section 4.6).
//!
//! The private key does its part inside WebCrypto. Whatever is wrong, from the first byte to the
//! payload's last member, the answer is the same: anything more would be an oracle.

use super::keyring::Keyring;
use super::subtle;
use card::{Card, CardholderName, Expiry, Pan, SecurityCode};
use envelope::{Envelope, KeyManagement, ParseError, Rejected, SealedCard};
use payments::{Code, Problem};
use zeroize::Zeroizing;

/// A card as it came out of its envelope, and the envelope's own id.
pub(crate) struct Opened {
    /// The card; its parts are well-formed, [`Card::check`] has the rest to say.
    pub(crate) card: Card,
    /// Unique within the session.
    pub(crate) jti: String,
}

/// Opens an envelope sealed for the session `sid` and the origin `org`.
pub(crate) async fn open(
    keyring: &Keyring,
    text: &[u8],
    sid: &str,
    org: &str,
) -> Result<Opened, Problem> {
    let envelope = Envelope::parse(text).map_err(|error| match error {
        ParseError::TooLarge => Code::TooLarge,
        ParseError::Rejected(Rejected) => Code::InvalidEnvelope,
    })?;
    let plaintext = decrypt(keyring, &envelope)
        .await
        .map_err(|Rejected| Code::InvalidEnvelope)?;
    let sealed = envelope::accept(plaintext, sid, org).map_err(|Rejected| Code::InvalidEnvelope)?;
    card_of(sealed)
}

async fn decrypt(
    keyring: &Keyring,
    envelope: &Envelope<'_>,
) -> Result<Zeroizing<Vec<u8>>, Rejected> {
    let header = envelope.header();
    let key = keyring
        .envelope_keys
        .iter()
        .find(|key| key.kid == header.kid)
        .ok_or(Rejected)?;
    // Every key of this ring is for ECDH-ES; the header must say the same.
    let KeyManagement::EcdhEs { epk, apu, apv } = &header.key_management else {
        return Err(Rejected);
    };
    let rejected = |subtle::Refused| Rejected;
    let shared = subtle::agree(&key.private, &epk.to_sec1())
        .await
        .map_err(rejected)?;
    let content_key = envelope::concat_kdf::<32>(&shared, "A256GCM", apu, apv);
    let content_key = subtle::import_content_key(&content_key)
        .await
        .map_err(rejected)?;
    let sealed = envelope.ciphertext_and_tag();
    subtle::decrypt_gcm(&content_key, envelope.iv(), envelope.aad(), &sealed)
        .await
        .map_err(rejected)
}

fn card_of(sealed: SealedCard) -> Result<Opened, Problem> {
    // EXPOSE: each text becomes a type of its own; the texts are wiped at the end of this function.
    let name = match &sealed.name {
        Some(name) => Some(CardholderName::parse(name.expose()).ok_or(Code::InvalidEnvelope)?),
        None => None,
    };
    let card = Card {
        pan: Pan::parse(sealed.pan.expose())?,
        expiry: Expiry::parse(sealed.exp.expose())?,
        code: sealed
            .cvc
            .as_ref()
            .map(|code| SecurityCode::parse(code.expose()))
            .transpose()?,
        name,
        brand: None,
    };
    Ok(Opened {
        card,
        jti: sealed.jti,
    })
}
