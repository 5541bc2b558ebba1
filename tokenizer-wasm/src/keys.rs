//! The key to seal to.

use envelope::RecipientKey;
use envelope::key_set::{self, Expected};

use crate::http;
use crate::page::Page;

/// How far the clocks of two machines of one vault may differ, in seconds.
const TOLERANCE: u64 = 60;

/// Fetches the signed key set and verifies it against the pin. The error is a code for the page.
pub(crate) async fn fetch(
    page: &Page,
    pin: &str,
    past_cache: bool,
) -> Result<RecipientKey, &'static str> {
    let reply = http::get_key_set(&page.window, past_cache)
        .await
        .ok_or("network_error")?;
    if reply.status != 200 {
        return Err("keys_unavailable");
    }
    let expected = Expected {
        pin,
        env: page.mode.as_str(),
        iss: &page.vault(),
        now: page.now() / 1000,
        tolerance: TOLERANCE,
    };
    key_set::verify(reply.text.as_bytes(), &expected).map_err(|_| "keys_refused")
}
