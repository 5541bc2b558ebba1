//! Every language has every text, and the guide and the package's types list them as they are.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use card::CardError;
use form::{Fault, Locale, Text, Words, is_language};

const GUIDE: &str = include_str!("../../../docs/languages.md");
const TYPES: &str = include_str!("../../../tokenizer-wasm/npm/index.d.ts");

/// The same in every language: as it is printed on cards.
const NOT_TRANSLATED: &str = "expiry_example";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("languages")
}

fn file(locale: Locale) -> String {
    let path = folder().join(locale.tag()).with_extension("json");
    fs::read_to_string(path).unwrap()
}

/// The texts of a language's file in its order, and whether they are reviewed.
fn members(locale: Locale) -> (Vec<(String, String)>, bool) {
    let members = strict_json::parse(file(locale).as_bytes(), 1).ok();
    let mut members = members.and_then(strict_json::Value::into_object).unwrap();
    let reviewed = members.take("reviewed").and_then(|value| value.as_bool());
    let mut texts = Vec::new();
    while let Some((key, text)) = members.take_first() {
        let text = text.into_string().unwrap();
        texts.push((key.to_string(), text.to_string()));
    }
    (texts, reviewed.unwrap())
}

fn texts(locale: Locale) -> Vec<(String, String)> {
    members(locale).0
}

fn english() -> Vec<(String, String)> {
    texts(Locale::English)
}

fn others() -> impl Iterator<Item = Locale> {
    let all = Locale::ALL.into_iter();
    all.filter(|locale| *locale != Locale::English)
}

/// The numbers in a text, which a translation must keep.
fn numbers(text: &str) -> BTreeSet<&str> {
    let parts = text.split(|character: char| !character.is_ascii_digit() && character != '/');
    parts
        .filter(|part| part.contains(|character: char| character.is_ascii_digit()))
        .collect()
}

#[test]
fn there_is_one_file_for_each_language_and_no_other() {
    let files = fs::read_dir(folder()).unwrap();
    let names: BTreeSet<_> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let expected = Locale::ALL.map(|locale| [locale.tag(), ".json"].concat());
    assert_eq!(names, BTreeSet::from(expected));
}

#[test]
fn every_file_is_whole_and_in_the_order_of_english() {
    for locale in Locale::ALL {
        assert!(is_language(&file(locale)), "{locale:?}");
        let texts = texts(locale);
        let keys = texts.iter().map(|(key, _)| key);
        assert!(keys.eq(english().iter().map(|(key, _)| key)), "{locale:?}");
    }
}

/// Everything the form can be made to say.
fn occasions() -> Vec<Text> {
    let codes = [
        "network_error",
        "session_expired",
        "keys_refused",
        "occluded",
        "unexpected_answer",
    ];
    let declines = ["insufficient_funds", "do_not_honor"];
    let faults = CardError::ALL.map(Fault::Card).into_iter();
    [
        Text::CODE_ON_BACK,
        Text::CODE_ON_FRONT,
        Text::SUBMIT,
        Text::SENDING,
        Text::RETRYING,
        Text::SLOW,
        Text::UNAVAILABLE,
    ]
    .into_iter()
    .chain(codes.map(Text::of_failure))
    .chain(declines.map(Text::of_decline))
    .chain(faults.chain([Fault::Name]).map(Text::of_fault))
    .collect()
}

#[test]
fn whatever_the_form_says_has_a_text() {
    let english = english();
    let keys: BTreeSet<_> = english.iter().map(|(key, _)| key.as_str()).collect();
    let said: BTreeSet<_> = occasions().into_iter().map(Text::key).collect();
    assert_eq!(said.len(), 22);
    assert!(said.is_subset(&keys), "{:?}", said.difference(&keys));
}

#[test]
fn every_text_is_translated_and_a_merchant_could_have_written_it() {
    for locale in others() {
        for ((key, text), (_, english)) in texts(locale).iter().zip(english()) {
            assert_eq!(*text == english, key == NOT_TRANSLATED, "{locale:?} {key}");
            assert_eq!(text.trim(), text, "{locale:?} {key}");
            let (key, text) = (key.clone(), text.clone());
            assert!(Words { key, text }.are_readable(), "{locale:?}");
        }
    }
}

