//! The expiry as `MM/YY` or `MM/YYYY`.
//!
//! Only a first digit that no two-digit month has is taken as a month of its own; `13` stays and is
//! refused when the field is left, because a slip of the finger must not become another month.

use super::{Edit, Kind, Typed, reading::Reading};
use crate::secret::SecretText;

const MOST_DIGITS: usize = 6;

pub(super) fn format(mut reading: Reading, edit: Edit) -> Typed {
    if edit.kind == Kind::Written
        && let Some((year, month)) = year_first(&reading)
    {
        let zero = month.len() < 2;
        let mut typed = assemble(zero, month, true, year);
        typed.caret = typed.text.as_bytes().len();
        return typed;
    }
    follow_deletion(&mut reading, edit);
    // A deletion at the start of a year can leave one that is none: it stays.
    let standing = edit.digits_before.min(MOST_DIGITS);
    loop {
        let month = Month::of(&reading);
        let (in_month, year) = reading
            .digits()
            .split_at_checked(month.digits)
            .unwrap_or_default();
        if is_year(year) || reading.digits().len() <= standing {
            return lay_out(&reading, &month, in_month, year);
        }
        reading.refuse_one();
    }
}

/// Year and month of a text that has the year first: `2028-01` (what HTML's `cc-exp` fills in, with
/// or without a day), `2028年1月`, `202801`.
fn year_first(reading: &Reading) -> Option<(&[u8], &[u8])> {
    let digits = reading.digits();
    let end = match reading.groups {
        Some((4, end)) => end,
        None if reading.divided_at.is_none() && digits.len() == MOST_DIGITS => MOST_DIGITS,
        _ => return None,
    };
    // A day is dropped, but never what stands behind the caret.
    if end < digits.len() && (1..digits.len()).contains(&reading.before_caret) {
        return None;
    }
    let (year, month) = digits.get(..end)?.split_at_checked(4)?;
    let is_month = matches!(
        month,
        [b'1'..=b'9'] | [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2']
    );
    (is_month && year.starts_with(b"20")).then_some((year, month))
}

/// A slash between digits stays where it was, and the digit beyond it goes; one at the end goes
/// with the year's last digit, so that each further backspace takes a digit.
fn follow_deletion(reading: &mut Reading, edit: Edit) {
    let count = reading.digits().len();
    // These two are kept together as a month only by the slash behind them.
    let need_slash = matches!(reading.digits(), [b'2'..=b'9', _]);
    if !reading.met_a_gap(edit) {
        if edit.kind == Kind::DeletedBackward && reading.divided_at == Some(count) && !need_slash {
            reading.divided_at = None;
        }
    } else if reading.before_caret < count {
        reading.delete_beyond_gap(edit);
        reading.divided_at = reading.divided_at.or(Some(reading.before_caret));
    } else {
        reading.divided_at = None;
        if need_slash {
            reading.delete_beyond_gap(edit);
        }
    }
}

/// The month's part of the digits.
struct Month {
    digits: usize,
    /// Whether a zero goes before it, as the caret has left a one-digit month.
    padded: bool,
}

impl Month {
    fn of(reading: &Reading) -> Self {
        let all = reading.digits();
        let (digits, is_left) = if let Some(place) = reading.divided_at {
            (place.min(2), is_beyond(reading, place))
        } else {
            let alone = reading.before_caret > 0 && is_month_alone(all);
            (if alone { 1 } else { all.len().min(2) }, alone)
        };
        let one_digit = digits == 1 && !all.starts_with(b"0") && all.len() < MOST_DIGITS;
        Self {
            digits,
            padded: is_left && one_digit,
        }
    }
}

/// Whether the caret is behind the division after `place` digits.
fn is_beyond(reading: &Reading, place: usize) -> bool {
    reading.before_caret > place || reading.before_caret == place && reading.after_gap
}

/// Whether the first of these digits, which nothing divides, can only be a month of its own.
fn is_month_alone(digits: &[u8]) -> bool {
    match digits {
        [b'2'..=b'9', year @ ..] => !year.is_empty() && is_year(year),
        [b'1', year @ ..] => is_year(year) && !is_year(year.get(1..).unwrap_or_default()),
        _ => false,
    }
}

/// Whether these digits are a year or its beginning: two, or four of this century.
fn is_year(digits: &[u8]) -> bool {
    digits.len() <= 2 || digits.len() <= 4 && digits.starts_with(b"20")
}

fn lay_out(reading: &Reading, month: &Month, in_month: &[u8], year: &[u8]) -> Typed {
    let divided = !year.is_empty() || reading.divided_at.is_some() && !in_month.is_empty();
    let mut typed = assemble(month.padded, in_month, divided, year);
    // A zero is only there with the caret behind the digit it belongs to.
    typed.caret = reading.before_caret
        + usize::from(month.padded)
        + usize::from(divided && is_beyond(reading, month.digits));
    typed
}

fn assemble(zero: bool, month: &[u8], slash: bool, year: &[u8]) -> Typed {
    let mut text = SecretText::empty();
    let mut push_all = |bytes: &[u8]| {
        for &byte in bytes {
            let _ = text.push(byte);
        }
    };
    push_all(if zero { b"0" } else { b"" });
    push_all(month);
    push_all(if slash { b"/" } else { b"" });
    push_all(year);
    Typed {
        text,
        caret: 0,
        digits: usize::from(zero) + month.len() + year.len(),
    }
}
