//! The form's own lists, for the scenarios: a new language, theme, field or sentence is one that they go
//! through.

use card::CardError;
use form::{Fault, Field, Locale, THEMES, Words};
use serde_json::{Map, Value, json};

const ENGLISH: &str = include_str!("../../core/form/languages/en.json");

/// Everything that can be wrong with a field, and with which.
fn faults() -> Vec<(&'static str, Fault, Field)> {
    let of_card = |error: CardError| (error.code(), Fault::Card(error), Field::of_error(error));
    let name = ("invalid_name", Fault::Name, Field::Name);
    CardError::ALL
        .map(of_card)
        .into_iter()
        .chain([name])
        .collect()
}

/// The keys of all texts that are sentences: what no label could be as long as.
fn sentences() -> Vec<String> {
    let texts: Map<String, Value> = serde_json::from_str(ENGLISH).unwrap();
    let keys = texts
        .into_iter()
        .filter(|(_, text)| text.is_string())
        .map(|(key, _)| key);
    keys.filter(|key| is_sentence(key)).collect()
}

fn is_sentence(key: &str) -> bool {
    let words = Words {
        key: key.to_owned(),
        text: "x".repeat(120),
    };
    words.are_readable()
}

/// All of them: languages, themes, fields, what can be wrong with each, and what the form can say.
pub(crate) fn all() -> Value {
    let languages = Locale::ALL.map(|each| json!({ "tag": each.tag(), "lang": each.lang() }));
    let faults = faults()
        .into_iter()
        .map(|(code, _, field)| json!({ "code": code, "field": field.id() }));
    json!({
        "languages": languages,
        "themes": THEMES.split('|').collect::<Vec<_>>(),
        "fields": Field::ALL.map(Field::id),
        "faults": faults.collect::<Vec<_>>(),
        "sentences": sentences(),
    })
}

#[test]
fn the_lists_are_as_long_as_the_forms_own() {
    let all = all();
    let count = |name: &str| all[name].as_array().unwrap().len();
    assert_eq!(count("languages"), Locale::ALL.len());
    assert_eq!(count("themes"), 3);
    assert_eq!(count("fields"), Field::ALL.len());
    assert_eq!(count("faults"), CardError::ALL.len() + 1);
    assert_eq!(count("sentences"), 20);
}

#[test]
fn whatever_is_wrong_with_a_field_is_a_sentence_and_a_label_is_none() {
    let sentences = sentences();
    for (code, fault, _) in faults() {
        assert_eq!(form::Text::of_fault(fault).key(), code);
        assert!(sentences.iter().any(|key| key == code), "{code}");
    }
    for label in ["number", "submit", "reviewed"] {
        assert!(!sentences.iter().any(|key| key == label), "{label}");
    }
}
