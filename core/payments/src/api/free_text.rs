//! Looks for card numbers where none belongs.

use card::Pan;

const SHORTEST: usize = 12;
const LONGEST: usize = 19;

/// Whether a number of a known brand, of its length and with a right check digit, stands in the text:
/// plain, full-width, or grouped by single spaces, dashes or dots.
///
/// Order numbers may be long too; asking for brand, length and check digit together spares nearly all.
pub fn holds_card_number(text: &str) -> bool {
    let characters: Vec<Option<char>> = text.chars().map(digit_or_gap).collect();
    let mut run = String::new();
    let mut gap = true;
    let mut found = false;
    for character in characters.into_iter().chain([None]) {
        match character {
            Some(GAP) if !gap => gap = true,
            Some(digit) if digit != GAP => {
                run.push(digit);
                gap = false;
            }
            _ => {
                found |= run_holds_card_number(&run);
                run.clear();
                gap = true;
            }
        }
    }
    found
}

const GAP: char = ' ';

/// A digit as ASCII, a character that may stand between digit groups as a gap, or neither.
fn digit_or_gap(character: char) -> Option<char> {
    match character {
        ' ' | '-' | '.' | '\u{3000}' | '\u{ff0d}' => Some(GAP),
        _ => card::digit_value(character).map(|value| char::from(b'0' + value)),
    }
}

/// Every window of every length a card number has.
fn run_holds_card_number(digits: &str) -> bool {
    (SHORTEST..=LONGEST).any(|length| {
        (0..=digits.len().saturating_sub(length)).any(|start| {
            let window = digits.get(start..start + length);
            window.is_some_and(|window| Pan::parse(window).is_ok_and(|pan| pan.check(&[]).is_ok()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_is_found_however_it_is_written() {
        for text in [
            "4242424242424242",
            "order 4242 4242 4242 4242 please",
            "4242-4242-4242-4242",
            "4242.4242.4242.4242",
            "４２４２４２４２４２４２４２４２",
            "x3782 822463 10005x",
            "0004242424242424242000",
        ] {
            assert!(holds_card_number(text), "{text}");
        }
    }

    #[test]
    fn what_merchants_call_their_orders_is_no_card_number() {
        for text in [
            "",
            "order-1042",
            "2026-11-22 10:15:30.123",
            "1796117400250",
            "+81 3 1234 5678",
            "4242 4242 4242 4241",
            "550e8400-e29b-41d4-a716-446655440000",
        ] {
            assert!(!holds_card_number(text), "{text}");
        }
    }
}
