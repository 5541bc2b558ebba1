//! A field's raw text, read once: its digits on either side of the caret, and what divides them.

use super::{Edit, Kind};
use crate::{digits::digit_value, secret::SecretText};

/// No field takes more digits than this (ISO/IEC 7812-1).
pub(super) const MAX_DIGITS: usize = 19;

/// The first 19 digits before the caret and the first 19 after it: more never fit.
pub(super) struct Reading {
    digits: SecretText<{ 2 * MAX_DIGITS }>,
    /// How many of the digits are before the caret.
    pub(super) before_caret: usize,
    /// Whether the caret follows something that is no digit.
    pub(super) after_gap: bool,
    /// How many digits stand before what divides the text: its first slash, or else the first thing
    /// between digits. At the end only what people type for a slash divides, at the start only the
    /// slash that is left when a month is deleted.
    pub(super) divided_at: Option<usize>,
    /// How many digits stand before the first two gaps, or before the only one and the end.
    pub(super) groups: Option<(usize, usize)>,
    /// How many digits the raw text has.
    counted: usize,
}

impl Reading {
    pub(super) fn of(text: &str, caret: usize) -> Self {
        let mut digits = SecretText::empty();
        let (mut before_caret, mut after_caret) = (0, 0);
        let (mut units, mut counted) = (0, 0);
        let (mut after_gap, mut ends_divided) = (false, false);
        let (mut slash, mut gap, mut second_gap) = (None, None, None);
        for character in text.chars() {
            let is_before_caret = units < caret;
            let digit = digit_value(character);
            if is_before_caret {
                after_gap = digit.is_none();
            }
            if let Some(value) = digit {
                counted += 1;
                ends_divided = false;
                let side = if is_before_caret {
                    &mut before_caret
                } else {
                    &mut after_caret
                };
                if *side < MAX_DIGITS && digits.push(b'0' + value).is_some() {
                    *side += 1;
                }
            } else {
                ends_divided |= is_separator(character);
                if slash.is_none() && is_slash(character) && (counted > 0 || units == 0) {
                    slash = Some(counted);
                }
                match gap {
                    None if counted > 0 => gap = Some(counted),
                    Some(first) if second_gap.is_none() && counted > first => {
                        second_gap = Some(counted);
                    }
                    _ => {}
                }
            }
            units += character.len_utf16();
        }
        Self {
            digits,
            before_caret,
            after_gap,
            divided_at: slash
                .or(gap)
                .filter(|&place| place < counted || ends_divided),
            groups: gap.map(|first| (first, second_gap.unwrap_or(counted))),
            counted,
        }
    }

    pub(super) fn digits(&self) -> &[u8] {
        self.digits.as_bytes()
    }

    /// Whether the edit was a deletion that took no digit: all it met was a gap, at the caret.
    pub(super) fn met_a_gap(&self, edit: Edit) -> bool {
        edit.kind != Kind::Written && self.counted == edit.digits_before
    }

    /// Takes the digit beyond the gap that a deletion met.
    pub(super) fn delete_beyond_gap(&mut self, edit: Edit) {
        if edit.kind == Kind::DeletedForward {
            self.remove(self.before_caret);
        } else if self.before_caret > 0 {
            self.before_caret -= 1;
            self.after_gap = false;
            self.remove(self.before_caret);
        }
    }

    /// Takes back the digit that was written last, the one before the caret. With the caret at the
    /// start, as where a program wrote, it is the text's last.
    pub(super) fn refuse_one(&mut self) {
        if self.before_caret > 0 {
            self.before_caret -= 1;
            self.remove(self.before_caret);
        } else {
            self.remove(self.digits().len().saturating_sub(1));
        }
    }

    fn remove(&mut self, place: usize) {
        let mut kept = SecretText::empty();
        for (at, &digit) in self.digits().iter().enumerate() {
            if at != place {
                let _ = kept.push(digit);
            }
        }
        self.digits = kept;
        if let Some(divided_at) = &mut self.divided_at {
            *divided_at -= usize::from(*divided_at > place);
        }
    }
}

fn is_slash(character: char) -> bool {
    matches!(character, '/' | '／')
}

/// What people type between month and year; a Japanese keyboard gives `・` for the slash.
#[rustfmt::skip]
fn is_separator(character: char) -> bool {
    matches!(character, '/' | '／' | '・' | ' ' | '\u{3000}' | '-' | '－' | 'ー' | '.' | '月')
}
