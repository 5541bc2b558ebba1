//! Public keys as JSON Web Keys (RFC 7517) and their thumbprints (RFC 7638).

use alloc::string::String;
use alloc::vec::Vec;

use p256::elliptic_curve::point::AffineCoordinates;
use p256::{AffinePoint, PublicKey};
use sha2::{Digest, Sha256};
use strict_json::Object;

use crate::base64url;

/// A public key on P-256, as the coordinates a JWK carries (RFC 7518 section 6.2.1).
///
/// That the point lies on the curve is checked where it is used: [`point`](Self::point) here,
/// `importKey` in WebCrypto.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicJwk {
    x: [u8; 32],
    y: [u8; 32],
}

impl PublicJwk {
    /// A key from its affine coordinates, big-endian.
    pub fn from_coordinates(x: [u8; 32], y: [u8; 32]) -> Self {
        Self { x, y }
    }

    /// A key from 65 bytes: 4, x, y (SEC 1 section 2.3.3, uncompressed; WebCrypto's `raw`).
    pub fn from_sec1(bytes: &[u8]) -> Option<Self> {
        let coordinates = bytes.strip_prefix(&[4])?;
        let (x, y) = coordinates.split_at_checked(32)?;
        Some(Self {
            x: x.try_into().ok()?,
            y: y.try_into().ok()?,
        })
    }

    /// A key from a JSON object with exactly the members `kty`, `crv`, `x` and `y`.
    pub fn from_object(mut object: Object) -> Option<Self> {
        let key = Self::take(&mut object)?;
        object.is_empty().then_some(key)
    }

    /// Takes the four members out of an object that has others too.
    pub(crate) fn take(object: &mut Object) -> Option<Self> {
        if !object.take_expected("kty", "EC") || !object.take_expected("crv", "P-256") {
            return None;
        }
        Some(Self {
            x: coordinate(object, "x")?,
            y: coordinate(object, "y")?,
        })
    }

    /// The x coordinate, big-endian.
    pub fn x(&self) -> &[u8; 32] {
        &self.x
    }

    /// The y coordinate, big-endian.
    pub fn y(&self) -> &[u8; 32] {
        &self.y
    }

    /// 65 bytes: 4, x, y, as WebCrypto imports a `raw` key.
    pub fn to_sec1(&self) -> [u8; 65] {
        let mut bytes = [4; 65];
        for (to, from) in bytes.iter_mut().skip(1).zip(self.x.iter().chain(&self.y)) {
            *to = *from;
        }
        bytes
    }

    /// The point, if these coordinates name one on the curve.
    pub fn point(&self) -> Option<PublicKey> {
        let point = AffinePoint::from_coordinates(&self.x.into(), &self.y.into());
        PublicKey::from_affine(Option::from(point)?).ok()
    }

    /// The JWK with its required members in the order RFC 7638 section 3 hashes them.
    pub fn to_json(&self) -> String {
        let mut json = String::from(r#"{"crv":"P-256","kty":"EC","x":""#);
        json.push_str(&base64url::encode(&self.x));
        json.push_str(r#"","y":""#);
        json.push_str(&base64url::encode(&self.y));
        json.push_str(r#""}"#);
        json
    }

    /// The RFC 7638 SHA-256 thumbprint: 43 characters, the key's `kid` and, of a root, the pin.
    pub fn thumbprint(&self) -> String {
        base64url::encode(&Sha256::digest(self.to_json()))
    }
}

impl From<&PublicKey> for PublicJwk {
    fn from(key: &PublicKey) -> Self {
        let point = key.as_affine();
        Self {
            x: point.x().into(),
            y: point.y().into(),
        }
    }
}

fn coordinate(object: &mut Object, name: &str) -> Option<[u8; 32]> {
    base64url::decode_array(object.take_string(name)?.as_bytes())
}

/// An RSA public key (RFC 7518 section 6.3.1), for the fallback algorithm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RsaPublicJwk {
    n: Vec<u8>,
    e: Vec<u8>,
}

impl RsaPublicJwk {
    /// A key from modulus and exponent, big-endian without leading zeros; `None` below 3,072 bits
    /// or above 4,096, which is what the profile knows.
    pub fn new(n: Vec<u8>, e: Vec<u8>) -> Option<Self> {
        let bits_known = (384..=512).contains(&n.len()) && n.first().is_some_and(|b| *b >= 0x80);
        let exponent_plain = (1..=8).contains(&e.len()) && e.first() != Some(&0);
        (bits_known && exponent_plain).then_some(Self { n, e })
    }

    /// Takes `kty`, `n` and `e` out of an object that has others too.
    pub(crate) fn take(object: &mut Object) -> Option<Self> {
        if !object.take_expected("kty", "RSA") {
            return None;
        }
        let n = base64url::decode(object.take_string("n")?.as_bytes())?;
        let e = base64url::decode(object.take_string("e")?.as_bytes())?;
        Self::new(n, e)
    }

    /// The modulus, big-endian.
    pub fn n(&self) -> &[u8] {
        &self.n
    }

    /// The public exponent, big-endian.
    pub fn e(&self) -> &[u8] {
        &self.e
    }

    /// The JWK with its required members in the order RFC 7638 section 3 hashes them.
    pub fn to_json(&self) -> String {
        let mut json = String::from(r#"{"e":""#);
        json.push_str(&base64url::encode(&self.e));
        json.push_str(r#"","kty":"RSA","n":""#);
        json.push_str(&base64url::encode(&self.n));
        json.push_str(r#""}"#);
        json
    }

    /// The RFC 7638 SHA-256 thumbprint: 43 characters, the key's `kid`.
    pub fn thumbprint(&self) -> String {
        base64url::encode(&Sha256::digest(self.to_json()))
    }
}
