//! The form on the page: fields, a button, and a line that is read aloud.

mod brand;
mod typing;

use core::cell::{Cell, RefCell};

use card::{Badges, BinRange, Card, CardError, CardholderName, Expiry, Pan, SecurityCode};
use form::filling::Filling;
use form::{Fault, Field, Locale, Options, Standing, Text};

use crate::host;
use crate::page;
use typing::Typed;

/// What the form shows, and what the merchant wishes of it.
pub(crate) struct View {
    options: RefCell<Options>,
    /// What is said to be wrong with each field, in the order of [`Field::ALL`].
    wrong: [Cell<Option<Fault>>; 4],
    /// How many digits stood in number and expiry after the last edit.
    digits: [Cell<usize>; 2],
    filling: Cell<Filling>,
    /// The operator's ranges of first digits, once they are known.
    ranges: Cell<Option<&'static [BinRange]>>,
    is_drawn: Cell<bool>,
    is_sending: Cell<bool>,
    /// How far the form was when the page was told.
    told: Cell<Option<Standing>>,
}

impl View {
    pub(crate) fn new() -> Self {
        Self {
            options: RefCell::default(),
            wrong: Default::default(),
            digits: Default::default(),
            filling: Cell::default(),
            ranges: Cell::default(),
            is_drawn: Cell::new(false),
            is_sending: Cell::new(false),
            told: Cell::default(),
        }
    }

    /// How the form is to be when it is drawn next.
    pub(crate) fn wish(&self, options: Options) {
        self.options.replace(options);
    }

    /// The language that is wished.
    pub(crate) fn locale(&self) -> Locale {
        self.options.borrow().locale
    }

    /// Puts the form on the screen as it is wished, in the language in use. What was typed stays.
    pub(crate) fn draw(&self, locale: Locale) {
        let options = self.options.borrow();
        host::set_style(&options.appearance.css);
        if !options.appearance.font.is_empty() {
            host::fetch_font(&options.appearance.font);
        }
        host::retell(locale.lang());
        host::toggle("name-field", "hidden", !options.name);
        if !options.name {
            self.mark(Field::Name, None);
        }
        host::toggle("pay", "hidden", options.own_button);
        self.show_brand();
        self.enable(true);
    }

    /// Whether a card can be typed at all.
    fn enable(&self, enabled: bool) {
        self.is_drawn.set(enabled);
        host::toggle("fields", "hidden", !enabled);
        host::toggle("pay", "disabled", !enabled);
    }

    /// Whether a press of the button counts.
    pub(crate) fn is_ready(&self) -> bool {
        self.is_drawn.get() && !self.is_sending()
    }

    /// Whether there is no answer yet to a press of the button.
    pub(crate) fn is_sending(&self) -> bool {
        self.is_sending.get()
    }

    /// From the press of the button until there is an answer.
    pub(crate) fn set_sending(&self, sending: bool) {
        self.is_sending.set(sending);
        host::set("pay", "ariaBusy", if sending { "true" } else { "false" });
        // The card that is sent is the card that is seen.
        for field in Field::ALL {
            host::toggle(field.id(), "readOnly", sending);
        }
        host::toggle("choice", "disabled", sending);
        Self::progress(if sending {
            Text::SENDING
        } else {
            Text::NOTHING
        });
    }

    /// Says how it goes, without alarm.
    pub(crate) fn progress(text: Text) {
        host::say("progress", text.key());
    }

    /// Takes no card any more, and says why.
    pub(crate) fn close(&self, why: Text) {
        Self::say(why);
        self.enable(false);
    }

    /// Reads a text aloud, where it also stands.
    pub(crate) fn say(text: Text) {
        host::say("status", text.key());
    }

    /// Says what is wrong with the card, at the field where it can be corrected.
    pub(crate) fn refuse(&self, error: CardError) {
        Self::say(Text::NOTHING);
        let field = Field::of_error(error);
        self.mark(field, Some(Fault::Card(error)));
        host::focus(field.id());
    }

