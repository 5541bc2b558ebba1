//! The statements of a chain: a root's word about another key, and the set of keys itself.

use alloc::vec::Vec;

use strict_json::{Object, Value};

use super::MAX_KEY_SET_SECONDS;
use super::expected::KeySetError::{self, BadSignature, Malformed, NoUsableKey, OutsideTime};
use super::expected::{Expected, only_if};
use super::jws::Jws;
use crate::header::Algorithm;
use crate::jwk::{PublicJwk, RsaPublicJwk};
use crate::recipient::{Candidate, RecipientKey};

/// A statement whose signature is not yet checked, and the key that must have made it.
pub(super) struct Unchecked<'a> {
    jws: Jws<'a>,
    signer: PublicJwk,
}

impl<'a> Unchecked<'a> {
    /// A root's statement: its header says which key signed it.
    pub(super) fn of_root(text: &'a [u8], typ: &str) -> Result<Self, KeySetError> {
        let mut jws = Jws::parse(text).ok_or(Malformed)?;
        only_if(jws.take_type(typ), Malformed)?;
        let signer = take_jwk(&mut jws.header)?;
        only_if(jws.header.is_empty(), Malformed)?;
        Ok(Self { jws, signer })
    }

    /// The key set or the ranges: the header names the intermediate, which a root has vouched for.
    pub(super) fn of_set(
        text: &'a [u8],
        typ: &str,
        intermediate: PublicJwk,
    ) -> Result<Self, KeySetError> {
        let mut jws = Jws::parse(text).ok_or(Malformed)?;
        only_if(jws.take_type(typ), Malformed)?;
        let kid = jws.header.take_string("kid").ok_or(Malformed)?;
        only_if(jws.header.is_empty(), Malformed)?;
        only_if(*kid == intermediate.thumbprint(), BadSignature)?;
        Ok(Self {
            jws,
            signer: intermediate,
        })
    }

    pub(super) fn signer(&self) -> &PublicJwk {
        &self.signer
    }

    pub(super) fn signing_input(&self) -> &'a [u8] {
        self.jws.signing_input()
    }

    pub(super) fn signature(&self) -> &[u8; 64] {
        self.jws.signature()
    }

    /// What was signed, if the signature holds.
    pub(super) fn checked(self, holds: bool) -> Result<Checked, KeySetError> {
        self.jws.payload_if(holds).map(Checked).ok_or(BadSignature)
    }
}

/// What a statement says, its signature being known to hold.
pub(super) struct Checked(Object);

impl Checked {
    /// The key a root's statement names, once context and time hold.
    pub(super) fn vouched_key(
        self,
        expected: &Expected<'_>,
        longest: u64,
    ) -> Result<PublicJwk, KeySetError> {
        let Self(mut payload) = self;
        expected.context(&mut payload)?;
        let jwk = take_jwk(&mut payload)?;
        only_if(payload.take_expected("kid", &jwk.thumbprint()), Malformed)?;
        let (nbf, exp) = (seconds(&mut payload, "nbf")?, seconds(&mut payload, "exp")?);
        only_if(payload.is_empty(), Malformed)?;
        only_if(expected.within(nbf, exp, longest), OutsideTime)?;
        Ok(jwk)
    }

    /// The first usable key of a key set, once context and time hold.
    pub(super) fn usable_key(self, expected: &Expected<'_>) -> Result<RecipientKey, KeySetError> {
        let mut first = None;
        for key in self.entries("keys", expected)? {
            let usable = entry(key.into_object().ok_or(Malformed)?, expected)?;
            first = first.or(usable);
        }
        let first = first.and_then(|key: Candidate| key.recipient());
        first.ok_or(NoUsableKey)
    }

    /// What an intermediate's statement lists under `name`, once context and time hold.
    #[inline(never)]
    pub(super) fn entries(
        self,
        name: &str,
        expected: &Expected<'_>,
    ) -> Result<Vec<Value>, KeySetError> {
        let Self(mut payload) = self;
        expected.context(&mut payload)?;
        seconds(&mut payload, "seq")?;
        let (iat, exp) = (seconds(&mut payload, "iat")?, seconds(&mut payload, "exp")?);
        let entries = payload.take(name).and_then(Value::into_array);
        let entries = entries.ok_or(Malformed)?;
        only_if(payload.is_empty(), Malformed)?;
        only_if(expected.within(iat, exp, MAX_KEY_SET_SECONDS), OutsideTime)?;
        Ok(entries)
    }
}

/// One entry: `None` when it is well-formed, but not for this client or not for now.
fn entry(mut key: Object, expected: &Expected<'_>) -> Result<Option<Candidate>, KeySetError> {
    let (nbf, exp) = (seconds(&mut key, "nbf")?, seconds(&mut key, "exp")?);
    let alg = key.take_string("alg").ok_or(Malformed)?;
    let (thumbprint, candidate) = match Algorithm::from_name(&alg).ok_or(Malformed)? {
        Algorithm::EcdhEs => {
            let jwk = PublicJwk::take(&mut key).ok_or(Malformed)?;
            (jwk.thumbprint(), Some(Candidate::Ec(jwk)))
        }
        Algorithm::RsaOaep256 => {
            let jwk = RsaPublicJwk::take(&mut key).ok_or(Malformed)?;
            (jwk.thumbprint(), Candidate::of_rsa(jwk))
        }
    };
    let named = key.take_expected("use", "enc") && key.take_expected("kid", &thumbprint);
    only_if(named && key.is_empty(), Malformed)?;
    Ok(candidate.filter(|_| expected.within(nbf, exp, u64::MAX)))
}

fn take_jwk(object: &mut Object) -> Result<PublicJwk, KeySetError> {
    let jwk = object.take("jwk").and_then(Value::into_object);
    jwk.and_then(PublicJwk::from_object).ok_or(Malformed)
}

fn seconds(payload: &mut Object, name: &str) -> Result<u64, KeySetError> {
    let number = payload
        .take(name)
        .and_then(|value| value.as_integer())
        .ok_or(Malformed)?;
    u64::try_from(number).map_err(|_| Malformed)
}
