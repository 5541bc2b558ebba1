//! The private port to the merchant's page, and how it comes about.

use alloc::string::String;
use core::cell::Cell;

use form::ToPage;

use crate::host;

/// The connection, once the page has made it. The first one is the only one; the port itself is the host's.
#[derive(Default)]
pub(crate) struct Port {
    connected: Cell<bool>,
    ignored: Cell<u32>,
}

impl Port {
    /// Tells the page around this frame that it may connect. False when this page is nobody's frame,
    /// or not directly that of its session's origin.
    pub(crate) fn announce(origin: &str) -> bool {
        let ancestors = host::ancestors();
        let fits = ancestors.is_empty() || ancestors == origin;
        if fits {
            host::announce(origin);
        }
        fits
    }

    /// Whether a port is taken: the first that the session's own page has sent. Anything else is not for us.
    pub(crate) fn connect(&self, offered: bool) -> bool {
        let takes = offered && !self.connected.get();
        if takes {
            self.connected.set(true);
        } else {
            self.ignore();
        }
        takes
    }

    /// Sends a message, if there is anyone to read it.
    pub(crate) fn send(&self, message: &ToPage<'_>) {
        if self.connected.get() {
            host::send(&message.text());
        }
    }

    /// Counts what was not for us, where a developer finds it.
    pub(crate) fn ignore(&self) {
        let count = self.ignored.get().saturating_add(1);
        self.ignored.set(count);
        let mut text = String::new();
        form::push_number(&mut text, count);
        host::set_root("data-ignored", &text);
    }
}
