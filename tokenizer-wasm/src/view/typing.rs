//! A field while the shopper types: text and caret follow the rules of `card::typing`.

use alloc::string::String;
use core::ops::Deref;

use card::typing::{self, Edit};
use form::Field;
use form::filling::{Filling, QUIET};
use zeroize::{Zeroize, Zeroizing};

use super::View;
use crate::host::{self, Alarm};

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
    /// After an edit of this kind (an `inputType`): formats the text, and takes back what was said of it
    /// once it is right. Where it is only being filled in, that comes when it is over.
    pub(crate) fn edited(&self, field: Field, input_type: &str) {
        let mut filling = self.filling.get();
        if let Some(number) = filling.edit(field, input_type) {
            self.filling.set(filling);
            host::wake(Alarm::Filled, number, QUIET);
        } else {
            self.rewrite(field, host::caret(field.id()), input_type);
            if self.fault(field).is_some() {
                self.judge(field);
            }
        }
        if field == Field::Number {
            self.show_brand();
        }
    }

    /// Some time after the edit of this number: where it was the last, what was filled in is as if it had
    /// been typed and left.
    pub(crate) fn filled(&self, number: u32) {
        let filling = self.filling.get();
        if !filling.is_last(number) {
            return;
        }
        self.filling.set(filling.ended());
        for field in Field::ALL {
            if filling.has_reached(field) {
                self.mark(field, None);
                self.left(field);
            }
        }
    }

    /// When the shopper leaves the field: completes it, and judges it if there is anything in it.
    pub(crate) fn left(&self, field: Field) {
        if self.filling.get().is_under_way() {
            return;
        }
        self.finish(field);
        // What the vault or the issuer said of it stands until it is changed.
        if self.fault(field).is_none() && !Typed::of(field).is_empty() {
            self.judge(field);
        }
    }

    /// Completes what is left alone while the caret is still in it.
    pub(super) fn finish(&self, field: Field) {
        self.rewrite(field, usize::MAX, "");
    }

    /// Rewrites the field only where the rules say so: the browser's undo and autofill live on.
    #[inline(never)]
    fn rewrite(&self, field: Field, caret: usize, input_type: &str) {
        let rule = match field {
            Field::Number => typing::Field::Number,
            Field::Expiry => typing::Field::Expiry,
            Field::Code => return fold(field),
            Field::Name => return,
        };
        let Some(digits) = self.digits.get(field as usize) else {
            return;
        };
        let text = Typed::of(field);
        let typed = typing::format(rule, &text, caret, Edit::of(input_type, digits.get()));
        digits.set(typed.digits());
        // EXPOSE: back into the field it came from
        if typed.expose() != &*text && !Filling::is_history(input_type) {
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
