//! Fields of the merchant's own, formatted and judged as those of the vault's frame are.

use alloc::string::String;
use core::cell::Cell;
use core::mem;

use card::typing::{self, Edit, Typed};
use form::Field;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use crate::typed_card::{brand_of, code_of, judge_expiry};

/// How many digits stood in number and expiry after the last edit.
#[derive(Default)]
pub(crate) struct Formatter {
    number: Cell<usize>,
    expiry: Cell<usize>,
}

impl Formatter {
    /// What belongs in a field after an edit (an `inputType`), and where the caret is.
    pub(crate) fn format(
        &self,
        rule: typing::Field,
        text: &str,
        caret: usize,
        edit: &str,
    ) -> Typed {
        let digits = match rule {
            typing::Field::Number => &self.number,
            typing::Field::Expiry => &self.expiry,
        };
        let typed = typing::format(rule, text, caret, Edit::of(edit, digits.get()));
        digits.set(typed.digits());
        typed
    }
}

/// By which rule a field is formatted, if by any.
pub(crate) fn rule_of(field: Field) -> Option<typing::Field> {
    match field {
        Field::Number => Some(typing::Field::Number),
        Field::Expiry => Some(typing::Field::Expiry),
        Field::Code | Field::Name => None,
    }
}

/// A form while it is typed into, for a page that writes into its fields itself.
#[wasm_bindgen]
#[derive(Default)]
pub struct Typing {
    formatter: Formatter,
    caret: usize,
}

#[wasm_bindgen]
impl Typing {
    /// A form in which nothing stands.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// What belongs in a field after an edit (an `inputType`); the caret is told by [`caret`](Self::caret).
    pub fn format(&mut self, field: &str, text: String, caret: usize, input_type: &str) -> String {
        let mut text = Zeroizing::new(text);
        let Some(rule) = Field::of_id(field).and_then(rule_of) else {
            self.caret = caret;
            return mem::take(&mut text);
        };
        let typed = self.formatter.format(rule, &text, caret, input_type);
        self.caret = typed.caret();
        // EXPOSE: back into the field it came from
        String::from(typed.expose())
    }

    /// Where the caret belongs after the last edit.
    pub fn caret(&self) -> usize {
        self.caret
    }
}

/// What is wrong with a field, by its code, if anything is. A security code is judged by the brand of
/// `number`; `now` is the device's time, Unix milliseconds.
#[wasm_bindgen]
pub fn check(field: &str, text: String, number: String, now: f64) -> Option<String> {
    let (text, number) = (Zeroizing::new(text), Zeroizing::new(number));
    let verdict = match Field::of_id(field)? {
        Field::Number => form::judge_number(&text, None),
        #[expect(clippy::cast_possible_truncation, reason = "saturates")]
        Field::Expiry => judge_expiry(&text, now as i64),
        Field::Code => form::judge_code(&text, brand_of(&number)),
        Field::Name => form::judge_name(&text),
    };
    verdict.err().map(|fault| String::from(code_of(fault)))
}

/// The brand that a number so far can only be of.
#[wasm_bindgen]
pub fn brand(number: String) -> Option<String> {
    let number = Zeroizing::new(number);
    brand_of(&number).map(|brand| String::from(brand.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_the_merchant_s_is_formatted_as_ours_are() {
        let mut typing = Typing::new();
        let typed = typing.format("number", "42424".into(), 5, "insertText");
        assert_eq!((typed.as_str(), typing.caret()), ("4242 4", 6));
        let gap = typing.format("number", "42424".into(), 4, "deleteContentBackward");
        assert_eq!((gap.as_str(), typing.caret()), ("4244", 3));
        assert_eq!(typing.format("expiry", "0831".into(), 4, ""), "08/31");
        assert_eq!(typing.format("name", "Hanako ".into(), 7, ""), "Hanako ");
        assert_eq!(typing.caret(), 7);
    }

    #[test]
    fn a_field_of_the_merchant_s_is_judged_as_ours_are() {
        // 2026-11-22T00:00:00Z.
        let now = 1_795_305_600_000.0;
        let judged = |field, text: &str| check(field, text.into(), "378282246310005".into(), now);
        for (field, good, bad, code) in [
            ("number", "4242 4242 4242 4242", "4242", "invalid_number"),
            ("expiry", "11/26", "10/26", "expired_card"),
            ("code", "1234", "123", "invalid_security_code"),
            ("name", "花子", "\u{7}", "invalid_name"),
        ] {
            assert_eq!(judged(field, good), None, "{field}");
            assert_eq!(judged(field, bad).as_deref(), Some(code), "{field}");
        }
        assert_eq!(brand("3782".into()).as_deref(), Some("amex"));
        assert_eq!(brand(String::new()), None);
    }
}
