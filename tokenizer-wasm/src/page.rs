//! What the vault wrote into the page, and what the browser knows.

use alloc::string::String;

use card::Mode;

use crate::host;

/// The page of one session.
pub(crate) struct Page {
    /// The session's id, sealed in with each card.
    pub(crate) session_id: String,
    /// The origin of the merchant's page.
    pub(crate) origin: String,
    /// `test` or `live`.
    pub(crate) mode: Mode,
}

impl Page {
    /// What is missing is empty: such a page is told nothing and can send nothing.
    pub(crate) fn read() -> Self {
        Self {
            session_id: host::fact("sessionId"),
            origin: host::fact("origin"),
            mode: if host::fact("env") == Mode::Live.as_str() {
                Mode::Live
            } else {
                Mode::Test
            },
        }
    }
}

/// Now by the vault's clock, Unix milliseconds.
pub(crate) fn now() -> u64 {
    whole(host::now())
}

/// Milliseconds as a number of ours; what is none is 0.
pub(crate) fn whole(milliseconds: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates"
    )]
    let whole = milliseconds as u64;
    whole
}
