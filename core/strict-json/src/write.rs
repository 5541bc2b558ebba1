//! Writing strings. The rest of JSON is simple enough to write by hand.

use alloc::string::String;

/// Appends `text` to `out` as a JSON string with its quotes.
///
/// Escaped are the quote, the backslash and the control characters, as RFC 8259 section 7 demands;
/// everything else stays as it is. At most 6 bytes are written for each of the text and 2 more.
pub fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            '\u{0}'..='\u{1f}' => {
                out.push_str("\\u00");
                let code = u32::from(character);
                out.extend(
                    [code >> 4, code & 0xF]
                        .iter()
                        .filter_map(|d| char::from_digit(*d, 16)),
                );
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}
