//! The vault's half with the private key in the open: for tests alone, since the product opens
//! envelopes with WebCrypto.

use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit};
use envelope::{
    Algorithm, Envelope, KeyManagement, ParseError, PublicJwk, Rejected, SealedCard, accept, agree,
    concat_kdf,
};
use p256::SecretKey;
use zeroize::Zeroizing;

/// A key of a vault and the context its envelopes are for.
pub(crate) struct Opener {
    secret: SecretKey,
    kid: String,
}

impl Opener {
    pub(crate) fn new(secret: SecretKey) -> Self {
        let kid = PublicJwk::from(&secret.public_key()).thumbprint();
        Self { secret, kid }
    }

    pub(crate) fn jwk(&self) -> PublicJwk {
        PublicJwk::from(&self.secret.public_key())
    }

    /// Every step the edge takes, in its order.
    pub(crate) fn open(&self, text: &[u8], sid: &str, org: &str) -> Result<SealedCard, ParseError> {
        let envelope = Envelope::parse(text)?;
        Ok(accept(self.decrypt(&envelope)?, sid, org)?)
    }

    /// The steps WebCrypto takes.
    pub(crate) fn decrypt(&self, envelope: &Envelope<'_>) -> Result<Zeroizing<Vec<u8>>, Rejected> {
        let header = envelope.header();
        if header.kid != self.kid || header.alg() != Algorithm::EcdhEs {
            return Err(Rejected);
        }
        let KeyManagement::EcdhEs { epk, apu, apv } = &header.key_management else {
            return Err(Rejected);
        };
        let z = agree(&self.secret, &epk.point().ok_or(Rejected)?);
        let key = concat_kdf::<32>(z.as_slice(), "A256GCM", apu, apv);
        let mut text = Zeroizing::new(envelope.ciphertext().to_vec());
        Aes256Gcm::new((&*key).into())
            .decrypt_inout_detached(
                envelope.iv().into(),
                envelope.aad(),
                text.as_mut_slice().into(),
                envelope.tag().into(),
            )
            .map_err(|_| Rejected)?;
        Ok(text)
    }
}
