//! What can be shown on one line of the form.

/// The most characters of what a label or a button says, and of a sentence.
pub(crate) const MAX_LABEL: u32 = 60;
pub(crate) const MAX_SENTENCE: u32 = 120;

/// Something to read on one line: not blank, not long, nothing that does not print.
pub(crate) fn is_line(text: &str, longest: u32) -> bool {
    let mut length = 0;
    let mut blank = true;
    for character in text.chars() {
        let hides = matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
        if hides || character.is_control() {
            return false;
        }
        blank &= character.is_whitespace();
        length += 1;
    }
    !blank && length <= longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_something_to_read_and_nothing_that_hides_or_turns_it() {
        for line in ["x", " ¥1,200 を支払う", "ใช้บัตรนี้", "Use\u{a0}this"]
        {
            assert!(is_line(line, MAX_LABEL), "{line}");
        }
        for text in [
            "",
            " ",
            "\u{3000}",
            "a\nb",
            "a\u{0}",
            "a\u{85}b",
            "\u{200b}",
            "a\u{200f}b",
            "a\u{2028}b",
            "a\u{202e}b",
            "\u{2060}",
            "a\u{2066}b",
        ] {
            assert!(!is_line(text, MAX_LABEL), "{text:?}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        let longest = "จ".repeat(60);
        assert!(is_line(&longest, MAX_LABEL));
        assert!(!is_line(&[&longest, "x"].concat(), MAX_LABEL));
    }
}
