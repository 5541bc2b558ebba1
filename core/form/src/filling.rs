//! Fields that a browser or a password manager fills in, several in one go.
//!
//! Whoever fills in looks at what stands in the fields afterwards: a text that was rewritten meanwhile is
//! filled in again, or taken for the shopper's own and offered for saving. So nothing is rewritten until all
//! is quiet. What a shopper types is rewritten at once; what is undone stays as it was, or nothing before
//! it could be undone.

use crate::Field;

/// So long nothing is filled in before it counts as over, in milliseconds: longer than the quarter of a second
/// that some programs wait from field to field, and over before the shopper does anything else.
pub const QUIET: u32 = 400;

/// How far a filling-in is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filling {
    edits: u32,
    /// The fields it has reached, as bits.
    fields: u8,
}

impl Filling {
    /// Takes an edit of this kind (an `inputType`) in a field. For one that was filled in, its number: see
    /// after [`QUIET`] whether it was the [last](Self::is_last).
    ///
    /// Browsers name what a shopper does; what a program does has no name, or is a replacement.
    pub fn edit(&mut self, field: Field, input_type: &str) -> Option<u32> {
        if !matches!(input_type, "" | "insertReplacementText") {
            return None;
        }
        self.edits = self.edits.wrapping_add(1);
        self.fields |= 1 << field as u8;
        Some(self.edits)
    }

    /// Whether an edit of this kind was undone or done again, and is not to be rewritten.
    pub fn is_history(input_type: &str) -> bool {
        input_type.starts_with("history")
    }

    /// Whether fields are being filled in, and none is to be rewritten.
    pub fn is_under_way(self) -> bool {
        self.fields != 0
    }

    /// Whether the edit of this number was the last.
    pub fn is_last(self, edit: u32) -> bool {
        edit == self.edits
    }

    /// Whether this field was filled in.
    pub fn has_reached(self, field: Field) -> bool {
        self.fields >> field as u8 & 1 == 1
    }

    /// The same once it is over.
    #[must_use]
    pub fn ended(self) -> Self {
        Self { fields: 0, ..self }
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::vec::Vec;

    const EACH: [Field; 3] = [Field::Number, Field::Expiry, Field::Code];

    #[test]
    fn what_a_shopper_does_is_rewritten_at_once() {
        for input_type in [
            "insertText",
            "insertFromPaste",
            "insertFromDrop",
            "deleteContentBackward",
            "deleteByCut",
            "compositionend",
        ] {
            let mut filling = Filling::default();
            assert_eq!(
                filling.edit(Field::Number, input_type),
                None,
                "{input_type}"
            );
            assert!(!filling.is_under_way());
        }
    }

    #[test]
    fn nothing_is_rewritten_before_the_last_field_was_filled_in() {
        let mut filling = Filling::default();
        let edits: Vec<u32> = EACH
            .into_iter()
            .zip(["", "insertReplacementText", ""])
            .filter_map(|(field, input_type)| filling.edit(field, input_type))
            .collect();
        assert_eq!(edits.len(), 3);
        let (last, others) = edits.split_last().unwrap();
        assert!(others.iter().all(|&edit| !filling.is_last(edit)));
        assert!(filling.is_under_way() && filling.is_last(*last));
        assert!(EACH.into_iter().all(|field| filling.has_reached(field)));
        assert!(
            !filling.has_reached(Field::Name),
            "what was not filled in is left alone"
        );
        assert!(!filling.ended().is_under_way());
    }

    #[test]
    fn a_program_that_waits_a_quarter_of_a_second_between_fields_is_not_interrupted() {
        let mut filling = Filling::default();
        let mut alarms: Vec<(u32, u32)> = Vec::new();
        for (now, field) in (0..).step_by(250).zip(EACH) {
            let mut rung = alarms.iter().filter(|(due, _)| *due <= now);
            assert!(rung.all(|&(_, edit)| !filling.is_last(edit)), "{now} ms");
            alarms.push((now + QUIET, filling.edit(field, "").unwrap()));
        }
        let last = alarms.iter().filter(|(_, edit)| filling.is_last(*edit));
        assert_eq!(last.count(), 1, "and then it is over");
    }

    #[test]
    fn what_is_filled_in_after_that_begins_anew() {
        let mut filling = Filling::default();
        let first = filling.edit(Field::Number, "").unwrap();
        filling = filling.ended();
        let second = filling.edit(Field::Code, "").unwrap();
        assert!(!filling.is_last(first) && filling.is_last(second));
        assert!(filling.has_reached(Field::Code) && !filling.has_reached(Field::Number));
    }

    #[test]
    fn what_is_undone_is_not_filled_in_and_not_rewritten() {
        for input_type in ["historyUndo", "historyRedo"] {
            assert!(Filling::is_history(input_type));
            assert_eq!(Filling::default().edit(Field::Number, input_type), None);
        }
        assert!(!Filling::is_history("insertText") && !Filling::is_history(""));
    }

    #[test]
    fn a_key_pressed_meanwhile_ends_nothing() {
        let mut filling = Filling::default();
        let edit = filling.edit(Field::Number, "").unwrap();
        assert_eq!(filling.edit(Field::Number, "insertText"), None);
        assert!(filling.is_under_way() && filling.is_last(edit));
    }
}
