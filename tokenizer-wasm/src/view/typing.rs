//! A field while the shopper types: text and caret follow the rules of `card::typing`.

use alloc::string::String;
use core::ops::Deref;

use card::typing::{self, Edit};
use form::Field;
use zeroize::{Zeroize, Zeroizing};

use super::View;
use crate::host;

/// What stands in a field; wiped when dropped, by one function instead of one at each place.
pub(super) struct Typed(String);

impl Typed {
    #[inline(never)]
    pub(super) fn of(field: Field) -> Self {
        Self(host::typed(field.id()))
    }
}

impl Drop for Typed {
    #[inline(never)]
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Deref for Typed {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl View {
    /// After an edit of this kind (an `inputType`): formats the text, and takes back what was said
    /// of it once it is right.
    pub(crate) fn edited(&self, field: Field, input_type: &str) {
        self.format(field, host::caret(field.id()), input_type);
        match field {
            Field::Number => self.show_brand(),
            Field::Code => fold(field),
            Field::Expiry | Field::Name => {}
        }
        if self.fault(field).is_some() {
            self.judge(field);
        }
    }

    /// When the shopper leaves the field: completes it, and judges it if there is anything in it.
    pub(crate) fn left(&self, field: Field) {
        self.finish(field);
        // What the vault or the issuer said of it stands until it is changed.
        if self.fault(field).is_none() && !Typed::of(field).is_empty() {
            self.judge(field);
        }
    }

    /// Completes what is left alone while the caret is still in it.
    pub(super) fn finish(&self, field: Field) {
        self.format(field, usize::MAX, "");
    }

    /// Rewrites the field only where the rules say so: the browser's undo and autofill live on.
    #[inline(never)]
    fn format(&self, field: Field, caret: usize, input_type: &str) {
        let rule = match field {
            Field::Number => typing::Field::Number,
            Field::Expiry => typing::Field::Expiry,
            Field::Code | Field::Name => return,
        };
        let Some(digits) = self.digits.get(field as usize) else {
            return;
        };
        let text = Typed::of(field);
        let typed = typing::format(rule, &text, caret, Edit::of(input_type, digits.get()));
        digits.set(typed.digits());
        // EXPOSE: back into the field it came from
        if typed.expose() != &*text {
            host::write(field.id(), typed.expose(), typed.caret()); // EXPOSE: the same
        }
    }
}

/// Full-width digits of a code become those that every keyboard has.
fn fold(field: Field) {
    let text = Typed::of(field);
    if text.is_ascii() {
        return;
    }
    let mut folded = Zeroizing::new(String::with_capacity(text.len()));
    for character in text.chars() {
        match card::digit_value(character) {
            Some(digit) => folded.extend(char::from_digit(digit.into(), 10)),
            None => folded.push(character),
        }
    }
    host::write(field.id(), &folded, usize::MAX);
}
