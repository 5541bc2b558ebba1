//! How a merchant wants the form to look: values of a closed list, never text of theirs.

mod list;
mod palette;
mod reader;
#[cfg(test)]
mod tests;

use alloc::string::String;
use alloc::vec::Vec;

use strict_json::Value;

use list::{FONTS, RULES, is_among};
use palette::Palette;
use reader::Reader;

pub use list::THEMES;

/// A look whose text can be read and whose lines can be seen: what could not be was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// CSS declarations: those custom properties of the form's sheet that are to be other than there.
    pub css: String,
    /// The SHA-256 of the vault's font that it is drawn with, as base64 without its pad; empty without.
    pub font: String,
}

impl Appearance {
    /// Takes what can be taken of an `appearance`, and adds what to write instead of the rest to `refused`.
    pub(crate) fn read(wishes: Option<Value>, refused: &mut Vec<String>) -> Self {
        let mut reader = Reader {
            look: Self::default(),
            palette: Palette::default(),
            refused,
        };
        reader.read(wishes);
        reader.look.paint(reader.palette);
        reader.look
    }

    /// Adds the colours, and the theme.
    fn paint(&mut self, mut palette: Palette) {
        if let Some(is_dark) = palette.is_dark() {
            self.declare("", "theme", if is_dark { "dark" } else { "light" });
        }
        palette.complete();
        let mut at = 0;
        for rule in &RULES {
            for (name, _) in rule.rows {
                if let Some(color) = palette.get(at) {
                    self.declare(rule.part, name, &color.css());
                }
                at += 1;
            }
        }
    }

    /// Sets the custom property of a value, which the sheet knows by part and name.
    fn declare(&mut self, part: &str, name: &str, value: &str) {
        for text in ["--", part, name, ":", value, ";"] {
            self.css.push_str(text);
        }
    }

    /// Takes one of the families that the sheet has, or a font of the vault.
    fn take_font(&mut self, text: &str) -> bool {
        let hash = hash_of(text);
        self.font = String::from(hash.unwrap_or_default());
        let is_known = hash.is_some() || is_among(FONTS, text);
        if is_known {
            let family = if hash.is_some() { "vault" } else { text };
            self.declare("", "font", &["var(--", family, ")"].concat());
        }
        is_known
    }
}

/// What stands between `sha256-` and the pad of 32 bytes as base64.
fn hash_of(text: &str) -> Option<&str> {
    let digits = text.strip_prefix("sha256-")?.strip_suffix('=')?;
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    (digits.len() == 43 && digits.bytes().all(is_digit)).then_some(digits)
}
