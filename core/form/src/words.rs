//! A merchant's own words in the place of a text.

use alloc::string::String;

use crate::line::{MAX_LABEL, is_line};
use crate::text::longest;

/// Words for the text of a key, as the merchant's page sent them.
#[derive(Debug, PartialEq, Eq)]
pub struct Words {
    /// Which text; there need not be one of this key.
    pub key: String,
    /// What to say; empty where it was no text.
    pub text: String,
}

impl Words {
    /// Whether a shopper could read them.
    pub fn are_readable(&self) -> bool {
        is_line(&self.text, longest(&self.key))
    }

    /// What to write instead, for the page's developer: of words that are not readable, or else of a key
    /// that does not exist.
    pub fn complaint(&self, are_readable: bool) -> String {
        let mut sentence = String::from("texts.");
        sentence.push_str(&self.key);
        sentence.push_str(if are_readable {
            " is not in docs/languages.md"
        } else if longest(&self.key) == MAX_LABEL {
            " must be 1-60 characters"
        } else {
            " must be 1-120 characters"
        });
        sentence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONGEST: &str = "012345678901234567890123456789012345678901234567890123456789";

    fn words(key: &str, text: &str) -> Words {
        Words {
            key: String::from(key),
            text: String::from(text),
        }
    }

    #[test]
    fn a_label_may_be_sixty_characters_long_and_a_sentence_twice_that() {
        let twice = [LONGEST, LONGEST].concat();
        assert!(words("submit", LONGEST).are_readable());
        assert!(words("failed", &twice).are_readable());
        assert!(!words("submit", &twice).are_readable());
        assert!(!words("failed", &[&twice, "x"].concat()).are_readable());
    }

    #[test]
    fn what_cannot_be_taken_is_told_with_what_to_write() {
        for (key, text, sentence) in [
            ("submit", "", "texts.submit must be 1-60 characters"),
            (
                "sealed_for",
                " ",
                "texts.sealed_for must be 1-60 characters",
            ),
            ("unknown", "a\nb", "texts.unknown must be 1-120 characters"),
            ("nmber", "No.", "texts.nmber is not in docs/languages.md"),
            ("", "x", "texts. is not in docs/languages.md"),
        ] {
            let words = words(key, text);
            assert_eq!(words.complaint(words.are_readable()), sentence);
        }
    }
}
