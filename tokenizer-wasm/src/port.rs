//! The private port to the merchant's page, and how it comes about.

use alloc::string::String;
use core::cell::{Cell, RefCell};

use form::ToPage;
use web_sys::MessagePort;

use crate::host;

/// The connection, once the page has made it. The first one is the only one.
#[derive(Default)]
pub(crate) struct Port {
    port: RefCell<Option<MessagePort>>,
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

    /// Takes the first port that the session's own page has sent; anything else is not for us.
    pub(crate) fn connect(&self, offered: Option<MessagePort>) {
        let mut port = self.port.borrow_mut();
        match offered {
            Some(offered) if port.is_none() => {
                host::hear(&offered);
                *port = Some(offered);
            }
            _ => self.ignore(),
        }
    }

    /// Sends a message, if there is anyone to read it.
    pub(crate) fn send(&self, message: &ToPage<'_>) {
        if let Some(port) = &*self.port.borrow() {
            let _ = port.post_message(&message.text().into());
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
