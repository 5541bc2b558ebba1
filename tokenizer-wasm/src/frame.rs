//! The program of the vault's frame: what happens on the page, and what is done about it.

use alloc::string::String;
use core::cell::{Cell, RefCell};

use form::{Field, FromPage, Reply, Text, renewal};
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::zeroize_stack;

use crate::host::{self, Alarm, Question};
use crate::page::Page;
use crate::port::{self, Port};
use crate::ranges::Ranges;
use crate::sender::Sender;
use crate::session::Session;
use crate::view::View;

/// More than sealing uses of the stack, in bytes.
const STACK: usize = 32 * 1024;

/// The form of this page and all that lives as long as it. Its public methods are how the page tells
/// what has happened.
#[wasm_bindgen]
pub struct Frame {
    pub(crate) page: Page,
    pub(crate) view: View,
    pub(crate) session: Session,
    pub(crate) port: Port,
    pub(crate) sender: Sender,
    pub(crate) ranges: Ranges,
    /// Why this page takes no card any more, once it does not.
    ended: RefCell<Option<String>>,
    /// Counts the presses of the button, the times a card is sent, and everything that makes an answer worthless:
    /// what comes back with another number is not listened to.
    pub(crate) attempt: Cell<u32>,
}

/// Starts the form of the page the vault served. `pin` is the thumbprint of the root it trusts, which
/// is part of the script that calls this and comes from nowhere else.
#[wasm_bindgen]
pub fn start(pin: String) {
    let page = Page::read();
    let frame = Frame {
        view: View::new(),
        session: Session::read(),
        page,
        port: Port::default(),
        sender: Sender::new(pin),
        ranges: Ranges::default(),
        ended: RefCell::default(),
        attempt: Cell::new(0),
    };
    host::attach(frame);
}

#[wasm_bindgen]
impl Frame {
    /// Waits for the merchant's page to connect; in any other place, says so.
    pub fn begin(&self) {
        View::say(Text::NOTHING);
        if !Port::announce(&self.page.origin) {
            return View::say(Text::UNAVAILABLE);
        }
        host::listen();
        self.fetch_key(false);
        self.keep_alive();
    }

    /// An event of the form; `detail` is a key or a kind of edit.
    pub fn happened(&self, event: &str, id: &str, detail: &str) {
        match (event, Field::of_id(id), detail) {
            ("input", Some(field), edit) => self.edited(field, edit),
            ("compositionend", Some(field), _) => self.edited(field, event),
            ("focusout", Some(field), _) => self.view.left(field),
            // The page is sandboxed, so the browser itself submits nothing.
            ("keydown", Some(_), "Enter") => self.submit(),
            ("click", None, _) if id == "pay" => self.submit(),
            _ => {}
        }
        self.tell_change();
    }

    /// What was typed is no longer needed, nor is what is under way with it.
    pub fn forget(&self) {
        self.stop();
        self.view.wipe();
        self.tell_change();
    }

    /// A message to this window, which may bring a port to connect by: whether that is to be heard from now
    /// on. False also where the message was not for us.
    pub fn posted(&self, from_around: bool, origin: &str, connects: bool) -> bool {
        let from_page = from_around && origin == self.page.origin;
        self.port.connect(connects && from_page)
    }

    /// A message on the port. False where it was not for us.
    pub fn received(&self, text: &str) -> bool {
        let message = FromPage::read(text);
        let is_for_us = message.is_some();
        if let Some(message) = message {
            self.obey(message);
            self.tell_change();
        }
        is_for_us
    }

    /// An answer of the vault; the status is 0 where none came.
    pub fn answered(&self, question: Question, attempt: u32, status: u16, text: String) {
        let reply = (status != 0).then_some(Reply { status, text });
        match question {
            Question::Keys => self.take_key_set(reply),
            Question::Renewal => self.take_renewal(attempt, reply),
            Question::Ranges => self.take_ranges(reply),
            Question::Token if !self.is_current(attempt) => {}
            Question::Token if renewal::has_ended(status) => self.renew(attempt),
            Question::Token => self.take_answer(reply),
        }
        self.tell_change();
    }

    /// Whether the language asked for has come.
    pub fn spoke(&self, came: bool) {
        self.take_language(came);
        self.tell_change();
    }

    /// Whether the signature asked about holds.
    pub fn checked(&self, question: Question, holds: bool) {
        match question {
            Question::Ranges => self.take_ranges_check(holds),
            _ => self.take_check(holds),
        }
        self.tell_change();
    }

    /// Whether something covers the form.
    pub fn covered(&self, attempt: u32, covered: bool) {
        if self.is_current(attempt) {
            self.take_cover(covered);
        }
    }

    /// The time that was waited for has come.
    pub fn woke(&self, alarm: Alarm, attempt: u32) {
        match alarm {
            Alarm::Renewal => self.renew(attempt),
            Alarm::Wipe => zeroize_stack::<STACK>(),
            Alarm::Filled => self.view.filled(attempt),
            Alarm::Retry if self.is_current(attempt) => self.send(),
            Alarm::Slow if self.is_current(attempt) => View::progress(Text::SLOW),
            Alarm::Retry | Alarm::Slow => {}
        }
        self.tell_change();
    }
}

impl Frame {
    /// An edit of this kind in a field.
    fn edited(&self, field: Field, edit: &str) {
        self.view.edited(field, edit);
        self.want_ranges();
    }

    /// A message of the merchant's page.
    fn obey(&self, message: FromPage) {
        match message {
            FromPage::Options(options, refused) => {
                for sentence in refused {
                    port::complain(&sentence);
                }
                self.wish(options);
            }
            FromPage::Words(words) => Self::take_words(&words),
            FromPage::Open => self.view.focus(),
            FromPage::Submit => self.submit(),
            FromPage::Fail(_) if self.ended.borrow().is_some() => {}
            FromPage::Fail(code) => self.view.decline(&code),
            FromPage::Done => self.forget(),
        }
    }

    /// This page takes no card any more.
    pub(crate) fn end(&self, code: &str) {
        if self.ended.borrow().is_none() {
            self.forget();
            *self.ended.borrow_mut() = Some(String::from(code));
            self.tell_end();
        }
    }

    /// Tells shopper and page that it is over, if it is: also the page that connects after that.
    pub(crate) fn tell_end(&self) {
        if let Some(code) = self.ended.borrow().as_deref() {
            self.view.close(Text::of_failure(code));
            port::tell_error(code, true);
        }
    }

    /// Tells the page how far the form is, if that is news.
    fn tell_change(&self) {
        if let Some(now) = self.view.news() {
            port::tell_change(now);
        }
    }

    /// Whether an answer to this attempt still counts.
    pub(crate) fn is_current(&self, attempt: u32) -> bool {
        self.view.is_sending() && attempt == self.attempt.get()
    }
}
