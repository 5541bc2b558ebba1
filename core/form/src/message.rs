//! The messages on the private port between the vault's frame and the merchant's page: JSON text.

use alloc::string::String;
use alloc::vec::Vec;

use core::num::NonZeroU32;
use strict_json::{Object, write_string};

use crate::options::Options;
use crate::words::Words;

/// The longest message either side takes, in bytes.
pub const MAX_MESSAGE: usize = 4096;

/// A message of the page.
#[derive(Debug, PartialEq, Eq)]
pub enum FromPage {
    /// How the form is to be, and what to write instead of the wishes that were refused.
    Options(Options, Vec<&'static str>),
    /// Words for a text, from the next options on. One message each, so that words for all of them never
    /// make one that is too long.
    Words(Words),
    /// The form is on the screen.
    Open,
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
        let mut message = strict_json::parse(text.as_bytes(), 3).ok()?.into_object()?;
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

/// A message to the page. None of them has a place for a card value.
#[derive(Debug)]
pub enum ToPage<'a> {
    /// What the page's developer must know, in English and without a full stop.
    Complaint(&'a str),
    /// The form's height in CSS pixels.
    Height(NonZeroU32),
    /// The vault's answer, word for word.
    Token(&'a str),
    /// Nothing came of it, and not because of the card; `final` when nothing will.
    Error {
        /// The stable code.
        code: &'a str,
        /// Whether this frame can take no card any more.
        is_final: bool,
    },
    /// The shopper wants out.
    Cancel,
}

impl ToPage<'_> {
    /// The JSON text.
    pub fn text(&self) -> String {
        let mut json = String::from(r#"{"type":""#);
        let (kind, member) = match self {
            Self::Complaint(sentence) => ("complaint", Some(("sentence", *sentence))),
            Self::Height(_) => ("height", None),
            Self::Token(body) => ("token", Some(("body", *body))),
            Self::Error { code, .. } => ("error", Some(("code", *code))),
            Self::Cancel => ("cancel", None),
        };
        json.push_str(kind);
        json.push('"');
        if let Some((name, value)) = member {
            json.push_str(",\"");
            json.push_str(name);
            json.push_str("\":");
            write_string(&mut json, value);
        }
        match self {
            Self::Token(_) => json.push_str(r#","status":201"#),
            Self::Error { is_final, .. } => {
                json.push_str(if *is_final {
                    r#","final":true"#
                } else {
                    r#","final":false"#
                });
            }
            Self::Height(pixels) => {
                json.push_str(r#","px":"#);
                push_number(&mut json, pixels.get());
            }
            _ => {}
        }
        json.push('}');
        json
    }
}

/// Writes a number in decimal digits.
pub fn push_number(text: &mut String, number: u32) {
    if number > 9 {
        push_number(text, number / 10);
    }
    text.extend(char::from_digit(number % 10, 10));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use strict_json::Value;

    #[test]
    fn each_message_of_the_page_is_read() {
        assert_eq!(FromPage::read(r#"{"type":"open"}"#), Some(FromPage::Open));
        assert_eq!(FromPage::read(r#"{"type":"done"}"#), Some(FromPage::Done));
        assert_eq!(
            FromPage::read(r#"{"type":"fail","decline_code":"expired_card"}"#),
            Some(FromPage::Fail(String::from("expired_card")))
        );
        assert_eq!(
            FromPage::read(r#"{"type":"options","locale":"de"}"#),
            Some(FromPage::Options(
                Options::default(),
                ["locale must be auto|ja|en|ms|zh|ko|th|vi|id"].into()
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

    #[test]
    fn each_message_to_the_page_is_json_of_its_type() {
        for (message, text) in [
            (
                ToPage::Complaint("texts.a is wrong"),
                r#"{"type":"complaint","sentence":"texts.a is wrong"}"#,
            ),
            (
                ToPage::Height(NonZeroU32::new(1_204).unwrap()),
                r#"{"type":"height","px":1204}"#,
            ),
            (
                ToPage::Token(r#"{"a":"b"}"#),
                r#"{"type":"token","body":"{\"a\":\"b\"}","status":201}"#,
            ),
            (
                ToPage::Error {
                    code: "session_expired",
                    is_final: true,
                },
                r#"{"type":"error","code":"session_expired","final":true}"#,
            ),
            (ToPage::Cancel, r#"{"type":"cancel"}"#),
        ] {
            assert_eq!(message.text(), text);
        }
    }

    proptest! {
        #[test]
        fn no_text_whatever_breaks_the_reader(text in "\\PC{0,200}") {
            let _ = FromPage::read(&text);
        }

        #[test]
        fn an_answer_travels_whole(body in "\\PC{0,200}") {
            let message = strict_json::parse(ToPage::Token(&body).text().as_bytes(), 1).ok();
            let mut message = message.and_then(Value::into_object).unwrap();
            prop_assert_eq!(message.take_string("body").map(|body| String::from(body.as_str())), Some(body));
        }
    }
}
