//! What a merchant's page wishes of the form.

use alloc::string::String;
use alloc::vec::Vec;

use strict_json::Object;

use crate::appearance::Appearance;
use crate::line::{MAX_LABEL, is_line};
use crate::locale::Locale;

/// What to write instead of a language that is none of ours.
const LOCALE: &str = "locale must be auto|ja|en|ms|zh|ko|th|vi|id";

/// The locale that stands for the page's own language.
const AUTO: &str = "auto";

/// The wishes that were taken; what is absent or refused is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The form's language.
    pub locale: Locale,
    /// The button's text in place of the form's own.
    pub submit: Option<String>,
    /// Whether the cardholder's name is asked for.
    pub name: bool,
    /// Whether the form shows no button, because the page has one of its own.
    pub own_button: bool,
    /// The look.
    pub appearance: Appearance,
}

impl Options {
    /// Takes what can be taken. What to write instead of the values that cannot comes second, a sentence
    /// each, for the page's developer.
    pub(crate) fn read(mut wishes: Object) -> (Self, Vec<String>) {
        let mut refused = Vec::new();
        // The page's own language, which need not be one of ours.
        let page = wishes.take_string("lang").and_then(|tag| Locale::of(&tag));
        let page = page.unwrap_or_default();
        let locale = wishes.take("locale").map(|value| {
            let tag = value.into_string();
            tag.and_then(|tag| {
                if &**tag == AUTO {
                    Some(page)
                } else {
                    Locale::of(&tag)
                }
            })
        });
        let submit = wishes.take("submit").map(|value| {
            let text = value.into_string();
            text.filter(|text| is_line(text, MAX_LABEL))
                .map(|text| String::from(text.as_str()))
        });
        let name = wishes.take("name").map(|value| value.as_bool());
        let button = wishes.take("button").map(|value| value.as_bool());
        for (instead, is_bad) in [
            (LOCALE, matches!(locale, Some(None))),
            (
                "submit must be 1-60 characters",
                matches!(submit, Some(None)),
            ),
            ("name must be true|false", matches!(name, Some(None))),
            ("button must be true|false", matches!(button, Some(None))),
        ] {
            if is_bad {
                refused.push(String::from(instead));
            }
        }
        let appearance = Appearance::read(wishes.take("appearance"), &mut refused);
        if !wishes.is_empty() {
            refused.push(String::from("there is an option too many"));
        }
        let options = Self {
            locale: locale.flatten().unwrap_or(page),
            submit: submit.flatten(),
            name: name.flatten().unwrap_or_default(),
            own_button: button == Some(Some(false)),
            appearance,
        };
        (options, refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strict_json::Value;

    fn read(json: &str) -> (Options, Vec<String>) {
        let wishes = strict_json::parse(json.as_bytes(), 3)
            .ok()
            .and_then(Value::into_object)
            .unwrap();
        Options::read(wishes)
    }

    #[test]
    fn every_option_is_taken() {
        let (options, refused) = read(
            r#"{"locale":"ja","submit":"¥1,200 を支払う","name":true,"button":false,"appearance":{"radius":"8px"}}"#,
        );
        assert!(refused.is_empty());
        assert_eq!(options.locale, Locale::Japanese);
        assert_eq!(options.submit.as_deref(), Some("¥1,200 を支払う"));
        assert!(options.name && options.own_button);
        assert!(!read(r#"{"button":true}"#).0.own_button);
        assert_ne!(options.appearance, Appearance::default());
    }

    #[test]
    fn the_language_is_the_merchants_choice_or_the_pages_own() {
        for (json, locale) in [
            (r#"{"lang":"th-TH"}"#, Locale::Thai),
            (r#"{"locale":"auto","lang":"th-TH"}"#, Locale::Thai),
            (r#"{"locale":"ja","lang":"th-TH"}"#, Locale::Japanese),
            (r#"{"locale":"en","lang":"th-TH"}"#, Locale::English),
            (r#"{"locale":"auto","lang":"fr"}"#, Locale::English),
            (r#"{"locale":"auto"}"#, Locale::English),
            (r#"{"lang":"zh-TW"}"#, Locale::English),
        ] {
            let (options, refused) = read(json);
            assert_eq!((options.locale, refused), (locale, Vec::new()), "{json}");
        }
        // One that is not ours is told; the page's own stands.
        let (options, refused) = read(r#"{"locale":"zh-TW","lang":"ko"}"#);
        assert_eq!(
            (options.locale, refused),
            (Locale::Korean, [String::from(LOCALE)].into())
        );
    }

    #[test]
    fn every_language_is_among_what_may_be_written() {
        let written = LOCALE.strip_prefix("locale must be auto|").unwrap();
        let mut written: Vec<_> = written.split('|').collect();
        written.sort_unstable();
        let mut tags = Locale::ALL.map(Locale::tag);
        tags.sort_unstable();
        assert_eq!(written, tags);
    }

    #[test]
    fn a_wrong_option_is_named_and_leaves_its_default() {
        let long = ["{\"submit\":\"", &"x".repeat(61), "\"}"].concat();
        for (json, instead) in [
            (r#"{"locale":"fr"}"#, "locale must be auto|"),
            (r#"{"locale":1}"#, "locale must be auto|"),
            (r#"{"submit":" "}"#, "submit must be 1-60 "),
            (r#"{"submit":"a\u202eb"}"#, "submit must be 1-60 "),
            (long.as_str(), "submit must be 1-60 "),
            (r#"{"name":"yes"}"#, "name must be true|"),
            (r#"{"button":"false"}"#, "button must be true|"),
            (r#"{"appearance":"dark"}"#, "appearance must be {"),
            (r#"{"colour":"red"}"#, "there is an option too many"),
        ] {
            let (options, refused) = read(json);
            assert_eq!(refused.len(), 1, "{json}");
            assert!(refused[0].starts_with(instead), "{refused:?}");
            assert_eq!(options, Options::default(), "{json}");
        }
    }
}
