//! The session this form takes cards for, kept alive while the shopper types.

use alloc::string::String;
use core::cell::{Cell, RefCell};

use crate::frame::Frame;
use crate::host::{self, Alarm, Question};
use crate::page::{now, whole};
use form::{Reply, renewal};

/// The signed statement, its end, and the last one that it can be renewed to.
pub(crate) struct Session {
    signed: RefCell<String>,
    ends: Cell<u64>,
    last: u64,
}

impl Session {
    /// What the vault wrote into the page.
    pub(crate) fn read() -> Self {
        Self {
            signed: RefCell::new(host::fact("session")),
            ends: Cell::new(moment("ends")),
            last: moment("last"),
        }
    }

    /// The statement that goes along with a card.
    pub(crate) fn signed(&self) -> String {
        self.signed.borrow().clone()
    }

    /// Takes over the answer to a renewal, if it is one: no other has these members.
    fn take_over(&self, reply: &Reply) -> Option<()> {
        let answer = strict_json::parse(reply.text.as_bytes(), 2).ok()?;
        let mut answer = answer.into_object()?;
        let ends = host::time_of(&answer.take_string("expires_at")?);
        self.ends.set(whole(ends));
        *self.signed.borrow_mut() = String::from(answer.take_string("session")?.as_str());
        Some(())
    }
}

/// What the vault wrote into the page as Unix milliseconds.
fn moment(name: &str) -> u64 {
    host::fact(name).parse().unwrap_or_default()
}

impl Frame {
    /// Waits until it is time to renew the session, or ends once it is over.
    pub(crate) fn keep_alive(&self) {
        let now = now();
        if now < self.session.last {
            let left = self.session.ends.get().saturating_sub(now);
            host::wake(Alarm::Renewal, 0, renewal::wait(left));
        } else {
            self.end("session_expired");
        }
    }

    /// Asks for more time: for this attempt to send a card, which came too late, or with 0 for none.
    pub(crate) fn renew(&self, attempt: u32) {
        let signed = self.session.signed();
        host::ask(Question::Renewal, attempt, &signed, "", "", false);
    }

    /// The card that waits for it goes on. Where none waits, more time is asked for until the vault refuses.
    pub(crate) fn take_renewal(&self, attempt: u32, reply: Option<Reply>) {
        if let Some(reply) = &reply {
            self.session.take_over(reply);
        }
        match reply {
            reply if self.is_current(attempt) => self.take_answer(renewal::to_card(reply)),
            Some(reply) if renewal::is_refusal(reply.status) => self.end("session_expired"),
            _ => self.keep_alive(),
        }
    }
}
