//! Reading the secrets the platform hands to the worker. Texts are wiped when dropped.

use super::keyring::Locked;
use envelope::base64url;
use strict_json::{Object, Value};
use wasm_bindgen::JsValue;
use worker::Env;
use zeroize::Zeroizing;

/// The text of a secret or variable.
///
/// Read from the environment object itself: a secret whose variable is unset is bound to `null` by
/// workerd, and the SDK's own reading of that never returns.
pub(super) fn binding(env: &Env, name: &'static str) -> Result<Zeroizing<String>, Locked> {
    let value = js_sys::Reflect::get(env, &JsValue::from_str(name));
    let text = value.ok().and_then(|value| value.as_string());
    text.map(Zeroizing::new).ok_or(Locked(name))
}

/// SHA-256 of the operator's key.
pub(super) fn admin_key_hash(env: &Env) -> Result<[u8; 32], Locked> {
    const NAME: &str = "CARDSEAL_ADMIN_KEY_SHA256";
    base64url::decode_array(binding(env, NAME)?.as_bytes()).ok_or(Locked(NAME))
}

/// The members of a JSON object, taken one by one.
pub(super) struct Members(Object);

impl Members {
    /// The object a secret holds as JSON.
    pub(super) fn of_binding(env: &Env, name: &'static str) -> Result<Self, Locked> {
        Self::parse(binding(env, name)?.as_bytes()).ok_or(Locked(name))
    }

    /// The members of a text that is one object.
    pub(super) fn parse(json: &[u8]) -> Option<Self> {
        strict_json::parse(json, 4).ok()?.into_object().map(Self)
    }

    pub(super) fn text(&mut self, name: &str) -> Option<Zeroizing<String>> {
        self.0.take(name)?.into_string()
    }

    pub(super) fn integer(&mut self, name: &str) -> Option<i64> {
        self.0.take(name)?.as_integer()
    }

    pub(super) fn object(&mut self, name: &str) -> Option<Self> {
        self.0.take(name)?.into_object().map(Self)
    }

    pub(super) fn list(&mut self, name: &str) -> Option<Vec<Self>> {
        let objects = self.0.take(name)?.into_array()?.into_iter();
        objects.map(|value| value.into_object().map(Self)).collect()
    }

    /// Members of any name, in order.
    pub(super) fn next(&mut self) -> Option<(Zeroizing<String>, Value)> {
        self.0.take_first()
    }

    pub(super) fn into_inner(self) -> Object {
        self.0
    }
}
