//! One card on its way to a token.

#![allow(
    clippy::float_cmp,
    reason = "wasm-bindgen reads an enum from a JavaScript number"
)]

use alloc::string::String;
use core::mem;

use card::{Card, CardholderName, SecurityCode};
use envelope::{Payload, seal};
use form::given::Session;
use form::{Attempts, Field, Next, Outcome, Reply, renewal};
use ground::{BrowserRng, fill};
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::zeroize_stack;

use crate::keys::Keys;
use crate::typed_card::{TypedCard, code_of};

/// More than sealing uses of the stack, in bytes.
const STACK: usize = 32 * 1024;

/// What the script is to do next.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Fetch the key set, and have `Keys` read it.
    Keys,
    /// The same, past every cache.
    FreshKeys,
    /// Post the envelope, and tell the answer.
    Post,
    /// Have the session renewed, and tell the answer.
    Renew,
    /// Wait for as long as `pause` says.
    Wait,
    /// It is over: there is an answer, or an error.
    Done,
}

/// One card, from its fields to the vault's answer. Freed, it leaves nothing of the card behind.
#[wasm_bindgen]
pub struct Tokenization {
    card: Option<Card>,
    session: Option<Session>,
    envelope: Option<String>,
    attempts: Attempts,
    pause: u32,
    /// Whether the session has ended, so that it must have more time first.
    has_ended: bool,
    end: Option<End>,
}

enum End {
    Answer(String),
    Error(String, Option<Field>),
}

#[wasm_bindgen]
impl Tokenization {
    /// Reads what was typed into the page of the origin `page`, for a card session. `now` is the device's time,
    /// Unix milliseconds. What is wrong with either is its end.
    #[wasm_bindgen(constructor)]
    pub fn new(
        session: &str,
        page: &str,
        number: String,
        expiry: String,
        code: Option<String>,
        name: Option<String>,
        now: f64,
    ) -> Self {
        let typed = TypedCard {
            number,
            expiry,
            code,
            name,
        };
        let session = Session::of(session);
        let session = session.filter(|session| session.is_direct && session.origin == page);
        let mut begun = Self {
            card: None,
            session,
            envelope: None,
            attempts: Attempts::default(),
            pause: 0,
            has_ended: false,
            end: None,
        };
        #[expect(clippy::cast_possible_truncation, reason = "saturates")]
        match typed.read(now as i64) {
            Ok(card) => begun.card = Some(card),
            Err((field, fault)) => begun.fail(code_of(fault), Some(field)),
        }
        if begun.session.is_none() {
            begun.fail("origin_not_allowed", None);
        }
        begun
    }

    /// What to do next.
    pub fn step(&mut self, keys: &Keys) -> Step {
        if self.end.is_some() {
            return Step::Done;
        }
        if self.pause > 0 {
            return Step::Wait;
        }
        if self.has_ended {
            return Step::Renew;
        }
        let Some(key) = keys.key() else {
            return if self.attempts.needs_fresh_key() {
                Step::FreshKeys
            } else {
                Step::Keys
            };
        };
        if self.envelope.is_none() {
            self.envelope = self.seal(key);
        }
        if self.envelope.is_none() {
            self.fail("not_sealed", None);
            return Step::Done;
        }
        Step::Post
    }

    /// The sealed card.
    pub fn envelope(&self) -> Option<String> {
        self.envelope.clone()
    }

    /// How long to wait, in milliseconds; asked once, the wait is over with the next step.
    pub fn pause(&mut self) -> u32 {
        mem::take(&mut self.pause)
    }

    /// The answer to the envelope; status 0 where none came.
    pub fn answered(&mut self, keys: &mut Keys, status: u16, text: String) {
        self.has_ended = renewal::has_ended(status);
        if !self.has_ended {
            self.take(keys, reply(status, text));
        }
    }

    /// The answer to the renewal; status 0 where none came.
    pub fn renewed(&mut self, keys: &mut Keys, status: u16, text: String) {
        self.has_ended = false;
        self.take(keys, renewal::to_card(reply(status, text)));
    }

    /// There is no key to seal to, for this reason.
    pub fn lacks_key(&mut self, keys: &mut Keys, code: &str) {
        self.go_on(keys, Outcome::failed(code));
    }

    /// The page does not want it any more.
    pub fn abort(&mut self) {
        self.fail("aborted", None);
    }

    /// The vault's answer with the token, once there is one.
    pub fn answer(&self) -> Option<String> {
        match &self.end {
            Some(End::Answer(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// The code of what went wrong.
    pub fn code(&self) -> Option<String> {
        match &self.end {
            Some(End::Error(code, _)) => Some(code.clone()),
            _ => None,
        }
    }

    /// The field where that can be corrected, if it can be in one.
    pub fn field(&self) -> Option<String> {
        match &self.end {
            Some(End::Error(_, field)) => field.map(|field| String::from(field.id())),
            _ => None,
        }
    }
}

impl Tokenization {
    fn seal(&self, key: &envelope::RecipientKey) -> Option<String> {
        let (card, session) = (self.card.as_ref()?, self.session.as_ref()?);
        let mut random = BrowserRng(fill);
        let payload = Payload {
            pan: card.pan.expose(), // EXPOSE: to be sealed
            exp: card.expiry.as_str(),
            cvc: card.code.as_ref().map(SecurityCode::expose), // EXPOSE: to be sealed
            name: card.name.as_ref().map(CardholderName::expose), // EXPOSE: to be sealed
            sid: &session.id,
            org: &session.origin,
            jti: &random.fresh_id(),
        };
        seal(key, &payload, &mut random).ok()
    }

    fn take(&mut self, keys: &mut Keys, reply: Option<Reply>) {
        let outcome = reply.map_or_else(|| Outcome::failed("network_error"), Outcome::of);
        self.go_on(keys, outcome);
    }

    /// The end of one attempt: of the whole, or there is another one.
    fn go_on(&mut self, keys: &mut Keys, outcome: Outcome) {
        match self.attempts.after(&outcome) {
            Next::Tell => self.finish(outcome),
            Next::SealToFreshKey => {
                keys.forget();
                self.envelope = None;
            }
            Next::SealAnew(pause) => {
                self.envelope = None;
                self.pause = pause;
            }
            Next::Repeat(pause) => self.pause = pause,
        }
    }

    fn finish(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Token(text) => self.finish_as(End::Answer(text)),
            Outcome::Card(error) => self.fail(error.code(), Some(Field::of_error(error))),
            Outcome::Failed(code) => self.finish_as(End::Error(code, None)),
        }
    }

    fn fail(&mut self, code: &str, field: Option<Field>) {
        self.finish_as(End::Error(String::from(code), field));
    }

    /// The card has done its work. The first end is the end.
    fn finish_as(&mut self, end: End) {
        self.card = None;
        self.envelope = None;
        self.end.get_or_insert(end);
    }
}

fn reply(status: u16, text: String) -> Option<Reply> {
    (status != 0).then_some(Reply { status, text })
}

/// Overwrites what sealing has left on the stack. To be called in a task of its own.
#[wasm_bindgen]
pub fn wipe() {
    zeroize_stack::<STACK>();
}

#[cfg(test)]
mod tests;
