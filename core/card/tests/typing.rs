//! What a shopper sees in the number and the expiry, key by key, as a browser edits a text field.
//! `|` is the caret.
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a test stops at the first surprise"
)]

use card::typing::{Edit, Field, Typed, format};

#[path = "typing/expiry.rs"]
mod expiry;
#[path = "typing/number.rs"]
mod number;

/// A text field in a browser: it edits first, then [`format`] sees what came of it.
struct Input {
    field: Field,
    text: String,
    caret: usize,
    digits: usize,
}

impl Input {
    fn new(field: Field) -> Self {
        Self {
            field,
            text: String::new(),
            caret: 0,
            digits: 0,
        }
    }

    /// A field that was given this text, with the caret where `|` is.
    fn holding(field: Field, marked: &str) -> Self {
        let mut input = Self::new(field);
        input.edited(&marked.replace('|', ""), usize::MAX, "insertFromPaste");
        input.caret = marked.find('|').unwrap();
        assert_eq!(input.shown(), marked, "a text that is formatted");
        input
    }

    fn edited(&mut self, text: &str, caret: usize, input_type: &str) {
        let typed = format(self.field, text, caret, Edit::of(input_type, self.digits));
        typed.expose().clone_into(&mut self.text);
        self.caret = typed.caret();
        self.digits = typed.digits();
    }

    /// The selection, which ends at the caret or begins there, is replaced.
    fn replace(&mut self, from: usize, to: usize, by: &str, input_type: &str) {
        let text = [&self.text[..from], by, &self.text[to..]].concat();
        let caret = self.text[..from].len() + by.encode_utf16().count();
        self.edited(&text, caret, input_type);
    }

    fn write(&mut self, text: &str) -> &mut Self {
        self.replace(self.caret, self.caret, text, "insertText");
        self
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.chars() {
            self.write(key.encode_utf8(&mut [0; 4]));
        }
        self
    }

    fn backspace(&mut self) -> &mut Self {
        if self.caret > 0 {
            self.replace(self.caret - 1, self.caret, "", "deleteContentBackward");
        }
        self
    }

    fn delete(&mut self) -> &mut Self {
        if self.caret < self.text.len() {
            self.replace(self.caret, self.caret + 1, "", "deleteContentForward");
        }
        self
    }

    fn leave(&mut self) -> &mut Self {
        let text = self.text.clone();
        self.edited(&text, usize::MAX, "");
        self
    }

    fn shown(&self) -> String {
        let (before, after) = self.text.split_at(self.caret);
        format!("{before}|{after}")
    }
}

fn typed(field: Field, keys: &str) -> String {
    Input::new(field).keys(keys).shown()
}

fn pasted(field: Field, text: &str) -> String {
    Input::new(field).write(text).shown()
}

#[test]
fn only_a_deletion_by_key_is_one() {
    for input_type in [
        "",
        "insertText",
        "deleteByCut",
        "deleteByDrag",
        "historyUndo",
        "Backward",
    ] {
        assert_eq!(
            Edit::of(input_type, 3),
            Edit::of("insertFromPaste", 3),
            "{input_type}"
        );
    }
    for input_type in [
        "deleteContentBackward",
        "deleteWordBackward",
        "deleteSoftLineBackward",
    ] {
        assert_eq!(
            Edit::of(input_type, 3),
            Edit::of("deleteHardLineBackward", 3)
        );
        assert_ne!(Edit::of(input_type, 3), Edit::of("deleteContentForward", 3));
        assert_ne!(Edit::of(input_type, 3), Edit::of("", 3));
    }
}

#[test]
fn what_is_typed_is_wiped_when_dropped() {
    assert!(std::mem::needs_drop::<Typed>() && !std::mem::needs_drop::<Edit>());
}
