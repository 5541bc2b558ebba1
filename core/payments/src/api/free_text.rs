//! Looks for card numbers where none belongs.

use core::ops::Range;

use card::Pan;

const SHORTEST: usize = 12;
const LONGEST: usize = 19;

/// Whether a number of a known brand, of its length and with a right check digit, stands in the text:
/// plain, full-width, or grouped by single spaces, dashes or dots.
///
/// Order numbers may be long too; asking for brand, length and check digit together spares nearly all. An
/// identifier of hexadecimal digits holds none, whatever its digits are.
pub fn holds_card_number(text: &str) -> bool {
    let text = without_identifiers(text);
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

/// How many hexadecimal digits identifiers have that are written without gaps: object ids, UUIDs and MD5, SHA-1,
/// SHA-256.
const PLAIN: [usize; 4] = [24, 32, 40, 64];
/// And how many between the dashes of a UUID (RFC 9562 section 4).
const UUID: [usize; 5] = [8, 4, 4, 4, 12];

/// The text without the identifiers in it. Of random UUIDs about one in six hundred has the digits of a card
/// number, and the order that it stands for could not be paid.
fn without_identifiers(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let words = words(text);
    for at in 0..words.len() {
        let rest = words.get(at..).unwrap_or_default();
        for length in [1, UUID.len()] {
            if let Some(identifier) = rest.get(..length).and_then(|words| identifier(text, words)) {
                bytes.get_mut(identifier).unwrap_or_default().fill(b'x');
            }
        }
    }
    // Only whole words of ASCII were overwritten.
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Where letters and digits of ASCII stand together.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices(|character: char| character.is_ascii_alphanumeric()) {
        match words.last_mut() {
            Some(word) if word.end == at => word.end += 1,
            _ => words.push(at..at + 1),
        }
    }
    words
}

/// The place of the identifier that these words are, if they are one: a word of its length, or five with dashes
/// between them. One without a letter may be a card number as well.
fn identifier(text: &str, words: &[Range<usize>]) -> Option<Range<usize>> {
    let place = words.first()?.start..words.last()?.end;
    let whole = text.get(place.clone())?.as_bytes();
    let fits = if let [word] = words {
        PLAIN.contains(&word.len())
    } else {
        let digits: usize = UUID.iter().sum();
        let dashes = UUID.len() - 1;
        words.iter().map(Range::len).eq(UUID) && whole.len() == digits + dashes
    };
    let is_hexadecimal = whole
        .iter()
        .all(|byte| *byte == b'-' || byte.is_ascii_hexdigit());
    (fits && is_hexadecimal && whole.iter().any(u8::is_ascii_alphabetic)).then_some(place)
}

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
            // Nearly an identifier.
            "b4242424-2424-2424-2abc-0123456789a",
            "b4242424-2424-2424-2abc 0123456789ab",
            "x4242424-2424-2424-2abc-0123456789ab",
            "00000000-0000-4242-4242-424242424242",
            "4242424242424242-face",
            "4242 4242 4242 4242 b4242424-2424-2424-2abc-0123456789ab",
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
            "b4242424-2424-2424-2abc-0123456789ab",
            "test-b4242424-2424-2424-2abc-0123456789ab, again",
            "cart_B4242424242424242ABC0123",
            "order:b42424242424242422abc01234567890",
        ] {
            assert!(!holds_card_number(text), "{text}");
        }
    }

    /// Random UUIDs (version 4), the same ones each time.
    fn uuids(count: usize) -> impl Iterator<Item = String> {
        let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut random = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        (0..count).map(move |_| {
            let (high, low) = (random(), random());
            let high = high & !0xf000 | 0x4000;
            let low = low & !(3 << 62) | 1 << 63;
            let digits = format!("{high:016x}{low:016x}");
            let mut rest = digits.as_str();
            let parts = UUID.map(|length| {
                let (part, more) = rest.split_at(length);
                rest = more;
                part
            });
            parts.join("-")
        })
    }

    #[test]
    fn no_random_uuid_is_a_card_number_though_one_in_some_hundred_has_its_digits() {
        const COUNT: usize = 20_000;
        let refused = uuids(COUNT).filter(|uuid| holds_card_number(uuid)).count();
        assert_eq!(refused, 0);
        // The twin: a digit more, and they are searched as any text is.
        let searched = uuids(COUNT).map(|uuid| format!("{uuid}0"));
        let found = searched.filter(|text| holds_card_number(text)).count();
        println!("of {COUNT} random UUIDs {found} have the digits of a card number");
        assert!((COUNT / 2_000..COUNT / 200).contains(&found), "{found}");
    }
}
