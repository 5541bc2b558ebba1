//! A root, an intermediate and the statements they sign.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![allow(
    dead_code,
    reason = "each test that includes this file uses a part of it"
)]

use envelope::key_set::{
    EnvelopeKey, Expected, KeySetError, KeySetStatement, PublishedKey, RootStatement, complete,
    join, verify,
};
use envelope::{PublicJwk, base64url};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

pub(crate) const NOW: u64 = 1_800_000_000;
pub(crate) const ENV: &str = "test";
pub(crate) const ISS: &str = "https://vault.example";

/// A signing key that is the same for the same number.
pub(crate) struct Key(SigningKey);

impl Key {
    pub(crate) fn number(n: u8) -> Self {
        Self(SigningKey::from_slice(&[n; 32]).unwrap())
    }

    pub(crate) fn jwk(&self) -> PublicJwk {
        let point = self.0.verifying_key().to_sec1_point(false);
        PublicJwk::from_sec1(point.as_bytes()).unwrap()
    }

    pub(crate) fn sign(&self, input: String) -> String {
        let signature: Signature = self.0.sign(input.as_bytes());
        complete(input, &signature.to_bytes().into())
    }

    /// A JWS of any header and payload.
    pub(crate) fn sign_texts(&self, header: &str, payload: &str) -> String {
        self.sign(
            [header, payload]
                .map(|text| base64url::encode(text.as_bytes()))
                .join("."),
        )
    }
}

pub(crate) fn root() -> Key {
    Key::number(1)
}

pub(crate) fn intermediate() -> Key {
    Key::number(2)
}

pub(crate) fn published(number: u8, nbf: u64, exp: u64) -> PublishedKey {
    PublishedKey {
        key: EnvelopeKey::Ec(Key::number(number).jwk()),
        nbf,
        exp,
    }
}

pub(crate) fn root_statement(env: &str, iss: &str, nbf: u64, exp: u64) -> String {
    let statement = RootStatement {
        env,
        iss,
        jwk: &intermediate().jwk(),
        nbf,
        exp,
    };
    root().sign(statement.signing_input(&root().jwk()))
}

pub(crate) fn good_root_statement() -> String {
    root_statement(ENV, ISS, NOW - 100, NOW + 100)
}

pub(crate) fn key_set(iat: u64, exp: u64, keys: &[PublishedKey]) -> String {
    let statement = KeySetStatement {
        env: ENV,
        iss: ISS,
        seq: 1,
        iat,
        exp,
        keys,
    };
    intermediate().sign(statement.signing_input(&intermediate().jwk().thumbprint()))
}

pub(crate) fn good_key_set() -> String {
    key_set(NOW - 10, NOW + 10, &[published(9, NOW - 100, NOW + 100)])
}

pub(crate) fn good() -> String {
    join(&[good_root_statement(), good_key_set()])
}

pub(crate) fn verified_at(text: &str, now: u64, tolerance: u64) -> Result<String, KeySetError> {
    let pin = root().jwk().thumbprint();
    let expected = Expected {
        pin: &pin,
        env: ENV,
        iss: ISS,
        now,
        tolerance,
    };
    verify(text.as_bytes(), &expected).map(|key| key.kid().to_owned())
}

pub(crate) fn verified(text: &str) -> Result<String, KeySetError> {
    verified_at(text, NOW, 0)
}

pub(crate) fn kid(number: u8) -> String {
    Key::number(number).jwk().thumbprint()
}

/// The statement by which the old root, number 1, names the next one, number 4.
pub(crate) fn next_root(signer: u8, nbf: u64, exp: u64) -> String {
    let statement = RootStatement {
        env: ENV,
        iss: ISS,
        jwk: &Key::number(4).jwk(),
        nbf,
        exp,
    };
    Key::number(signer).sign(statement.next_root_signing_input(&Key::number(signer).jwk()))
}
