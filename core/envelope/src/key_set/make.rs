//! What root and intermediate sign.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use strict_json::write_string;

use super::{KEYS, ROOT, ROOT_NEXT};
use crate::base64url;
use crate::header::Algorithm;
use crate::jwk::{PublicJwk, RsaPublicJwk};

/// A root's word about another key, for one environment and one origin.
pub struct RootStatement<'a> {
    /// `test` or `live`.
    pub env: &'a str,
    /// The origin the key set is fetched from.
    pub iss: &'a str,
    /// The key vouched for: an intermediate, or the next root.
    pub jwk: &'a PublicJwk,
    /// Not before, Unix seconds.
    pub nbf: u64,
    /// Not at or after, Unix seconds. For an intermediate at most
    /// [`MAX_INTERMEDIATE_SECONDS`](super::MAX_INTERMEDIATE_SECONDS) after `nbf`.
    pub exp: u64,
}

impl RootStatement<'_> {
    /// What `root` signs to name an intermediate.
    pub fn signing_input(&self, root: &PublicJwk) -> String {
        self.signing_input_as(ROOT, root)
    }

    /// What the old `root` signs to name the next one.
    pub fn next_root_signing_input(&self, root: &PublicJwk) -> String {
        self.signing_input_as(ROOT_NEXT, root)
    }

    fn signing_input_as(&self, typ: &str, root: &PublicJwk) -> String {
        let mut header = open_header(typ);
        header.push_str(r#","jwk":"#);
        header.push_str(&root.to_json());
        header.push('}');
        let mut payload = open_payload(self.env, self.iss);
        payload.push_str(r#","kid":"#);
        write_string(&mut payload, &self.jwk.thumbprint());
        payload.push_str(r#","jwk":"#);
        payload.push_str(&self.jwk.to_json());
        number(&mut payload, "nbf", self.nbf);
        number(&mut payload, "exp", self.exp);
        payload.push('}');
        signing_input(&header, &payload)
    }
}

/// A public key that cards may be sealed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnvelopeKey {
    /// For `ECDH-ES`.
    Ec(PublicJwk),
    /// For `RSA-OAEP-256`.
    Rsa(RsaPublicJwk),
}

impl EnvelopeKey {
    /// The algorithm this key, and only it, is for.
    pub fn alg(&self) -> Algorithm {
        match self {
            Self::Ec(_) => Algorithm::EcdhEs,
            Self::Rsa(_) => Algorithm::RsaOaep256,
        }
    }

    /// The RFC 7638 thumbprint.
    pub fn kid(&self) -> String {
        match self {
            Self::Ec(jwk) => jwk.thumbprint(),
            Self::Rsa(jwk) => jwk.thumbprint(),
        }
    }

    fn to_json(&self) -> String {
        match self {
            Self::Ec(jwk) => jwk.to_json(),
            Self::Rsa(jwk) => jwk.to_json(),
        }
    }
}

/// A key of the set and the time it may be sealed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedKey {
    /// The key.
    pub key: EnvelopeKey,
    /// Not before, Unix seconds.
    pub nbf: u64,
    /// Not at or after, Unix seconds.
    pub exp: u64,
}

/// The keys of the hour. The first one a browser can use is the one it takes.
pub struct KeySetStatement<'a> {
    /// `test` or `live`.
    pub env: &'a str,
    /// The origin the key set is fetched from.
    pub iss: &'a str,
    /// Grows with every change of the keyring.
    pub seq: u64,
    /// Issued at, Unix seconds.
    pub iat: u64,
    /// Not at or after, Unix seconds; at most
    /// [`MAX_KEY_SET_SECONDS`](super::MAX_KEY_SET_SECONDS) after `iat`.
    pub exp: u64,
    /// The keys, in order of preference.
    pub keys: &'a [PublishedKey],
}

impl KeySetStatement<'_> {
    /// What the intermediate whose thumbprint is `kid` signs.
    pub fn signing_input(&self, kid: &str) -> String {
        let mut payload = open_payload(self.env, self.iss);
        number(&mut payload, "seq", self.seq);
        number(&mut payload, "iat", self.iat);
        number(&mut payload, "exp", self.exp);
        let entries: Vec<String> = self.keys.iter().map(entry).collect();
        list(&mut payload, "keys", &entries);
        payload.push('}');
        signing_input_of(KEYS, kid, &payload)
    }
}

fn entry(published: &PublishedKey) -> String {
    let mut json = published.key.to_json();
    json.pop(); // the closing brace: the members below join the JWK's own
    json.push_str(r#","kid":"#);
    write_string(&mut json, &published.key.kid());
    json.push_str(r#","alg":"#);
    write_string(&mut json, published.key.alg().as_str());
    json.push_str(r#","use":"enc""#);
    number(&mut json, "nbf", published.nbf);
    number(&mut json, "exp", published.exp);
    json.push('}');
    json
}

/// The JWS of what was signed: `signature` is R and S, 32 bytes each, as WebCrypto returns them.
pub fn complete(signing_input: String, signature: &[u8; 64]) -> String {
    let mut jws = signing_input;
    jws.push('.');
    jws.push_str(&base64url::encode(signature));
    jws
}

/// The signed key set: the statements in order, the key set last.
pub fn join<S: AsRef<str>>(statements: &[S]) -> String {
    let statements: Vec<&str> = statements.iter().map(AsRef::as_ref).collect();
    statements.join("~")
}

fn open_header(typ: &str) -> String {
    let mut header = String::from(r#"{"alg":"ES256","typ":"#);
    write_string(&mut header, typ);
    header
}

/// What an intermediate signs.
pub(super) fn signing_input_of(typ: &str, kid: &str, payload: &str) -> String {
    let mut header = open_header(typ);
    header.push_str(r#","kid":"#);
    write_string(&mut header, kid);
    header.push('}');
    signing_input(&header, payload)
}

pub(super) fn open_payload(env: &str, iss: &str) -> String {
    let mut payload = String::from(r#"{"env":"#);
    write_string(&mut payload, env);
    payload.push_str(r#","iss":"#);
    write_string(&mut payload, iss);
    payload
}

pub(super) fn number(json: &mut String, name: &str, value: u64) {
    json.push(',');
    write_string(json, name);
    json.push(':');
    json.push_str(&value.to_string());
}

pub(super) fn list(json: &mut String, name: &str, entries: &[String]) {
    json.push(',');
    write_string(json, name);
    json.push_str(":[");
    json.push_str(&entries.join(","));
    json.push(']');
}

fn signing_input(header: &str, payload: &str) -> String {
    let mut input = base64url::encode(header.as_bytes());
    input.push('.');
    input.push_str(&base64url::encode(payload.as_bytes()));
    input
}
