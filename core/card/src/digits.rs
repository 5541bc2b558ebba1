//! Digits as people type them: ASCII, or full-width from a Japanese keyboard.

/// The value 0–9 of an ASCII or full-width (U+FF10–U+FF19) digit.
pub fn digit_value(character: char) -> Option<u8> {
    let offset = match character {
        '0'..='9' => u32::from(character) - u32::from('0'),
        '０'..='９' => u32::from(character) - u32::from('０'),
        _ => return None,
    };
    u8::try_from(offset).ok()
}

/// The ASCII digits of a typed text: full-width ones folded, spaces and hyphens skipped.
///
/// An item is `None` where a character is neither, so that `collect` or `?` refuses the whole text.
pub fn typed_digits(text: &str) -> impl Iterator<Item = Option<u8>> {
    folded(text.chars())
}

/// [`typed_digits`] of characters that were filtered before.
pub(crate) fn folded(characters: impl Iterator<Item = char>) -> impl Iterator<Item = Option<u8>> {
    characters
        .filter(|&character| !is_separator(character))
        .map(|character| digit_value(character).map(|value| b'0' + value))
}

/// Spaces and hyphens that shoppers, password managers and Japanese keyboards put between digits.
fn is_separator(character: char) -> bool {
    matches!(
        character,
        ' ' | '\u{a0}' | '\u{3000}' | '\t' | '-' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '－' | 'ー'
    )
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use proptest::prelude::*;
    use std::{string::String, vec::Vec};

    #[test]
    fn full_width_digits_fold_to_ascii_and_separators_are_skipped() {
        let fold = |text: &str| typed_digits(text).collect::<Option<Vec<u8>>>();
        assert_eq!(
            fold("４２４２ 4242　－12").as_deref(),
            Some(b"4242424212".as_slice())
        );
        assert_eq!(fold("42x"), None);
        assert_eq!(
            fold("٤٢"),
            None,
            "Arabic-Indic digits are not on our keyboards' list"
        );
        assert_eq!(fold(""), Some(Vec::new()));
    }

    proptest! {
        #[test]
        fn any_mix_of_widths_folds_to_the_same_digits(digits in proptest::collection::vec((0_u32..10, any::<bool>()), 0..30)) {
            let typed: String = digits
                .iter()
                .filter_map(|&(digit, wide)| char::from_u32(digit + u32::from(if wide { '０' } else { '0' })))
                .collect();
            let expected: Option<Vec<u8>> = digits.iter().map(|&(digit, _)| u8::try_from(digit).ok().map(|value| b'0' + value)).collect();
            prop_assert_eq!(typed_digits(&typed).collect::<Option<Vec<u8>>>(), expected);
        }

        #[test]
        fn folding_never_panics(text in any::<String>()) {
            let _ = typed_digits(&text).count();
        }
    }
}
