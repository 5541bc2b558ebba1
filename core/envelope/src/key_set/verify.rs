//! From the text of a key set and a pin to a key to seal to.

use alloc::vec::Vec;

use strict_json::{Object, Value};

use super::jws::Jws;
use super::{KEYS, MAX_INTERMEDIATE_SECONDS, MAX_KEY_SET, MAX_KEY_SET_SECONDS, ROOT, ROOT_NEXT};
use crate::header::Algorithm;
use crate::jwk::{PublicJwk, RsaPublicJwk};
use crate::recipient::RecipientKey;

/// What a key set must be for, and when.
pub struct Expected<'a> {
    /// The thumbprint of the root this page trusts.
    pub pin: &'a str,
    /// `test` or `live`.
    pub env: &'a str,
    /// The origin the key set was fetched from.
    pub iss: &'a str,
    /// Now, Unix seconds.
    pub now: u64,
    /// How far wrong `now` may be, in seconds.
    pub tolerance: u64,
}

/// Why a key set was refused. Nothing is sealed then, and nothing sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySetError {
    /// Not a key set in its one form, or larger than [`MAX_KEY_SET`].
    Malformed,
    /// The root is not the pinned one, nor named by it.
    WrongRoot,
    /// A signature does not hold.
    BadSignature,
    /// For the other of `test` and `live`.
    WrongEnvironment,
    /// For another origin.
    WrongIssuer,
    /// Not valid yet, no longer, or for longer than it may be.
    OutsideTime,
    /// No key in it is valid now for an algorithm known here.
    NoUsableKey,
}

use KeySetError::{
    BadSignature, Malformed, NoUsableKey, OutsideTime, WrongEnvironment, WrongIssuer, WrongRoot,
};

/// Verifies the chain pin → root → intermediate → set and returns the first usable key.
pub fn verify(text: &[u8], expected: &Expected<'_>) -> Result<RecipientKey, KeySetError> {
    if text.len() > MAX_KEY_SET {
        return Err(Malformed);
    }
    let parts: Vec<&[u8]> = text.split(|byte| *byte == b'~').collect();
    let (next, root, keys) = match *parts.as_slice() {
        [root, keys] => (None, root, keys),
        [next, root, keys] => (Some(next), root, keys),
        _ => return Err(Malformed),
    };
    // Its form is checked even when the pin makes it superfluous: one text is either good or bad.
    let next = next
        .map(|text| Signed::parse(text, ROOT_NEXT))
        .transpose()?;
    let root = Signed::parse(root, ROOT)?;
    if root.signer.thumbprint() != expected.pin {
        let next = next.ok_or(WrongRoot)?;
        if next.signer.thumbprint() != expected.pin {
            return Err(WrongRoot);
        }
        if next.vouched_key(expected, u64::MAX)? != root.signer {
            return Err(WrongRoot);
        }
    }
    let intermediate = root.vouched_key(expected, MAX_INTERMEDIATE_SECONDS)?;
    key_of_set(keys, &intermediate, expected)
}

/// A root's statement and the key its header says signed it.
struct Signed<'a> {
    jws: Jws<'a>,
    signer: PublicJwk,
}

impl<'a> Signed<'a> {
    fn parse(text: &'a [u8], typ: &str) -> Result<Self, KeySetError> {
        let mut jws = Jws::parse(text).ok_or(Malformed)?;
        only_if(jws.take_type(typ), Malformed)?;
        let signer = take_jwk(&mut jws.header)?;
        only_if(jws.header.is_empty(), Malformed)?;
        Ok(Self { jws, signer })
    }

    /// The key the statement names, once signature, context and time hold.
    fn vouched_key(self, expected: &Expected<'_>, longest: u64) -> Result<PublicJwk, KeySetError> {
        let mut payload = self.jws.verified_by(&self.signer).ok_or(BadSignature)?;
        context(&mut payload, expected)?;
        let jwk = take_jwk(&mut payload)?;
        only_if(payload.take_expected("kid", &jwk.thumbprint()), Malformed)?;
        let (nbf, exp) = (seconds(&mut payload, "nbf")?, seconds(&mut payload, "exp")?);
        only_if(payload.is_empty(), Malformed)?;
        only_if(within(nbf, exp, longest, expected), OutsideTime)?;
        Ok(jwk)
    }
}