#[test]
fn numbers_are_kept() {
    let mut kept = 0;
    for locale in others() {
        for ((key, text), (_, english)) in texts(locale).iter().zip(english()) {
            assert_eq!(numbers(text), numbers(&english), "{locale:?} {key}");
            kept += numbers(text).len();
        }
    }
    // In each language: three digits, four digits, 04/30.
    assert_eq!(kept, 3 * others().count());
    assert_ne!(numbers("like 04/30"), numbers("like 30/04"));
}

#[test]
fn every_error_has_words_of_its_own_in_every_language() {
    for locale in Locale::ALL {
        let texts: BTreeMap<_, _> = texts(locale).into_iter().collect();
        let errors = CardError::ALL.map(|error| texts.get(error.code()).unwrap());
        assert_eq!(BTreeSet::from(errors).len(), errors.len(), "{locale:?}");
        assert!(errors.iter().all(|text| text.chars().count() > 5));
        let declines = ["declined", "insufficient_funds"].map(|key| texts.get(key));
        assert_ne!(declines[0], declines[1], "{locale:?}");
    }
}

#[test]
fn a_language_is_written_with_its_own_letters_and_marks() {
    for locale in [
        Locale::Japanese,
        Locale::Chinese,
        Locale::Korean,
        Locale::Thai,
    ] {
        let texts = texts(locale);
        let spelt = texts.iter().filter(|(_, text)| text.is_ascii());
        assert!(spelt.map(|(key, _)| key).eq([NOT_TRANSLATED]), "{locale:?}");
    }
    let written_with = |locale, marks: &[char]| {
        let texts = texts(locale);
        texts.iter().any(|(_, text)| text.contains(marks))
    };
    // Full-width where the letters are; a Thai sentence ends without a mark.
    let half_width = [',', ';', ':', '(', ')', '.', '!', '?'];
    assert!(!written_with(Locale::Japanese, &half_width));
    assert!(!written_with(Locale::Chinese, &half_width));
    assert!(!written_with(Locale::Thai, &['.', ',', '。']));
    assert!(written_with(Locale::Korean, &half_width));
    assert!(written_with(Locale::Chinese, &['：', '（', '。']));
    assert!(written_with(Locale::Vietnamese, &['ố']));
}

/// The tables of the guide.
fn table_of_languages() -> String {
    let rows = Locale::ALL.map(|locale| {
        let reviewed = if members(locale).1 {
            "reviewed"
        } else {
            "unreviewed"
        };
        let (tag, lang) = (locale.tag(), locale.lang());
        format!("| `{tag}` | {locale:?} | `{lang}` | {reviewed} |\n")
    });
    let head = "| `locale` | language | `lang` of the form | |\n|---|---|---|---|\n";
    [head, &rows.concat()].concat()
}

fn table_of_texts() -> String {
    let rows: Vec<_> = english()
        .iter()
        .map(|(key, text)| format!("| `{key}` | {text} |\n"))
        .collect();
    ["| key | in English |\n|---|---|\n", &rows.concat()].concat()
}

#[test]
fn the_guide_lists_the_languages_and_which_are_reviewed() {
    let table = table_of_languages();
    assert!(GUIDE.contains(&table), "docs/languages.md lacks:\n{table}");
    assert!(!GUIDE.contains(&table.replacen("| unreviewed", "| reviewed", 1)));
}

#[test]
fn the_guide_lists_every_text() {
    let table = table_of_texts();
    assert!(GUIDE.contains(&table), "docs/languages.md lacks:\n{table}");
    assert!(!GUIDE.contains(&table.replace("Use this card", "Use this")));
}

/// What is in quotes in a type of the package.
fn union(name: &str) -> BTreeSet<&'static str> {
    let start = ["export type ", name, " ="].concat();
    let (_, declared) = TYPES.split_once(&start).unwrap();
    let (declared, _) = declared.split_once(';').unwrap();
    declared.split('"').skip(1).step_by(2).collect()
}

#[test]
fn the_types_of_the_package_list_every_language_and_every_text() {
    let tags = Locale::ALL.map(Locale::tag);
    assert_eq!(union("Language"), BTreeSet::from(tags));
    let english = english();
    let keys: BTreeSet<_> = english.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(union("TextKey"), keys);
    assert_eq!(keys.len(), english.len());
}
