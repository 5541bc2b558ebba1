//! From an opened plaintext to a card.

use alloc::string::String;
use alloc::vec::Vec;

use strict_json::{Object, Value};
use zeroize::Zeroizing;

use crate::payload::MAX_PLAINTEXT;
use crate::secret::SecretString;

/// The uniform refusal, `invalid_envelope`: everything wrong from parsing through decryption to
/// the payload's schema, session and origin. It says nothing about which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejected;

impl Rejected {
    /// The problem code clients see.
    pub const CODE: &'static str = "invalid_envelope";
}

/// A card as it was sealed. The members are text of any content: `card` makes numbers and dates
/// of them and has its own, telling codes for what is wrong with a card.
pub struct SealedCard {
    /// The primary account number.
    pub pan: SecretString,
    /// The expiry, meant to be `YYYY-MM`.
    pub exp: SecretString,
    /// The card security code, if one was sent.
    pub cvc: Option<SecretString>,
    /// The cardholder's name, if one was sent.
    pub name: Option<SecretString>,
    /// The envelope's own id, 22 characters of base64url: unique within its session.
    pub jti: String,
}

/// Reads the plaintext of an opened envelope, and wipes it.
///
/// `sid` is the id of the session the request came with, `org` the origin that session is for.
/// The members must be `v` = 1, `pan`, `exp`, `sid`, `org`, `jti` and at most `cvc` and `name`,
/// all text but the first; `sid` and `org` must be the ones given.
#[expect(
    clippy::needless_pass_by_value,
    reason = "taken so that it is wiped on every way out"
)]
pub fn accept(plaintext: Zeroizing<Vec<u8>>, sid: &str, org: &str) -> Result<SealedCard, Rejected> {
    if plaintext.len() > MAX_PLAINTEXT {
        return Err(Rejected);
    }
    let members = strict_json::parse(&plaintext, 1)
        .ok()
        .and_then(Value::into_object);
    members
        .and_then(|members| read(members, sid, org))
        .ok_or(Rejected)
}

/// `None` for anything missing, unknown or of another type.
fn read(mut members: Object, sid: &str, org: &str) -> Option<SealedCard> {
    if members.take("v")?.as_integer()? != 1
        || !members.take_expected("sid", sid)
        || !members.take_expected("org", org)
    {
        return None;
    }
    let jti = members.take_string("jti")?;
    let is_base64url = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if jti.len() != 22 || !jti.bytes().all(is_base64url) {
        return None;
    }
    let card = SealedCard {
        pan: SecretString::new(members.take_string("pan")?),
        exp: SecretString::new(members.take_string("exp")?),
        cvc: optional(&mut members, "cvc")?,
        name: optional(&mut members, "name")?,
        jti: String::from(jti.as_str()),
    };
    members.is_empty().then_some(card)
}

/// The outer `None` is a refusal: `null` is not how this payload says "absent".
#[expect(
    clippy::option_option,
    reason = "refused, absent and present are three answers"
)]
fn optional(members: &mut Object, name: &str) -> Option<Option<SecretString>> {
    match members.take(name) {
        None => Some(None),
        Some(value) => value
            .into_string()
            .map(|text| Some(SecretString::new(text))),
    }
}
