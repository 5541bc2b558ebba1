//! A field while it is typed: what stands in it after an edit, and where the caret is.
//!
//! [`format`] is called after the browser has changed the text, so that its own editing, autofill
//! and input methods stay as they are. It never takes away a digit that stood in the field
//! before the edit: what does not fit is not let in, as with `maxlength`. While a text is being
//! composed (`isComposing`) it is not called at all; the edit is then the whole composition.

mod candidates;
mod expiry;
mod number;
mod reading;

pub use candidates::{Brands, Candidates, badges, candidates};

use crate::secret::SecretText;
use reading::{MAX_DIGITS, Reading};

/// The fields whose text is rewritten while it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The card number, in the groups of its brand, as many digits as the brand's longest number.
    Number,
    /// The expiry, `MM/YY` or `MM/YYYY`, from whatever order and separators a text comes in.
    Expiry,
}

/// What the browser did to the text, and how many digits there were before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    kind: Kind,
    digits_before: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Written,
    DeletedBackward,
    DeletedForward,
}

impl Edit {
    /// The edit of an `input` event's `inputType` (Input Events Level 2; a browser that has none
    /// gives an empty text), in a field that held `digits_before` digits: [`Typed::digits`] of the
    /// last result, 0 at first.
    pub fn of(input_type: &str, digits_before: usize) -> Self {
        let kind = match input_type.strip_prefix("delete") {
            Some(rest) if rest.ends_with("Backward") => Kind::DeletedBackward,
            Some(rest) if rest.ends_with("Forward") => Kind::DeletedForward,
            _ => Kind::Written,
        };
        Self {
            kind,
            digits_before,
        }
    }
}

/// What belongs in the field: ASCII, so that the caret means the same in bytes and in UTF-16.
/// A secret, as the number is one.
pub struct Typed {
    text: SecretText<{ 2 * MAX_DIGITS }>,
    caret: usize,
    digits: usize,
}

impl Typed {
    /// The text. Say at each use why it is needed.
    pub fn expose(&self) -> &str {
        self.text.as_str()
    }

    /// Where the caret stands, from 0 to the text's length.
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// How many digits the text has: `digits_before` of the next edit.
    pub fn digits(&self) -> usize {
        self.digits
    }
}

/// The text and the caret of `field` after an edit. `caret` counts UTF-16 code units, as
/// `selectionEnd` does; one past the end is at the end.
///
/// ASCII and full-width digits count, everything else only separates. A deletion that met nothing
/// but the gap between two groups takes the digit beyond it. Formatting a result again changes
/// nothing. When the shopper leaves the field or submits, a caret of `usize::MAX` completes a month
/// (`1/28` becomes `01/28`) that is left alone while the caret is still in it.
pub fn format(field: Field, text: &str, caret: usize, edit: Edit) -> Typed {
    let reading = Reading::of(text, caret);
    match field {
        Field::Number => number::format(reading, edit),
        Field::Expiry => expiry::format(reading, edit),
    }
}
