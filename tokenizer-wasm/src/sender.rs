//! From a press of the button to the vault's answer.

use alloc::string::String;
use core::cell::{Cell, RefCell};

use card::{CardholderName, SecurityCode};
use envelope::{Payload, seal};
use form::{Attempts, Next, Outcome, Reply, Text};
use ground::BrowserRng;

use crate::frame::Frame;
use crate::host::{self, Alarm, Question};
use crate::keys::Keys;
use crate::port;
use crate::view::View;

/// After how long without an answer the shopper is told that it is slow, in milliseconds.
const SLOW: u32 = 5_000;

/// What is being sent, and to whom. The card itself is not kept: it stays in its fields, which nobody
/// can change meanwhile, and is read anew for each envelope.
pub(crate) struct Sender {
    pub(crate) pin: &'static str,
    pub(crate) keys: Keys,
    /// The sealed card, until there is an answer to it.
    envelope: RefCell<Option<String>>,
    attempts: Cell<Attempts>,
}

impl Sender {
    pub(crate) fn new(pin: String) -> Self {
        Self {
            pin: pin.leak(),
            keys: Keys::default(),
            envelope: RefCell::new(None),
            attempts: Cell::default(),
        }
    }
}

impl Frame {
    /// The button was pressed, or Enter.
    pub(crate) fn submit(&self) {
        if self.view.is_ready() && self.view.is_complete() {
            self.stop();
            self.view.set_sending(true);
            View::say(Text::NOTHING);
            host::ask_cover(self.attempt.get());
        }
    }

    /// Listens to nothing any more that belongs to an earlier press of the button.
    pub(crate) fn stop(&self) {
        self.outdate();
        self.sender.attempts.take();
        *self.sender.envelope.borrow_mut() = None;
        self.view.set_sending(false);
        // In a task of its own, where the frames are now through which a card has moved.
        host::wake(Alarm::Wipe, 0, 0);
    }

    /// Makes whatever comes back from now on that was asked or waited for before not count.
    fn outdate(&self) {
        self.attempt.set(self.attempt.get().wrapping_add(1));
    }

    /// Goes on, unless something covers the form.
    pub(crate) fn take_cover(&self, covered: bool) {
        if covered {
            self.finish(&Outcome::failed("occluded"));
        } else {
            self.send();
        }
    }

    /// Posts the card in its envelope: the one that got no answer, or a new one.
    pub(crate) fn send(&self) {
        host::wake(Alarm::Slow, self.attempt.get(), SLOW);
        if self.sender.keys.key.borrow().is_none() {
            return self.fetch_key(self.sender.attempts.get().needs_fresh_key());
        }
        if self.sender.envelope.borrow().is_none() {
            let sealed = self.seal();
            if let Err(outcome) = &sealed {
                return self.finish(outcome);
            }
            *self.sender.envelope.borrow_mut() = sealed.ok();
        }
        let envelope = self.sender.envelope.borrow();
        host::ask(
            Question::Token,
            self.attempt.get(),
            &self.session.signed(),
            envelope.as_deref().unwrap_or_default(),
            self.view.chosen_brand().unwrap_or_default(),
            false,
        );
    }

    fn seal(&self) -> Result<String, Outcome> {
        let card = self.view.card().map_err(Outcome::Card)?;
        let key = self.sender.keys.key.borrow();
        let mut random = BrowserRng(host::random);
        let payload = Payload {
            pan: card.pan.expose(), // EXPOSE: to be sealed
            exp: card.expiry.as_str(),
            cvc: card.code.as_ref().map(SecurityCode::expose), // EXPOSE: to be sealed
            name: card.name.as_ref().map(CardholderName::expose), // EXPOSE: to be sealed
            sid: &self.page.session_id,
            org: &self.page.origin,
            jti: &random.fresh_id(),
        };
        let sealed = key
            .as_ref()
            .and_then(|key| seal(key, &payload, &mut random).ok());
        sealed.ok_or_else(|| Outcome::failed("not_sealed"))
    }

    /// The vault's answer to an envelope.
    pub(crate) fn take_answer(&self, reply: Option<Reply>) {
        self.go_on(&reply.map_or_else(|| Outcome::failed("network_error"), Outcome::of));
    }

    /// The end of one attempt: of the whole, or there is another one.
    pub(crate) fn go_on(&self, outcome: &Outcome) {
        let sender = &self.sender;
        let mut attempts = sender.attempts.get();
        let next = attempts.after(outcome);
        sender.attempts.set(attempts);
        let pause = match next {
            Next::Tell => return self.finish(outcome),
            Next::SealToFreshKey => {
                *sender.keys.key.borrow_mut() = None;
                *sender.envelope.borrow_mut() = None;
                return self.send();
            }
            Next::SealAnew(pause) => {
                *sender.envelope.borrow_mut() = None;
                pause
            }
            Next::Repeat(pause) => pause,
        };
        self.outdate();
        View::progress(Text::RETRYING);
        host::wake(Alarm::Retry, self.attempt.get(), pause);
    }

    /// Shows what came of it to the shopper, and tells the page what is its business.
    fn finish(&self, outcome: &Outcome) {
        self.stop();
        match outcome {
            Outcome::Token(answer) => {
                self.view.forget_code();
                port::tell_token(answer);
            }
            Outcome::Card(error) => self.view.refuse(*error),
            Outcome::Failed(code) if form::is_final(code) => self.end(code),
            Outcome::Failed(code) => {
                View::say(Text::of_failure(code));
                port::tell_error(code, false);
            }
        }
    }
}
