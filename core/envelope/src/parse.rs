//! Taking a sealed card apart, without opening it.

use alloc::vec::Vec;

use crate::accept::Rejected;
use crate::base64url;
use crate::header::{Algorithm, Header};
use crate::payload::MAX_PLAINTEXT;

/// The most bytes a sealed card may have.
pub const MAX_ENVELOPE: usize = 4096;

/// Wrapped keys from RSA of 3,072 to 4,096 bits.
const WRAPPED_KEY: core::ops::RangeInclusive<usize> = 384..=512;

/// Why a text is not a sealed card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// More than [`MAX_ENVELOPE`] bytes: 413 `too_large`.
    TooLarge,
    /// Anything else: the uniform refusal.
    Rejected(Rejected),
}

impl From<Rejected> for ParseError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

/// A compact JWE (RFC 7516 section 3.1) that keeps to the profile. Its content is not yet
/// authenticated, and its ephemeral key not yet known to be on the curve.
pub struct Envelope<'a> {
    header: Header,
    aad: &'a [u8],
    encrypted_key: Vec<u8>,
    iv: [u8; 12],
    ciphertext: Vec<u8>,
    tag: [u8; 16],
}

impl<'a> Envelope<'a> {
    /// Parses `text`, the whole body of a request, to which nothing may be added: no white space,
    /// no newline, no padding.
    pub fn parse(text: &'a [u8]) -> Result<Self, ParseError> {
        if text.len() > MAX_ENVELOPE {
            return Err(ParseError::TooLarge);
        }
        let mut parts = text.split(|byte| *byte == b'.');
        let mut part = || parts.next().ok_or(Rejected);
        let (aad, encrypted_key, iv, ciphertext, tag) =
            (part()?, part()?, part()?, part()?, part()?);
        if part().is_ok() {
            return Err(Rejected.into());
        }
        let header = Header::parse(&base64url::decode(aad).ok_or(Rejected)?)?;
        let encrypted_key = base64url::decode(encrypted_key).ok_or(Rejected)?;
        let key_fits = match header.alg() {
            Algorithm::EcdhEs => encrypted_key.is_empty(),
            Algorithm::RsaOaep256 => WRAPPED_KEY.contains(&encrypted_key.len()),
        };
        let ciphertext = base64url::decode(ciphertext).ok_or(Rejected)?;
        if !key_fits || !(1..=MAX_PLAINTEXT).contains(&ciphertext.len()) {
            return Err(Rejected.into());
        }
        Ok(Self {
            header,
            aad,
            encrypted_key,
            iv: base64url::decode_array(iv).ok_or(Rejected)?,
            ciphertext,
            tag: base64url::decode_array(tag).ok_or(Rejected)?,
        })
    }

    /// The protected header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The additional authenticated data: the protected header as it was sent, in base64url
    /// (RFC 7516 section 5.1 step 14).
    pub fn aad(&self) -> &'a [u8] {
        self.aad
    }

    /// The wrapped content key of `RSA-OAEP-256`; empty for `ECDH-ES`.
    pub fn encrypted_key(&self) -> &[u8] {
        &self.encrypted_key
    }

    /// The initialization vector of AES-GCM.
    pub fn iv(&self) -> &[u8; 12] {
        &self.iv
    }

    /// The ciphertext, as long as the plaintext.
    pub fn ciphertext(&self) -> &[u8] {
        &self.ciphertext
    }

    /// The authentication tag of AES-GCM.
    pub fn tag(&self) -> &[u8; 16] {
        &self.tag
    }

    /// Ciphertext and tag in one piece, as WebCrypto's `decrypt` takes them.
    pub fn ciphertext_and_tag(&self) -> Vec<u8> {
        [self.ciphertext.as_slice(), &self.tag].concat()
    }
}
