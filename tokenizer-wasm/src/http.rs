//! The two requests this page makes, both to its own origin and with a deadline.

use alloc::string::String;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response,
    Window,
};

const DEADLINE_MS: u32 = 20_000;

/// An answer of the vault, whatever its status.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) text: String,
}

/// The signed key set; `past_cache` asks for the vault's own.
pub(crate) async fn get_key_set(window: &Window, past_cache: bool) -> Option<Reply> {
    let init = RequestInit::new();
    if past_cache {
        init.set_cache(RequestCache::Reload);
    }
    send(window, "/.well-known/cardseal-keys", &init).await
}

/// Exchanges a sealed card for a token.
pub(crate) async fn post_envelope(window: &Window, session: &str, envelope: &str) -> Option<Reply> {
    let headers = Headers::new().ok()?;
    headers.set("content-type", "application/jose").ok()?;
    headers.set("cardseal-session", session).ok()?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&JsValue::from_str(envelope));
    send(window, "/v1/tokens", &init).await
}

/// `None` when there is no answer: no network, or none in time.
async fn send(window: &Window, path: &str, init: &RequestInit) -> Option<Reply> {
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Error);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(DEADLINE_MS)));
    let response = JsFuture::from(window.fetch_with_str_and_init(path, init))
        .await
        .ok()?;
    let response: Response = response.unchecked_into();
    let text = JsFuture::from(response.text().ok()?)
        .await
        .ok()?
        .as_string()?;
    Some(Reply {
        status: response.status(),
        text,
    })
}
