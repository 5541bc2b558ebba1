//! The card number in groups.

use super::{
    Edit, Typed,
    candidates::{grouping, longest},
    reading::{MAX_DIGITS, Reading},
};
use crate::secret::SecretText;

pub(super) fn format(mut reading: Reading, edit: Edit) -> Typed {
    if reading.met_a_gap(edit) {
        reading.delete_beyond_gap(edit);
    }
    // A deletion in the first digits can leave more than the new brand takes: they stay.
    let standing = edit.digits_before.min(MAX_DIGITS);
    while reading.digits().len() > longest(reading.digits()).max(standing) {
        reading.refuse_one();
    }
    lay_out(&reading)
}

fn lay_out(reading: &Reading) -> Typed {
    let digits = reading.digits();
    let groups = grouping(digits);
    let (mut text, mut caret) = (SecretText::empty(), 0);
    for (place, &digit) in digits.iter().enumerate() {
        if place == reading.before_caret {
            caret = text.as_bytes().len();
        }
        if groups.contains(&place) {
            let _ = text.push(b' ');
        }
        if place == reading.before_caret && reading.after_gap {
            caret = text.as_bytes().len();
        }
        let _ = text.push(digit);
    }
    if reading.before_caret >= digits.len() {
        caret = text.as_bytes().len();
    }
    Typed {
        text,
        caret,
        digits: digits.len(),
    }
}