    /// Says that the issuer said no, and why. The code is typed anew for each attempt.
    pub(crate) fn decline(&self, code: &str) {
        self.empty(Field::Code);
        Self::say(Text::of_decline(code));
        if let Some(error) = Field::error_of_decline(code) {
            self.mark(Field::of_error(error), Some(Fault::Card(error)));
        }
    }

    /// A token was made: the code has done its work.
    pub(crate) fn forget_code(&self) {
        self.empty(Field::Code);
        Self::say(Text::NOTHING);
    }

    /// Shows what is wrong with a field, or that nothing is.
    fn mark(&self, field: Field, fault: Option<Fault>) {
        if let Some(wrong) = self.wrong.get(field as usize) {
            wrong.set(fault);
        }
        let why = fault.map_or(Text::NOTHING, Text::of_fault);
        host::mark(field.id(), fault.is_some(), why.key());
    }

    fn fault(&self, field: Field) -> Option<Fault> {
        self.wrong.get(field as usize).and_then(Cell::get)
    }

    /// Whether the form has this field.
    fn is_asked(&self, field: Field) -> bool {
        field != Field::Name || self.options.borrow().name
    }

    /// Goes to the first field that is wrong or empty, or else to the button; where it has none, to the number.
    pub(crate) fn focus(&self) {
        let wanting = |field: &Field| {
            self.fault(*field).is_some() || *field != Field::Name && Typed::of(*field).is_empty()
        };
        let field = Field::ALL.into_iter().find(wanting);
        let end = if self.options.borrow().own_button {
            Field::Number.id()
        } else {
            "pay"
        };
        host::focus(field.map_or(end, Field::id));
    }

    /// Judges every field as if it had been left, and goes to the first that is wrong: its error is
    /// its description, and so read aloud.
    pub(crate) fn is_complete(&self) -> bool {
        for field in Field::ALL {
            self.finish(field);
            self.judge(field);
        }
        let complete = Field::ALL
            .into_iter()
            .all(|field| self.fault(field).is_none());
        if !complete {
            self.focus();
        }
        complete
    }

    /// Judges a field and shows what is wrong with it, or that nothing is.
    fn judge(&self, field: Field) {
        self.mark(field, self.verdict(field, &Typed::of(field)).err());
    }

    /// What the text of a field is judged to be.
    fn verdict(&self, field: Field, text: &str) -> Result<(), Fault> {
        let now = i64::try_from(page::now()).unwrap_or(i64::MAX);
        match field {
            Field::Number => form::judge_number(text, self.ranges.get()),
            Field::Expiry => form::judge_expiry(text, now),
            Field::Code => form::judge_code(text, self.badges().map(Badges::first)),
            Field::Name if !self.is_asked(field) => Ok(()),
            Field::Name => form::judge_name(text),
        }
    }

    /// How far the form is, where the page does not know it yet. Before it is drawn nobody can type.
    pub(crate) fn news(&self) -> Option<Standing> {
        let mut now = Standing::of(self.brand());
        for field in Field::ALL {
            if self.is_asked(field) {
                let text = Typed::of(field);
                now.add(&text, self.verdict(field, &text));
            }
        }
        let mut told = self.told.get();
        let is_news = self.is_drawn.get() && now.is_news(&mut told);
        self.told.set(told);
        is_news.then_some(now)
    }

    /// The card as it is typed. Each text is wiped once it is read.
    pub(crate) fn card(&self) -> Result<Card, CardError> {
        let name = CardholderName::parse(&Typed::of(Field::Name));
        Ok(Card {
            pan: Pan::from_typed(&Typed::of(Field::Number))?,
            expiry: Expiry::from_typed(&Typed::of(Field::Expiry))?,
            code: Some(SecurityCode::from_typed(&Typed::of(Field::Code))?),
            name: name.filter(|_| self.options.borrow().name),
            brand: None,
        })
    }

    /// Empties every field.
    pub(crate) fn wipe(&self) {
        for field in Field::ALL {
            self.empty(field);
        }
        Self::say(Text::NOTHING);
        self.show_brand();
    }

    fn empty(&self, field: Field) {
        host::write(field.id(), "", 0);
        if let Some(digits) = self.digits.get(field as usize) {
            digits.set(0);
        }
        self.mark(field, None);
    }
}
