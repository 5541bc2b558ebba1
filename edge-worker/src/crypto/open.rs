//! Opening a sealed card (RFC 7516 section 5.2).
//!
//! The private key does its part inside WebCrypto. Whatever is wrong, from the first byte to the
//! payload's last member, the answer is the same: anything more would be an oracle.

use super::keyring::Keyring;
use super::random;
use super::subtle::{self, CryptoKey};
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
    // What a key is for is the key's to say; the header must say the same.
    if header.alg() != key.alg {
        return Err(Rejected);
    }
    let rejected = |subtle::Refused| Rejected;
    let content_key = match &header.key_management {
        KeyManagement::EcdhEs { epk, apu, apv } => {
            let shared = subtle::agree(&key.private, &epk.to_sec1()).await;
            let shared = shared.map_err(rejected)?;
            envelope::concat_kdf::<32>(&shared, "A256GCM", apu, apv)
        }
        KeyManagement::RsaOaep256 => unwrap(&key.private, envelope.encrypted_key()).await?,
    };
    let content_key = subtle::import_content_key(&content_key)
        .await
        .map_err(rejected)?;
    let sealed = envelope.ciphertext_and_tag();
    subtle::decrypt_gcm(&content_key, envelope.iv(), envelope.aad(), &sealed)
        .await
        .map_err(rejected)
}

/// The content key of RSA-OAEP-256 (RFC 7518 section 4.3). Where nothing can be unwrapped, or something of
/// another length, it is a random one (RFC 7516 section 11.5): what is wrong with the wrapping then shows
/// where a wrong tag shows, as late, and as nothing else.
async fn unwrap(
    private: &CryptoKey,
    encrypted_key: &[u8],
) -> Result<Zeroizing<[u8; 32]>, Rejected> {
    let random = Zeroizing::new(random::bytes::<32>().map_err(|_| Rejected)?);
    let unwrapped = subtle::decrypt_oaep(private, encrypted_key).await;
    let unwrapped = unwrapped
        .ok()
        .and_then(|key| key.as_slice().try_into().ok());
    Ok(unwrapped.map_or(random, Zeroizing::new))
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