/// The second JWS: the keys, signed by the intermediate.
fn key_of_set(
    text: &[u8],
    intermediate: &PublicJwk,
    expected: &Expected<'_>,
) -> Result<RecipientKey, KeySetError> {
    let mut jws = Jws::parse(text).ok_or(Malformed)?;
    only_if(jws.take_type(KEYS), Malformed)?;
    let kid = jws.header.take_string("kid").ok_or(Malformed)?;
    only_if(jws.header.is_empty(), Malformed)?;
    only_if(*kid == intermediate.thumbprint(), BadSignature)?;
    let mut payload = jws.verified_by(intermediate).ok_or(BadSignature)?;
    context(&mut payload, expected)?;
    seconds(&mut payload, "seq")?;
    let (iat, exp) = (seconds(&mut payload, "iat")?, seconds(&mut payload, "exp")?);
    let keys = payload.take("keys").and_then(Value::into_array);
    let keys = keys.ok_or(Malformed)?;
    only_if(payload.is_empty(), Malformed)?;
    only_if(within(iat, exp, MAX_KEY_SET_SECONDS, expected), OutsideTime)?;
    let mut first = None;
    for key in keys {
        let usable = usable_key(key.into_object().ok_or(Malformed)?, expected)?;
        first = first.or(usable);
    }
    let first = first.and_then(|jwk| RecipientKey::new(&jwk));
    first.ok_or(NoUsableKey)
}

/// One entry: `None` when it is well-formed, but not for this client or not for now.
fn usable_key(mut key: Object, expected: &Expected<'_>) -> Result<Option<PublicJwk>, KeySetError> {
    let (nbf, exp) = (seconds(&mut key, "nbf")?, seconds(&mut key, "exp")?);
    let alg = key.take_string("alg").ok_or(Malformed)?;
    let (thumbprint, jwk) = match Algorithm::from_name(&alg).ok_or(Malformed)? {
        Algorithm::EcdhEs => {
            let jwk = PublicJwk::take(&mut key).ok_or(Malformed)?;
            (jwk.thumbprint(), Some(jwk))
        }
        Algorithm::RsaOaep256 => {
            let jwk = RsaPublicJwk::take(&mut key).ok_or(Malformed)?;
            (jwk.thumbprint(), None)
        }
    };
    let named = key.take_expected("use", "enc") && key.take_expected("kid", &thumbprint);
    only_if(named && key.is_empty(), Malformed)?;
    Ok(jwk.filter(|_| within(nbf, exp, u64::MAX, expected)))
}

fn context(payload: &mut Object, expected: &Expected<'_>) -> Result<(), KeySetError> {
    let env = payload.take_string("env").ok_or(Malformed)?;
    let iss = payload.take_string("iss").ok_or(Malformed)?;
    only_if(env.as_str() == expected.env, WrongEnvironment)?;
    only_if(iss.as_str() == expected.iss, WrongIssuer)
}

fn take_jwk(object: &mut Object) -> Result<PublicJwk, KeySetError> {
    let jwk = object.take("jwk").and_then(Value::into_object);
    jwk.and_then(PublicJwk::from_object).ok_or(Malformed)
}

fn only_if(condition: bool, otherwise: KeySetError) -> Result<(), KeySetError> {
    if condition { Ok(()) } else { Err(otherwise) }
}

fn seconds(payload: &mut Object, name: &str) -> Result<u64, KeySetError> {
    let number = payload
        .take(name)
        .and_then(|value| value.as_integer())
        .ok_or(Malformed)?;
    u64::try_from(number).map_err(|_| Malformed)
}

/// Whether now lies in [from, until), give or take the tolerance, and no more than `longest`
/// seconds lie between the two.
fn within(from: u64, until: u64, longest: u64, expected: &Expected<'_>) -> bool {
    let Some(span) = until.checked_sub(from) else {
        return false;
    };
    span <= longest
        && from <= expected.now.saturating_add(expected.tolerance)
        && expected.now < until.saturating_add(expected.tolerance)
}
