//! Secret bytes on their way into and out of JavaScript.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use zeroize::Zeroizing;

/// Bytes in JavaScript's memory, overwritten when dropped: its garbage collector does not wipe.
pub(super) struct Lent(Uint8Array);

impl Lent {
    /// A copy of `bytes` for WebCrypto to read.
    pub(super) fn copy_of(bytes: &[u8]) -> Self {
        Self(Uint8Array::from(bytes))
    }

    /// What WebCrypto returned as an ArrayBuffer.
    pub(super) fn returned(buffer: &JsValue) -> Self {
        Self(Uint8Array::new(buffer))
    }

    /// The array itself, for a call that only reads it.
    pub(super) fn js(&self) -> &JsValue {
        &self.0
    }

    /// A copy on our side.
    pub(super) fn take(self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.to_vec())
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.0.fill(0, 0, self.0.length());
    }
}
