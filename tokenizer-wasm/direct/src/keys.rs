//! The key to seal to, from a key set that was verified against the pin in the publishable key.

#![allow(
    clippy::float_cmp,
    reason = "wasm-bindgen reads an enum from a JavaScript number"
)]

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use envelope::RecipientKey;
use envelope::key_set::{self, Check, Expected, KeySetError, Step};
use form::given::Pin;
use wasm_bindgen::prelude::wasm_bindgen;

/// How far a shopper's clock may be wrong, in seconds.
const TOLERANCE: u64 = 86_400;

/// How far a key set has been read.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Whether the signature in hand holds must be said next.
    Check,
    /// There is a key.
    Ready,
    /// All is in order, and none of its keys is of a kind this program seals to.
    NoUsableKey,
    /// It is not the vault's, or not for now. Nothing may be sent.
    Refused,
}

/// The keys of one vault.
#[wasm_bindgen]
pub struct Keys {
    expected: Expected<'static>,
    check: Option<Check<'static>>,
    key: Option<RecipientKey>,
}

#[wasm_bindgen]
impl Keys {
    /// For the vault of this origin, trusting the root that the publishable key pins. A text that is no such
    /// key pins nothing, and every key set is refused.
    #[wasm_bindgen(constructor)]
    pub fn new(publishable_key: String, vault: String) -> Self {
        let pin = Pin::of(publishable_key.leak());
        Self {
            expected: Expected {
                pin: pin.as_ref().map_or("", |pin| pin.thumbprint),
                env: pin.as_ref().map_or("", |pin| pin.mode.as_str()),
                iss: vault.leak(),
                now: 0,
                tolerance: TOLERANCE,
            },
            check: None,
            key: None,
        }
    }

    /// Begins to read a key set; `now` is the device's time, in seconds. Sets live as long as the page: one
    /// is fetched at first, and others only when a key was retired.
    pub fn read(&mut self, text: String, now: f64) -> Progress {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates"
        )]
        let now = now as u64;
        self.expected.now = now;
        let expected = Box::leak(Box::new(Expected { ..self.expected }));
        self.take(key_set::read(text.leak().as_bytes(), expected))
    }

    /// The key that must have made the signature in hand, as WebCrypto imports it `raw`.
    pub fn signer(&self) -> Vec<u8> {
        let check = self.check.as_ref();
        check.map_or_else(Vec::new, |check| check.key().to_sec1().to_vec())
    }

    /// What was signed.
    pub fn signed(&self) -> Vec<u8> {
        let check = self.check.as_ref();
        check.map_or_else(Vec::new, |check| check.signing_input().to_vec())
    }

    /// The signature (ES256).
    pub fn signature(&self) -> Vec<u8> {
        let check = self.check.as_ref();
        check.map_or_else(Vec::new, |check| check.signature().to_vec())
    }

    /// Goes on, as the signature in hand holds or does not.
    pub fn checked(&mut self, holds: bool) -> Progress {
        match self.check.take() {
            Some(check) => self.take(check.answered(holds)),
            None => Progress::Refused,
        }
    }
}

impl Keys {
    fn take(&mut self, step: Result<Step<'static>, KeySetError>) -> Progress {
        match step {
            Ok(Step::Check(check)) => {
                self.check = Some(check);
                Progress::Check
            }
            Ok(Step::Done(key)) => {
                self.key = Some(key);
                Progress::Ready
            }
            Err(KeySetError::NoUsableKey) => Progress::NoUsableKey,
            Err(_) => Progress::Refused,
        }
    }

    /// With a key in hand.
    #[cfg(test)]
    pub(crate) fn with(key: RecipientKey) -> Self {
        let mut keys = Self::new(String::new(), String::new());
        keys.key = Some(key);
        keys
    }

    /// The key in hand.
    pub(crate) fn key(&self) -> Option<&RecipientKey> {
        self.key.as_ref()
    }

    /// The vault does not open what is sealed to it any more.
    pub(crate) fn forget(&mut self) {
        self.key = None;
    }
}
