//! The messages of the merchant's page on the private port to the vault's frame: JSON text.

use alloc::string::String;
use alloc::vec::Vec;

use strict_json::Object;

use crate::options::Options;
use crate::words::Words;

/// The longest message that is taken, in bytes.
pub const MAX_MESSAGE: usize = 4096;

/// A message of the page.
#[derive(Debug, PartialEq, Eq)]
pub enum FromPage {
    /// How the form is to be, and what to write instead of the wishes that were refused.
    Options(Options, Vec<String>),
    /// Words for a text, from the next options on. One message each, so that words for all of them never
    /// make one that is too long.
    Words(Words),
    /// The form is on the screen.
    Open,
    /// The page's own button was pressed.
    Submit,
    /// The authorization was declined, by this code.
    Fail(String),
    /// What was typed is no longer needed.
    Done,
}

impl FromPage {
    /// `None` for what is no message: too long, malformed, or of a type not known here.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > MAX_MESSAGE {
            return None;
        }
        let mut message = strict_json::parse(text.as_bytes(), 4).ok()?.into_object()?;
        let kind = message.take_string("type")?;
        Some(match kind.as_str() {
            "options" => {
                let (options, refused) = Options::read(message);
                Self::Options(options, refused)
            }
            "text" => Self::Words(Words {
                key: text_of(&mut message, "key"),
                text: text_of(&mut message, "text"),
            }),
            "open" => Self::Open,
            "submit" => Self::Submit,
            "fail" => Self::Fail(text_of(&mut message, "decline_code")),
            "done" => Self::Done,
            _ => return None,
        })
    }
}

/// A member's text; empty where it is none.
#[inline(never)]
fn text_of(message: &mut Object, name: &str) -> String {
    let text = message.take_string(name);
    text.map_or_else(String::new, |text| String::from(text.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_message_of_the_page_is_read() {
        assert_eq!(FromPage::read(r#"{"type":"open"}"#), Some(FromPage::Open));
        assert_eq!(FromPage::read(r#"{"type":"done"}"#), Some(FromPage::Done));
        assert_eq!(
            FromPage::read(r#"{"type":"submit"}"#),
            Some(FromPage::Submit)
        );
        assert_eq!(
            FromPage::read(r#"{"type":"fail","decline_code":"expired_card"}"#),
            Some(FromPage::Fail(String::from("expired_card")))
        );
        assert_eq!(
            FromPage::read(r#"{"type":"options","locale":"de"}"#),
            Some(FromPage::Options(
                Options::default(),
                [String::from("locale must be auto|ja|en|ms|zh|ko|th|vi|id")].into()
            ))
        );
    }

    #[test]
    fn words_of_the_merchant_come_one_by_one() {
        for (json, key, words) in [
            (
                r#"{"type":"text","key":"submit","text":"支払う"}"#,
                "submit",
                "支払う",
            ),
            (r#"{"type":"text","key":"submit","text":5}"#, "submit", ""),
            (r#"{"type":"text","text":"x"}"#, "", "x"),
        ] {
            let words = FromPage::Words(Words {
                key: String::from(key),
                text: String::from(words),
            });
            assert_eq!(FromPage::read(json), Some(words), "{json}");
        }
    }

    #[test]
    fn what_is_no_message_is_none() {
        let long = [
            "{\"type\":\"open\",\"x\":\"",
            &"y".repeat(MAX_MESSAGE),
            "\"}",
        ]
        .concat();
        for text in [
            "",
            "{}",
            "[]",
            "null",
            r#"{"type":1}"#,
            r#"{"type":"token"}"#,
            r#"{"type":"open","type":"done"}"#,
            r#"{"type":"open"}x"#,
            &long,
        ] {
            assert_eq!(FromPage::read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_whatever_breaks_the_reader(text in "\\PC{0,200}") {
            let _ = FromPage::read(&text);
        }
    }
}
