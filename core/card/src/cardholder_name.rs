//! The name on a card.

use crate::secret::SecretText;

const MAX_CHARACTERS: usize = 64;
/// A character takes up to four bytes in UTF-8.
const MAX_BYTES: usize = MAX_CHARACTERS * 4;

/// A cardholder's name: 1 to 64 printable characters, not all of them spaces. A secret.
pub struct CardholderName(SecretText<MAX_BYTES>);

impl CardholderName {
    /// The name as given, or `None` where it is empty, blank, too long, or holds a character that
    /// does not print (controls, line breaks, direction overrides, private use).
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.chars().take(MAX_CHARACTERS + 1).count() <= MAX_CHARACTERS;
        let says_something = text
            .chars()
            .any(|character| !matches!(character, ' ' | '\u{a0}' | '\u{3000}'));
        if fits && says_something && text.chars().all(is_printable) {
            SecretText::copy_of(text).map(Self)
        } else {
            None
        }
    }

    /// The name. Say at each use why it is needed.
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }
}

/// Unicode's controls, format characters, line separators, private use and noncharacters are out:
/// they can break a log line or a receipt, or show a name that is not the one stored.
fn is_printable(character: char) -> bool {
    !matches!(character,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}'
        | '\u{e0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use proptest::prelude::*;
    use std::string::String;

    #[test]
    fn names_of_every_script_are_kept_as_given() {
        for text in [
            "TARO YAMADA",
            "山田　太郎",
            "José O'Brien-Nuñez",
            "Nguyễn Thị Ánh",
            "A",
            " X ",
        ] {
            assert!(
                CardholderName::parse(text).is_some_and(|name| name.expose() == text),
                "{text}"
            );
        }
    }

    #[test]
    fn sixty_four_characters_fit_in_any_script_and_sixty_five_do_not() {
        for character in ["x", "あ", "𠮷"] {
            assert!(CardholderName::parse(&character.repeat(64)).is_some());
            assert!(CardholderName::parse(&character.repeat(65)).is_none());
        }
    }

    #[test]
    fn what_does_not_print_is_refused() {
        for text in [
            "",
            "   ",
            "　",
            "TARO\nYAMADA",
            "TARO\0",
            "\u{202e}ORAT",
            "a\u{200b}b",
            "a\u{2028}b",
            "\u{feff}a",
            "a\u{7f}",
            "\u{e000}",
            "a\u{fff9}",
        ] {
            assert!(CardholderName::parse(text).is_none(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_keeps_what_it_takes(text in any::<String>()) {
            if let Some(name) = CardholderName::parse(&text) {
                prop_assert_eq!(name.expose(), text.as_str());
            }
        }
    }
}
