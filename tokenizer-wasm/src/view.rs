//! The form on the page: fields, a button, and a line that is read aloud.

mod typing;

use core::cell::{Cell, RefCell};

use card::typing::{Candidates, candidates};
use card::{Brand, Card, CardError, CardholderName, Expiry, Mode, Pan, SecurityCode};
use form::{Field, Locale, Options, PROPERTIES, Texts};

use crate::host;
use crate::page;
use typing::Typed;

/// What the form shows, and what the merchant wishes of it.
pub(crate) struct View {
    mode: Mode,
    options: RefCell<Options>,
    texts: Cell<&'static Texts>,
    /// Whether something is said to be wrong with each field, in the order of [`Field::ALL`].
    wrong: [Cell<bool>; 4],
    /// How many digits stood in number and expiry after the last edit.
    digits: [Cell<usize>; 2],
    is_drawn: Cell<bool>,
    is_sending: Cell<bool>,
}

impl View {
    pub(crate) fn new(mode: Mode) -> Self {
        Self {
            mode,
            options: RefCell::default(),
            texts: Cell::new(Locale::default().texts()),
            wrong: Default::default(),
            digits: Default::default(),
            is_drawn: Cell::new(false),
            is_sending: Cell::new(false),
        }
    }

    /// The texts of the language in use.
    pub(crate) fn texts(&self) -> &'static Texts {
        self.texts.get()
    }

    /// Puts the form on the screen as the merchant wishes it. What was typed stays.
    pub(crate) fn draw(&self, options: Options) {
        let texts = options.locale.texts();
        self.texts.set(texts);
        host::set_root("lang", options.locale.tag());
        for (property, value) in PROPERTIES.iter().zip(options.appearance.properties()) {
            host::set_style(property, &value.unwrap_or_default());
        }
        for (id, text) in [
            ("number-label", texts.number),
            ("expiry-label", texts.expiry),
            ("code-label", texts.code),
            ("name-label", texts.name),
            ("sealed", texts.sealed_for),
        ] {
            host::show(id, text);
        }
        host::set_placeholder("expiry", texts.expiry_example);
        // What was said to be wrong is said again, in this language.
        for field in Field::ALL {
            if self.is_wrong(field) {
                self.judge(field);
            }
        }
        host::toggle("name-field", "hidden", !options.name);
        self.options.replace(options);
        self.show_brand();
        self.show_button();
        self.enable(true);
    }

    /// Whether a card can be typed at all.
    fn enable(&self, enabled: bool) {
        self.is_drawn.set(enabled);
        host::toggle("fields", "hidden", !enabled);
        host::toggle("pay", "disabled", !enabled);
    }

    /// The button's text: what happens now, or what the merchant calls it.
    fn show_button(&self) {
        let options = self.options.borrow();
        let texts = self.texts();
        let sending = self.is_sending.get();
        host::show(
            "pay",
            match &options.submit {
                _ if sending => texts.sending,
                Some(submit) => submit,
                None => texts.submit,
            },
        );
        host::set_busy("pay", sending);
    }

    /// Whether a press of the button counts.
    pub(crate) fn is_ready(&self) -> bool {
        self.is_drawn.get() && !self.is_sending.get()
    }

    /// From the press of the button until there is an answer.
    pub(crate) fn set_sending(&self, sending: bool) {
        self.is_sending.set(sending);
        self.show_button();
    }

    /// Takes no card any more, and says why.
    pub(crate) fn close(&self, why: &str) {
        self.wipe();
        Self::say(why);
        self.enable(false);
    }

    /// Reads `text` aloud, where it also stands.
    pub(crate) fn say(text: &str) {
        host::show("status", text);
    }

    /// Says it again: a text that was written while nobody saw it was not read aloud.
    pub(crate) fn repeat() {
        Self::say(&host::shown("status"));
    }

    /// Says what is wrong with the card, at the field where it can be corrected.
    pub(crate) fn refuse(&self, error: CardError) {
        Self::say("");
        let field = Field::of_error(error);
        self.mark(field, Some(self.texts().of_card(error)));
        host::focus(field.id());
    }

    /// Says that the issuer said no, and why. The code is typed anew for each attempt.
    pub(crate) fn decline(&self, code: &str) {
        self.empty(Field::Code);
        Self::say(self.texts().of_decline(code));
        if let Some(error) = Field::error_of_decline(code) {
            self.mark(Field::of_error(error), Some(self.texts().of_card(error)));
        }
    }

    /// A token was made: the code has done its work.
    pub(crate) fn forget_code(&self) {
        self.empty(Field::Code);
        Self::say("");
    }

    /// Shows what is wrong with a field, or that nothing is.
    fn mark(&self, field: Field, why: Option<&str>) {
        if let Some(wrong) = self.wrong.get(field as usize) {
            wrong.set(why.is_some());
        }
        host::mark(field.id(), why.is_some(), why.unwrap_or_default());
    }

    fn is_wrong(&self, field: Field) -> bool {
        self.wrong.get(field as usize).is_some_and(Cell::get)
    }

    /// Goes to the first field that is wrong or empty, or else to the button.
    pub(crate) fn focus(&self) {
        let wanting = |field: &Field| {
            self.is_wrong(*field) || *field != Field::Name && Typed::of(*field).is_empty()
        };
        let field = Field::ALL.into_iter().find(wanting);
        host::focus(field.map_or("pay", Field::id));
    }

    /// Judges every field as if it had been left, and goes to the first that is wrong: its error is
    /// its description, and so read aloud.
    pub(crate) fn is_complete(&self) -> bool {
        for field in Field::ALL {
            self.finish(field);
            self.judge(field);
        }
        let complete = !Field::ALL.into_iter().any(|field| self.is_wrong(field));
        if !complete {
            self.focus();
        }
        complete
    }

    /// Judges a field and shows what is wrong with it, or that nothing is.
    fn judge(&self, field: Field) {
        let text = Typed::of(field);
        let now = i64::try_from(page::now()).unwrap_or(i64::MAX);
        let verdict = match field {
            Field::Number => form::judge_number(&text, self.mode).map(drop),
            Field::Expiry => form::judge_expiry(&text, now),
            Field::Code => form::judge_code(&text, brand()),
            Field::Name => {
                let fine = form::judge_name(&text);
                return self.mark(field, (!fine).then_some(self.texts().invalid_name));
            }
        };
        self.mark(
            field,
            verdict.err().map(|error| self.texts().of_card(error)),
        );
    }

    /// Names the brand, and says where its code is.
    fn show_brand(&self) {
        let brand = brand();
        host::show("brand", brand.map_or("", Brand::title));
        let texts = self.texts();
        let on_front = brand.is_some_and(|brand| brand.code_length() == 4);
        host::show(
            "code-hint",
            if on_front {
                texts.code_on_front
            } else {
                texts.code_on_back
            },
        );
    }

    /// The card as it is typed. Each text is wiped once it is read.
    pub(crate) fn card(&self) -> Result<Card, CardError> {
        let name = CardholderName::parse(&Typed::of(Field::Name));
        Ok(Card {
            pan: Pan::from_typed(&Typed::of(Field::Number))?,
            expiry: Expiry::from_typed(&Typed::of(Field::Expiry))?,
            code: Some(SecurityCode::from_typed(&Typed::of(Field::Code))?),
            name: name.filter(|_| self.options.borrow().name),
        })
    }

    /// Empties every field.
    pub(crate) fn wipe(&self) {
        for field in Field::ALL {
            self.empty(field);
        }
        Self::say("");
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

/// The brand the number so far can only be of.
fn brand() -> Option<Brand> {
    match candidates(&Typed::of(Field::Number)) {
        Candidates::One(brand) => Some(brand),
        _ => None,
    }
}
