//! What the vault wrote into the page, and what the browser knows.

use alloc::string::String;

use card::Mode;
use web_sys::{Document, Window};

/// The session this page was served for.
pub(crate) struct Page {
    pub(crate) window: Window,
    pub(crate) document: Document,
    /// The signed statement, sent along with each card.
    pub(crate) session: String,
    /// Its id, sealed in with each card.
    pub(crate) session_id: String,
    /// The origin of the merchant's page.
    pub(crate) origin: String,
    /// `test` or `live`.
    pub(crate) mode: Mode,
    /// The vault's clock when it served the page, Unix milliseconds.
    served_at: u64,
}

impl Page {
    /// `None` when the page is not one the vault served.
    pub(crate) fn read() -> Option<Self> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let root = document.document_element()?;
        Some(Self {
            session: root.get_attribute("data-session")?,
            session_id: root.get_attribute("data-session-id")?,
            origin: root.get_attribute("data-origin")?,
            mode: match root.get_attribute("data-env")?.as_str() {
                "live" => Mode::Live,
                "test" => Mode::Test,
                _ => return None,
            },
            served_at: root.get_attribute("data-now")?.parse().ok()?,
            window,
            document,
        })
    }

    /// Now by the vault's clock, Unix milliseconds: the shopper's own may be wrong by years.
    pub(crate) fn now(&self) -> u64 {
        let elapsed = self.window.performance().map_or(0.0, |clock| clock.now());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates"
        )]
        self.served_at.saturating_add(elapsed as u64)
    }

    /// The vault's own origin, as the browser reports it.
    pub(crate) fn vault(&self) -> String {
        self.window.location().origin().unwrap_or_default()
    }
}
