//! What a merchant's page wishes of the form.

use alloc::string::String;
use alloc::vec::Vec;

use strict_json::Object;

use crate::appearance::{self, Appearance};
use crate::texts::Locale;

/// The most characters of the button's text.
const MAX_SUBMIT: usize = 60;

/// The wishes that were taken; what is absent or refused is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The form's language.
    pub locale: Locale,
    /// The button's text in place of the form's own.
    pub submit: Option<String>,
    /// Whether the cardholder's name is asked for.
    pub name: bool,
    /// The look.
    pub appearance: Appearance,
}

impl Options {
    /// Takes what can be taken. The names of the values that cannot come second, for the page's
    /// developer.
    pub(crate) fn read(mut wishes: Object) -> (Self, Vec<&'static str>) {
        let mut refused = Vec::new();
        let locale = wishes.take("locale").map(|value| {
            let name = value.into_string();
            name.and_then(|name| Locale::parse(&name))
        });
        let submit = wishes.take("submit").map(|value| {
            let text = value.into_string();
            text.filter(|text| is_label(text))
                .map(|text| String::from(text.as_str()))
        });
        let name = wishes.take("name").map(|value| value.as_bool());
        for (name, is_bad) in [
            ("locale", matches!(locale, Some(None))),
            ("submit", matches!(submit, Some(None))),
            ("name", matches!(name, Some(None))),
        ] {
            if is_bad {
                refused.push(name);
            }
        }
        let appearance = appearance::take(&mut wishes, &mut refused);
        if !wishes.is_empty() {
            refused.push("options");
        }
        let options = Self {
            locale: locale.flatten().unwrap_or_default(),
            submit: submit.flatten(),
            name: name.flatten().unwrap_or_default(),
            appearance,
        };
        (options, refused)
    }
}

/// Something to read on one line: not blank, not long, nothing that does not print.
fn is_label(text: &str) -> bool {
    let printable = |character: char| {
        !character.is_control()
            && !matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    !text.trim().is_empty()
        && text.chars().fold(0, |count, _| count + 1) <= MAX_SUBMIT
        && text.chars().all(printable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use strict_json::Value;

    fn read(json: &str) -> (Options, Vec<&'static str>) {
        let wishes = strict_json::parse(json.as_bytes(), 3)
            .ok()
            .and_then(Value::into_object)
            .unwrap();
        Options::read(wishes)
    }

    #[test]
    fn every_option_is_taken() {
        let (options, refused) = read(
            r#"{"locale":"ja","submit":"¥1,200 を支払う","name":true,"appearance":{"radius":"8px"}}"#,
        );
        assert!(refused.is_empty());
        assert_eq!(options.locale, Locale::Japanese);
        assert_eq!(options.submit.as_deref(), Some("¥1,200 を支払う"));
        assert!(options.name);
        assert_ne!(options.appearance, Appearance::default());
    }

    #[test]
    fn a_wrong_option_is_named_and_leaves_its_default() {
        let long = ["{\"submit\":\"", &"x".repeat(61), "\"}"].concat();
        for (json, name) in [
            (r#"{"locale":"fr"}"#, "locale"),
            (r#"{"locale":1}"#, "locale"),
            (r#"{"submit":" "}"#, "submit"),
            (r#"{"submit":"a\u202eb"}"#, "submit"),
            (long.as_str(), "submit"),
            (r#"{"name":"yes"}"#, "name"),
            (r#"{"appearance":"dark"}"#, "appearance"),
            (r#"{"colour":"red"}"#, "options"),
        ] {
            let (options, refused) = read(json);
            assert_eq!(refused, [name], "{json}");
            assert_eq!(options, Options::default(), "{json}");
        }
    }
}
