//! The protected header: which members there may be, and what they say.

use alloc::string::String;
use alloc::vec::Vec;

use strict_json::Object;

use crate::accept::Rejected;
use crate::base64url;
use crate::jwk::PublicJwk;

/// The most bytes the header's JSON may have.
pub const MAX_HEADER: usize = 512;

/// The `enc` of every sealed card.
pub(crate) const ENC: &str = "A256GCM";
/// The `typ` of a sealed card.
pub(crate) const TYP: &str = "card+jwe";

/// How the content key comes about (RFC 7518 section 4). Which one applies is a property of the
/// recipient's key: compare it with the header's before opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// Ephemeral-static ECDH on P-256, the agreed key used directly.
    EcdhEs,
    /// The content key wrapped with RSA-OAEP and SHA-256: the fallback.
    RsaOaep256,
}

impl Algorithm {
    /// The name registered with JOSE.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EcdhEs => "ECDH-ES",
            Self::RsaOaep256 => "RSA-OAEP-256",
        }
    }

    /// The algorithm of that registered name, if it is one of the profile.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::EcdhEs, Self::RsaOaep256]
            .into_iter()
            .find(|a| a.as_str() == name)
    }
}

/// What the header says about the content key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyManagement {
    /// `ECDH-ES`.
    EcdhEs {
        /// The sender's ephemeral key. Not yet checked to be on the curve.
        epk: PublicJwk,
        /// Agreement PartyUInfo, decoded; empty when absent.
        apu: Vec<u8>,
        /// Agreement PartyVInfo, decoded; empty when absent.
        apv: Vec<u8>,
    },
    /// `RSA-OAEP-256`.
    RsaOaep256,
}

/// A protected header that keeps to the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The recipient's key: an RFC 7638 thumbprint, 43 characters.
    pub kid: String,
    /// How the content key comes about.
    pub key_management: KeyManagement,
}

impl Header {
    /// The algorithm, to be compared with the one of the key that `kid` names.
    pub fn alg(&self) -> Algorithm {
        match self.key_management {
            KeyManagement::EcdhEs { .. } => Algorithm::EcdhEs,
            KeyManagement::RsaOaep256 => Algorithm::RsaOaep256,
        }
    }

    pub(crate) fn parse(json: &[u8]) -> Result<Self, Rejected> {
        if json.len() > MAX_HEADER {
            return Err(Rejected);
        }
        let object = strict_json::parse(json, 2)
            .ok()
            .and_then(strict_json::Value::into_object);
        object.and_then(read).ok_or(Rejected)
    }

    /// The header of a card sealed here to a key on P-256.
    pub(crate) fn write(kid: &str, epk: &PublicJwk) -> String {
        let mut json = String::with_capacity(MAX_HEADER);
        json.push_str(r#"{"alg":"ECDH-ES","enc":"A256GCM","kid":""#);
        json.push_str(kid);
        json.push_str(r#"","typ":"card+jwe","epk":"#);
        json.push_str(&epk.to_json());
        json.push('}');
        json
    }

    /// The same to an RSA key.
    #[cfg(feature = "rsa")]
    pub(crate) fn write_rsa(kid: &str) -> String {
        let mut json = String::with_capacity(MAX_HEADER);
        json.push_str(r#"{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":""#);
        json.push_str(kid);
        json.push_str(r#"","typ":"card+jwe"}"#);
        json
    }
}

/// `None` for anything missing, unknown or of another type.
fn read(mut members: Object) -> Option<Header> {
    let alg = Algorithm::from_name(&members.take_string("alg")?)?;
    if !members.take_expected("enc", ENC) {
        return None;
    }
    if let Some(typ) = members.take("typ")
        && typ.into_string()?.as_str() != TYP
    {
        return None;
    }
    let kid = members.take_string("kid")?;
    // A thumbprint is 32 bytes; any other text cannot be a key of ours.
    base64url::decode_array::<32>(kid.as_bytes())?;
    let key_management = match alg {
        Algorithm::EcdhEs => KeyManagement::EcdhEs {
            epk: PublicJwk::from_object(members.take("epk")?.into_object()?)?,
            apu: party_info(&mut members, "apu")?,
            apv: party_info(&mut members, "apv")?,
        },
        Algorithm::RsaOaep256 => KeyManagement::RsaOaep256,
    };
    members.is_empty().then(|| Header {
        kid: String::from(kid.as_str()),
        key_management,
    })
}

fn party_info(members: &mut Object, name: &str) -> Option<Vec<u8>> {
    match members.take(name) {
        None => Some(Vec::new()),
        Some(value) => base64url::decode(value.into_string()?.as_bytes()),
    }
}
