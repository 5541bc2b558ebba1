//! Inputs of the merchant's own, written into as the vault's form writes into its.

use core::cell::Cell;

use form::Field;
use form::filling::{Filling, QUIET};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{HtmlDocument, HtmlInputElement};
use zeroize::Zeroizing;

use crate::typing::{Formatter, rule_of};

/// The number and the expiry of one form, each in an `input` of the page. What is written into one is an
/// edit too, which is told from within: nothing here is borrowed meanwhile.
#[wasm_bindgen]
#[derive(Default)]
pub struct Inputs {
    by_field: [Option<HtmlInputElement>; 2],
    formatter: Formatter,
    filling: Cell<Filling>,
}

#[wasm_bindgen]
impl Inputs {
    /// A form without inputs.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the input of a field, or says that there is nothing to format in it.
    pub fn attach(&mut self, field: &str, input: HtmlInputElement) -> bool {
        let place = formatted(field).and_then(|field| self.by_field.get_mut(field as usize));
        place.map(|place| *place = Some(input)).is_some()
    }

    /// After an edit of this kind (an `inputType`, or `compositionend`). Where the text was filled in and not
    /// typed, the number of the edit: [`settled`](Self::settled) is to hear of it after [`quiet`].
    pub fn edited(&self, field: &str, input_type: &str) -> Option<u32> {
        let field = formatted(field)?;
        let mut filling = self.filling.get();
        let edit = filling.edit(field, input_type);
        if edit.is_some() {
            self.filling.set(filling);
        } else {
            self.rewrite(field, None, input_type);
        }
        edit
    }

    /// Some time after the edit of this number: where it was the last, all that was filled in is completed.
    pub fn settled(&self, edit: u32) {
        let filling = self.filling.get();
        if !filling.is_last(edit) {
            return;
        }
        self.filling.set(filling.ended());
        for field in Field::ALL {
            if filling.has_reached(field) {
                self.rewrite(field, Some(usize::MAX), "");
            }
        }
    }

    /// When the shopper leaves a field: completes it.
    pub fn left(&self, field: &str) {
        if let Some(field) = formatted(field)
            && !self.filling.get().is_under_way()
        {
            self.rewrite(field, Some(usize::MAX), "");
        }
    }
}

impl Inputs {
    /// Rewrites an input only where the rules say so: the browser's undo and autofill live on. The caret is
    /// the input's own unless another is given.
    fn rewrite(&self, field: Field, caret: Option<usize>, input_type: &str) {
        let Some(Some(input)) = self.by_field.get(field as usize) else {
            return;
        };
        let Some(rule) = rule_of(field) else {
            return;
        };
        let text = Zeroizing::new(input.value());
        let own = || input.selection_end().ok().flatten();
        let caret = caret.unwrap_or_else(|| own().map_or(usize::MAX, |caret| caret as usize));
        let typed = self.formatter.format(rule, &text, caret, input_type);
        // EXPOSE: back into the input it came from
        if typed.expose() != text.as_str() && !Filling::is_history(input_type) {
            write(input, typed.expose(), typed.caret()); // EXPOSE: the same
        }
    }
}

/// How long nothing is filled in before that counts as over, in milliseconds.
#[wasm_bindgen]
pub fn quiet() -> u32 {
    QUIET
}

/// A field in which there is something to format.
fn formatted(id: &str) -> Option<Field> {
    Field::of_id(id).filter(|field| rule_of(*field).is_some())
}

/// Writes into the input that is typed into as an edit like the shopper's own, so that those before can
/// still be undone; into another one as a value.
fn write(input: &HtmlInputElement, text: &str, caret: usize) {
    let is_focused = input.matches(":focus").unwrap_or_default();
    if !is_focused || !insert(input, text) {
        input.set_value(text);
    }
    if is_focused {
        let caret = u32::try_from(caret).unwrap_or(u32::MAX);
        // Some types of input have no selection, and show where they were.
        let _ = input.set_selection_range(caret, caret);
    }
}

fn insert(input: &HtmlInputElement, text: &str) -> bool {
    let document = input.owner_document();
    let Some(document) = document
        .as_ref()
        .and_then(|it| it.dyn_ref::<HtmlDocument>())
    else {
        return false;
    };
    input.select();
    // An empty text is no insertion for every browser.
    !text.is_empty()
        && document
            .exec_command_with_show_ui_and_value("insertText", false, text)
            .unwrap_or_default()
}
