//! From a press of the button to the vault's answer.

use alloc::string::String;
use core::cell::{Cell, RefCell};

use card::{Card, CardholderName, SecurityCode};
use envelope::{Payload, seal};
use form::{Outcome, Reply, ToPage};

use crate::frame::Frame;
use crate::host::{self, Alarm, Question};
use crate::keys::Keys;
use crate::random::{BrowserRng, fresh_id};
use crate::view::View;

/// How long to wait before each further attempt after a network that broke, in milliseconds.
const PAUSES: [u32; 3] = [300, 1_000, 3_000];

/// How often the browser is asked whether something covers the form, a tenth of a second each.
const COVER_WAITS: u32 = 10;

/// What is being sent, and to whom.
pub(crate) struct Sender {
    pub(crate) pin: &'static str,
    pub(crate) keys: Keys,
    /// Kept from the press of the button to the answer.
    card: RefCell<Option<Card>>,
    /// How often a passing failure was met.
    failures: Cell<usize>,
    /// Whether the key in hand was fetched since the vault refused one.
    refreshed: Cell<bool>,
}

impl Sender {
    pub(crate) fn new(pin: String) -> Self {
        Self {
            pin: pin.leak(),
            keys: Keys::default(),
            card: RefCell::new(None),
            failures: Cell::new(0),
            refreshed: Cell::new(false),
        }
    }

    /// Whether there is a card to be sent.
    pub(crate) fn is_waiting(&self) -> bool {
        self.card.borrow().is_some()
    }
}

impl Frame {
    /// The button was pressed, or Enter.
    pub(crate) fn submit(&self) {
        if self.view.is_ready() && self.view.is_complete() {
            self.view.set_sending(true);
            View::say("");
            host::ask_cover(COVER_WAITS);
        }
    }

    /// Takes the card out of the form, unless something covers it.
    pub(crate) fn take_card(&self, covered: bool) {
        self.sender.failures.set(0);
        self.sender.refreshed.set(false);
        match self.view.card() {
            _ if covered => self.finish(&Outcome::failed("occluded")),
            Ok(card) => {
                *self.sender.card.borrow_mut() = Some(card);
                self.send();
            }
            Err(error) => self.finish(&Outcome::Card(error)),
        }
    }

    /// One attempt: seals the card in an envelope of its own and posts it.
    pub(crate) fn send(&self) {
        if self.sender.keys.key.borrow().is_none() {
            return self.fetch_key(self.sender.refreshed.get());
        }
        match self.seal() {
            Some(envelope) => {
                let session = self.session.signed();
                let path = "/v1/tokens";
                host::ask(
                    Question::Token,
                    path,
                    Some(&session),
                    Some(&envelope),
                    false,
                );
            }
            None => self.finish(&Outcome::failed("not_sealed")),
        }
    }

    fn seal(&self) -> Option<String> {
        let (key, card) = (self.sender.keys.key.borrow(), self.sender.card.borrow());
        let card = card.as_ref()?;
        let payload = Payload {
            pan: card.pan.expose(), // EXPOSE: to be sealed
            exp: card.expiry.as_str(),
            cvc: card.code.as_ref().map(SecurityCode::expose), // EXPOSE: to be sealed
            name: card.name.as_ref().map(CardholderName::expose), // EXPOSE: to be sealed
            sid: &self.page.session_id,
            org: &self.page.origin,
            jti: &fresh_id(),
        };
        seal(key.as_ref()?, &payload, &mut BrowserRng).ok()
    }

    /// The vault's answer to an envelope.
    pub(crate) fn take_answer(&self, reply: Option<Reply>) {
        self.go_on(&reply.map_or_else(|| Outcome::failed("network_error"), Outcome::of));
    }

    /// The end of one attempt: of the whole, or there is another one. The card is sealed anew each
    /// time, since whether the vault has seen the envelope before is not known.
    pub(crate) fn go_on(&self, outcome: &Outcome) {
        let sender = &self.sender;
        match outcome {
            // The key may have been retired since it was fetched: one more try with a fresh one.
            Outcome::Failed(code)
                if code == envelope::Rejected::CODE && !sender.refreshed.replace(true) =>
            {
                *sender.keys.key.borrow_mut() = None;
                self.send();
            }
            Outcome::Failed(code) if form::is_passing(code) => {
                let failures = sender.failures.get();
                sender.failures.set(failures + 1);
                match PAUSES.get(failures) {
                    Some(pause) => {
                        View::say(self.view.texts().retrying);
                        host::wake(Alarm::Retry, *pause);
                    }
                    None => self.finish(outcome),
                }
            }
            _ => self.finish(outcome),
        }
    }

    /// Shows what came of it to the shopper, and tells the page what is its business.
    fn finish(&self, outcome: &Outcome) {
        *self.sender.card.borrow_mut() = None;
        // In a task of its own, where this one's frames, with what moved through them, were.
        host::wake(Alarm::Wipe, 0);
        self.view.set_sending(false);
        match outcome {
            Outcome::Token(answer) => {
                self.view.forget_code();
                self.port.send(&ToPage::Token(answer));
            }
            Outcome::Card(error) => self.view.refuse(*error),
            Outcome::Failed(code) if form::is_final(code) => self.end(code),
            Outcome::Failed(code) => {
                View::say(self.view.texts().of_failure(code));
                self.port.send(&ToPage::Error {
                    code,
                    is_final: false,
                });
            }
        }
    }
}
