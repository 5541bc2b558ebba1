//! The session this form takes cards for, kept alive while the shopper types.

use alloc::string::String;
use core::cell::{Cell, RefCell};

use crate::frame::Frame;
use crate::host::{self, Alarm, Question};
use crate::page::{now, whole};
use form::Reply;

/// How long before its end a session is renewed, and how long to wait between two attempts, in
/// milliseconds.
const AHEAD: u64 = 3 * 60_000;
const PAUSE: u64 = 20_000;

/// The signed statement and its end.
pub(crate) struct Session {
    signed: RefCell<String>,
    ends: Cell<u64>,
}

impl Session {
    /// What the vault wrote into the page.
    pub(crate) fn read() -> Self {
        Self {
            signed: RefCell::new(host::fact("session")),
            ends: Cell::new(host::fact("ends").parse().unwrap_or_default()),
        }
    }

    /// The statement that goes along with a card.
    pub(crate) fn signed(&self) -> String {
        self.signed.borrow().clone()
    }

    /// Takes over an answer. False when the vault says that there is no more of this session.
    fn outlives(&self, reply: &Reply) -> bool {
        if reply.status == 200 {
            return self.take_over(&reply.text).is_some();
        }
        !matches!(reply.status, 401 | 403 | 410)
    }

    fn take_over(&self, answer: &str) -> Option<()> {
        let answer = strict_json::parse(answer.as_bytes(), 2).ok()?;
        let mut answer = answer.into_object()?;
        let ends = host::time_of(&answer.take_string("expires_at")?);
        self.ends.set(whole(ends));
        *self.signed.borrow_mut() = String::from(answer.take_string("session")?.as_str());
        Some(())
    }
}

impl Frame {
    /// Waits until it is time to renew the session, or ends with it.
    pub(crate) fn keep_alive(&self) {
        let left = self.session.ends.get().saturating_sub(now());
        if left == 0 {
            return self.end("session_expired");
        }
        let wait = left.saturating_sub(AHEAD).max(PAUSE).min(left);
        host::wake(Alarm::Renewal, 0, u32::try_from(wait).unwrap_or(u32::MAX));
    }

    /// Asks for more time.
    pub(crate) fn renew(&self) {
        let signed = self.session.signed();
        let path = "/v1/sessions/renew";
        host::ask(Question::Renewal, 0, path, Some(&signed), None, false);
    }

    /// Without an answer it is asked again, as long as there is time.
    pub(crate) fn take_renewal(&self, reply: Option<Reply>) {
        match reply {
            Some(reply) if !self.session.outlives(&reply) => self.end("session_expired"),
            _ => self.keep_alive(),
        }
    }
}
