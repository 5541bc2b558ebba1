//! The private port to the merchant's page: how it comes about, and what is sent on it.

use core::cell::Cell;

use card::Brand;
use form::Standing;

use crate::host;

/// The connection, once the page has made it. The first one is the only one; the port itself is the host's.
#[derive(Default)]
pub(crate) struct Port {
    connected: Cell<bool>,
}

impl Port {
    /// Tells the page around this frame that it may connect. False when this page is nobody's frame,
    /// or not directly that of its session's origin.
    pub(crate) fn announce(origin: &str) -> bool {
        let ancestors = host::fact("ancestors");
        let fits = ancestors.is_empty() || ancestors == origin;
        if fits {
            host::announce(origin);
        }
        fits
    }

    /// Whether a port is taken: the first that the session's own page has sent. Anything else is not for us.
    pub(crate) fn connect(&self, offered: bool) -> bool {
        offered && !self.connected.replace(true)
    }
}

/// The vault's answer with a token, word for word. Neither this message nor any other has a place for a card
/// value.
pub(crate) fn tell_token(answer: &str) {
    host::tell("token", "body", answer, false);
}

/// Nothing came of it, and not because of the card; `is_final` when nothing will.
pub(crate) fn tell_error(code: &str, is_final: bool) {
    host::tell("error", "code", code, is_final);
}

/// How far the form is.
pub(crate) fn tell_change(now: Standing) {
    host::tell_change(now.complete, now.empty, now.brand.map_or("", Brand::as_str));
}

/// What the page's developer must know, in English and without a full stop.
pub(crate) fn complain(sentence: &str) {
    host::tell("complaint", "sentence", sentence, false);
}
