//! The keys that cards are sealed to, as the vault holds them.

use super::keyring::Locked;
use super::private_jwk::PrivateJwk;
use super::secrets::Members;
use super::subtle::{self, CryptoKey};
use access::Timestamp;
use envelope::Algorithm;
use envelope::key_set::{EnvelopeKey, PublishedKey};

/// One of them, of any state.
pub(crate) struct Recipient {
    /// Its thumbprint.
    pub(crate) kid: String,
    /// What it is for, and nothing else.
    pub(crate) alg: Algorithm,
    /// Its private half.
    pub(crate) private: CryptoKey,
    /// Its public half, while it is to be sealed to.
    pub(crate) published: Option<PublishedKey>,
}

impl Recipient {
    /// Whether cards are sealed to it at this moment.
    pub(crate) fn is_offered(&self, now: Timestamp) -> bool {
        let within = |key: &PublishedKey| {
            u64::try_from(now.secs()).is_ok_and(|now| key.nbf <= now && now < key.exp)
        };
        self.published.as_ref().is_some_and(within)
    }
}

/// What is wrong when one of them is.
const AT: Locked = Locked("envelope_keys");

/// Reads and imports all of a keyring, in its order.
pub(super) async fn read(ring: &mut Members) -> Result<Vec<Recipient>, Locked> {
    let mut recipients = Vec::new();
    for entry in ring.list("envelope_keys").ok_or(AT)? {
        recipients.push(import(entry).await?);
    }
    Ok(recipients)
}

async fn import(mut entry: Members) -> Result<Recipient, Locked> {
    let active = match entry.text("state").as_ref().map(|state| state.as_str()) {
        Some("active") => true,
        Some("pending" | "retired") => false,
        _ => return Err(AT),
    };
    let seconds = |value: Option<i64>| value.and_then(|value| u64::try_from(value).ok());
    let (nbf, exp) = (entry.integer("nbf"), entry.integer("exp"));
    let (nbf, exp) = seconds(nbf).zip(seconds(exp)).ok_or(AT)?;
    let mut jwk = entry.object("jwk").ok_or(AT)?;
    let alg = jwk.text("alg").ok_or(AT)?;
    let alg = Algorithm::from_name(&alg).ok_or(AT)?;
    let (kid, private, key) = match alg {
        Algorithm::EcdhEs => {
            let jwk = PrivateJwk::on_p256(jwk).ok_or(AT)?;
            let private = subtle::import_agreement_key(&jwk).await;
            (jwk.kid, private, EnvelopeKey::Ec(jwk.public))
        }
        Algorithm::RsaOaep256 => {
            let jwk = PrivateJwk::rsa(jwk).ok_or(AT)?;
            let private = subtle::import_unwrapping_key(&jwk).await;
            (jwk.kid, private, EnvelopeKey::Rsa(jwk.public))
        }
    };
    Ok(Recipient {
        kid,
        alg,
        private: private.map_err(|subtle::Refused| AT)?,
        published: active.then_some(PublishedKey { key, nbf, exp }),
    })
}
