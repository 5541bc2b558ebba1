//! The same steps, one by one, for a page that seals by itself.

use alloc::string::String;

use envelope::key_set::{self, Expected, KeySetError};
use envelope::{Payload, RecipientKey, seal};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use crate::random::{BrowserRng, fresh_id};

/// A vault's key whose chain to the pinned root was verified.
#[wasm_bindgen]
pub struct VerifiedKey(RecipientKey);

/// Verifies a signed key set that was fetched from the origin `iss`. `now` and `tolerance` are in
/// seconds, `now` since 1970.
///
/// Throws a code: `malformed`, `wrong_root`, `bad_signature`, `wrong_environment`, `wrong_issuer`,
/// `outside_time` or `no_usable_key`.
#[wasm_bindgen(js_name = verifyKeySet)]
pub fn verify_key_set(
    text: &str,
    pin: &str,
    env: &str,
    iss: &str,
    now: u32,
    tolerance: u32,
) -> Result<VerifiedKey, JsValue> {
    let expected = Expected {
        pin,
        env,
        iss,
        now: now.into(),
        tolerance: tolerance.into(),
    };
    key_set::verify(text.as_bytes(), &expected)
        .map(VerifiedKey)
        .map_err(|error| code(error).into())
}

#[wasm_bindgen]
impl VerifiedKey {
    /// The key's RFC 7638 thumbprint.
    #[wasm_bindgen(getter)]
    pub fn kid(&self) -> String {
        String::from(self.0.kid())
    }

    /// Seals a card for one session and origin, with a fresh id. `exp` is `YYYY-MM`.
    ///
    /// Throws `too_long` when the payload exceeds what a card can be.
    pub fn seal(
        &self,
        pan: String,
        exp: String,
        cvc: Option<String>,
        name: Option<String>,
        sid: &str,
        org: &str,
    ) -> Result<String, JsValue> {
        let (pan, exp) = (Zeroizing::new(pan), Zeroizing::new(exp));
        let (cvc, name) = (cvc.map(Zeroizing::new), name.map(Zeroizing::new));
        let payload = Payload {
            pan: &pan,
            exp: &exp,
            cvc: cvc.as_ref().map(|text| text.as_str()),
            name: name.as_ref().map(|text| text.as_str()),
            sid,
            org,
            jti: &fresh_id(),
        };
        seal(&self.0, &payload, &mut BrowserRng).map_err(|_| "too_long".into())
    }
}

fn code(error: KeySetError) -> &'static str {
    match error {
        KeySetError::Malformed => "malformed",
        KeySetError::WrongRoot => "wrong_root",
        KeySetError::BadSignature => "bad_signature",
        KeySetError::WrongEnvironment => "wrong_environment",
        KeySetError::WrongIssuer => "wrong_issuer",
        KeySetError::OutsideTime => "outside_time",
        KeySetError::NoUsableKey => "no_usable_key",
    }
}
