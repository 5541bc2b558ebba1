//! The session this form takes cards for, kept alive while the shopper types.

use alloc::string::String;
use core::cell::{Cell, RefCell};

use crate::frame::Frame;
use crate::host::{self, Alarm, Question};
use crate::page::{now, whole};
use form::{Reply, renewal};

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
        !renewal::is_refusal(reply.status)
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
        match renewal::wait(left) {
            Some(wait) => host::wake(Alarm::Renewal, 0, wait),
            None => self.end("session_expired"),
        }
    }

    /// Asks for more time.
    pub(crate) fn renew(&self) {
        let signed = self.session.signed();
        let path = "/v1/sessions/renew";
        host::ask(Question::Renewal, 0, path, Some(&signed), None, None, false);
    }

    /// Without an answer it is asked again, as long as there is time.
    pub(crate) fn take_renewal(&self, reply: Option<Reply>) {
        match reply {
            Some(reply) if !self.session.outlives(&reply) => self.end("session_expired"),
            _ => self.keep_alive(),
        }
    }
}
