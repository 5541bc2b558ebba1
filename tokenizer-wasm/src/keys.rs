//! The key to seal to.

use alloc::boxed::Box;
use core::cell::{Cell, RefCell};

use envelope::key_set::{self, Check, Expected, KeySetError, Step};
use envelope::{PublicJwk, RecipientKey};
use form::{Outcome, Reply};

use crate::frame::Frame;
use crate::host::{self, Question};
use crate::page;

/// How far the clocks of two machines of one vault may differ, in seconds.
const TOLERANCE: u64 = 60;

/// The key in hand, or how far we are with it.
#[derive(Default)]
pub(crate) struct Keys {
    pub(crate) key: RefCell<Option<RecipientKey>>,
    /// Who made the last signature, vouched for by those before. Once there is a key: the intermediate.
    pub(crate) signer: RefCell<Option<PublicJwk>>,
    /// The signature WebCrypto is asked about.
    check: RefCell<Option<Check<'static>>>,
    is_fetching: Cell<bool>,
}

impl Frame {
    /// Fetches the signed key set; the answer goes on to verify it.
    pub(crate) fn fetch_key(&self, past_cache: bool) {
        if !self.sender.keys.is_fetching.replace(true) {
            host::ask(Question::Keys, 0, "", "", "", past_cache);
        }
    }

    /// The set lives as long as the page: its signatures are checked by and by, and it is fetched
    /// again only when its key was retired.
    pub(crate) fn take_key_set(&self, reply: Option<Reply>) {
        let reply = match reply {
            Some(reply) if reply.status == 200 => reply,
            Some(_) => return self.has_no_key("keys_unavailable"),
            None => return self.has_no_key("network_error"),
        };
        let text = reply.text.leak().as_bytes();
        self.verify(key_set::read(text, self.expected()));
    }

    /// What the vault's statements must be for, now. It lives as long as the page.
    pub(crate) fn expected(&self) -> &'static Expected<'static> {
        Box::leak(Box::new(Expected {
            pin: self.sender.pin,
            env: self.page.mode.as_str(),
            iss: host::fact("vault").leak(),
            now: page::now() / 1000,
            tolerance: TOLERANCE,
        }))
    }

    /// An answer of WebCrypto.
    pub(crate) fn take_check(&self, holds: bool) {
        let check = self.sender.keys.check.borrow_mut().take();
        if let Some(check) = check {
            *self.sender.keys.signer.borrow_mut() = Some(check.key().clone());
            self.verify(check.answered(holds));
        }
    }

    /// The chain from the pin to the key, one signature at a time.
    fn verify(&self, step: Result<Step<'static>, KeySetError>) {
        let keys = &self.sender.keys;
        match step {
            Ok(Step::Check(check)) => {
                let point = check.key().to_sec1();
                host::check(
                    Question::Keys,
                    &point,
                    check.signing_input(),
                    check.signature(),
                );
                *keys.check.borrow_mut() = Some(check);
            }
            Ok(Step::Done(key)) => {
                keys.is_fetching.set(false);
                *keys.key.borrow_mut() = Some(key);
                self.want_ranges();
                if self.view.is_sending() {
                    self.send();
                }
            }
            Err(_) => self.has_no_key("keys_refused"),
        }
    }

    /// Whoever waits for the key is told. Where nobody does, only a wrong one ends the form: without
    /// an answer it is asked for again when there is something to send.
    fn has_no_key(&self, code: &'static str) {
        self.sender.keys.is_fetching.set(false);
        if self.view.is_sending() {
            self.go_on(&Outcome::failed(code));
        } else if form::is_final(code) {
            self.end(code);
        }
    }
}
