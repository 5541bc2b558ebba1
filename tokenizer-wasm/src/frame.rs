//! The program of the vault's frame: from a press of the button to a token on the page's port.

use alloc::boxed::Box;
use alloc::string::String;
use core::cell::{Cell, RefCell};

use card::{Card, SecurityCode};
use envelope::{Payload, RecipientKey, seal};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use web_sys::MessagePort;
use zeroize::zeroize_stack;

use crate::answer::Outcome;
use crate::form::Form;
use crate::page::Page;
use crate::random::{BrowserRng, fresh_id};
use crate::{connection, http, keys, messages};

/// More than sealing uses of the stack, in bytes.
const STACK: usize = 32 * 1024;

struct Frame {
    page: Page,
    form: Form,
    pin: String,
    key: RefCell<Option<RecipientKey>>,
    port: RefCell<Option<MessagePort>>,
    sending: Cell<bool>,
}

/// Starts the form on this page. `pin` is the thumbprint of the root it trusts, which is part of
/// the script that calls this and comes from nowhere else.
///
/// Returns false where the page is not the vault's card page.
#[wasm_bindgen]
pub fn start(pin: String) -> bool {
    let Some(page) = Page::read() else {
        return false;
    };
    let Some(form) = Form::find(&page.document) else {
        return false;
    };
    // It lives as long as the page.
    let frame: &'static Frame = Box::leak(Box::new(Frame {
        page,
        form,
        pin,
        key: RefCell::new(None),
        port: RefCell::new(None),
        sending: Cell::new(false),
    }));
    frame.wire().is_some()
}

impl Frame {
    fn wire(&'static self) -> Option<()> {
        self.form.on_submit(|| self.submit())?;
        let leave = Closure::<dyn FnMut()>::new(|| self.form.wipe());
        let window = &self.page.window;
        window
            .add_event_listener_with_callback("pagehide", leave.as_ref().unchecked_ref())
            .ok()?;
        leave.forget();
        // Fetched while the shopper types. A failure shows when it matters: on submit.
        spawn_local(async { drop(self.key(false).await) });
        let listening = connection::listen(window, &self.page.origin, |port| self.connect(port))
            .and_then(|()| connection::announce(window, &self.page.origin));
        if listening.is_none() {
            self.form.say(messages::ALONE);
        }
        Some(())
    }

    /// The first connection is the only one.
    fn connect(&self, port: MessagePort) {
        let mut connected = self.port.borrow_mut();
        if connected.is_none() {
            *connected = Some(port);
            self.form.enable(true);
        }
    }

    fn submit(&'static self) {
        if !self.form.is_enabled() || self.sending.replace(true) {
            return;
        }
        spawn_local(async {
            self.form.enable(false);
            self.form.say(messages::SENDING);
            let outcome = self.tokenize().await;
            self.show(&outcome);
            if let (Some(message), Some(port)) = (outcome.message(), &*self.port.borrow()) {
                let _ = port.post_message(&message.into());
            }
            self.form.enable(!matches!(outcome, Outcome::Token(_)));
            self.sending.set(false);
            // A task of its own runs where this one's frames, with what moved through them, were.
            spawn_local(async { zeroize_stack::<STACK>() });
        });
    }

    fn show(&self, outcome: &Outcome) {
        match outcome {
            Outcome::Token(_) => {
                self.form.wipe();
                self.form.say(messages::DONE);
            }
            Outcome::Card(error) => self.form.refuse(*error, messages::of_card(*error)),
            Outcome::Failed(code) => self.form.say(messages::of_failure(code)),
        }
    }

    async fn tokenize(&self) -> Outcome {
        let card = match self.form.card() {
            Ok(card) => card,
            Err(error) => return Outcome::Card(error),
        };
        let now = i64::try_from(self.page.now()).unwrap_or(i64::MAX);
        if let Err(error) = card.check(self.page.mode, now, &[]) {
            return Outcome::Card(error);
        }
        let first = self.send(&card, false).await;
        match first {
            // The key may have been retired since it was fetched: one more try with a fresh one.
            Outcome::Failed(code) if code == envelope::Rejected::CODE => {
                self.send(&card, true).await
            }
            outcome => outcome,
        }
    }

    /// One envelope: sealed anew with an id of its own, and posted.
    async fn send(&self, card: &Card, with_fresh_key: bool) -> Outcome {
        let key = match self.key(with_fresh_key).await {
            Ok(key) => key,
            Err(code) => return Outcome::failed(code),
        };
        let payload = Payload {
            pan: card.pan.expose(), // EXPOSE: to be sealed
            exp: card.expiry.as_str(),
            cvc: card.code.as_ref().map(SecurityCode::expose), // EXPOSE: to be sealed
            name: None,
            sid: &self.page.session_id,
            org: &self.page.origin,
            jti: &fresh_id(),
        };
        let Ok(envelope) = seal(&key, &payload, &mut BrowserRng) else {
            return Outcome::failed("not_sealed");
        };
        match http::post_envelope(&self.page.window, &self.page.session, &envelope).await {
            Some(reply) => Outcome::of(reply),
            None => Outcome::failed("network_error"),
        }
    }

    /// The key in hand, or a verified one from the vault.
    async fn key(&self, fresh: bool) -> Result<RecipientKey, &'static str> {
        let known = self.key.borrow().clone();
        match known {
            Some(key) if !fresh => Ok(key),
            _ => {
                let key = keys::fetch(&self.page, &self.pin, fresh).await?;
                *self.key.borrow_mut() = Some(key.clone());
                Ok(key)
            }
        }
    }
}
