//! Every error tells the shopper what to do, wherever the form stands, and the guide quotes it.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use form::{Locale, Words};

const GUIDE: &str = include_str!("../../../docs/frontend/errors.md");
const PAGE: &str = include_str!("../../../tokenizer-wasm/frame/card.html");

/// How many errors the form and its pop-up know.
const ERRORS: usize = 17;

/// What each error asks of the shopper, in the languages that are ours: English and Japanese.
const ACTIONS: [(&str, [&str; 2]); ERRORS] = [
    // By the button beneath it.
    ("failed", ["Try again", "再試行"]),
    ("invalid_number", ["Check", "ご確認ください"]),
    ("expired_card", [USE_ANOTHER, "別のカードをお使いください"]),
    ("invalid_expiry", ["Enter", "入力してください"]),
    ("invalid_security_code", ["Check", "ご確認ください"]),
    (
        "unsupported_brand",
        [USE_ANOTHER, "別のカードをお使いください"],
    ),
    (
        "payment_token_not_accepted",
        ["Enter the one on the card", "入力してください"],
    ),
    (
        "live_card_in_test_mode",
        ["use a test card", "テスト用のカードをお使いください"],
    ),
    (
        "test_card_in_live_mode",
        ["Use a real card", "実際のカードをお使いください"],
    ),
    ("invalid_name", ["Check", "ご確認ください"]),
    ("network_error", [TRY_AGAIN, "もう一度お試しください"]),
    (
        "session_expired",
        [
            "Start again from the shop",
            "ショップの画面から、もう一度お手続きください",
        ],
    ),
    (
        "unavailable",
        [
            "Try again later",
            "しばらくしてから、もう一度お試しください",
        ],
    ),
    (
        "occluded",
        [
            "Uncover it and try again",
            "全体が見えるようにして、もう一度お試しください",
        ],
    ),
    ("unknown", [TRY_AGAIN, "もう一度お試しください"]),
    ("declined", [USE_ANOTHER, "別のカードをお使いください"]),
    (
        "insufficient_funds",
        [USE_ANOTHER, "別のカードをお使いください"],
    ),
];
const USE_ANOTHER: &str = "Use another card.";
const TRY_AGAIN: &str = "Try again.";

/// Sentences that are no errors: they tell how it goes.
const PROGRESS: [&str; 3] = ["sending", "retrying", "slow"];

/// How each language says to close something.
const CLOSE: [(Locale, &str); 8] = [
    (Locale::English, "close"),
    (Locale::Japanese, "閉じ"),
    (Locale::Malay, " tutup"),
    (Locale::Chinese, "关闭"),
    (Locale::Korean, "닫"),
    (Locale::Thai, "ปิด"),
    (Locale::Vietnamese, "đóng"),
    (Locale::Indonesian, " tutup"),
];

fn texts(locale: Locale) -> BTreeMap<String, String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("languages");
    let file = folder.join(locale.tag()).with_extension("json");
    let file = strict_json::parse(&fs::read(file).unwrap(), 1).ok();
    let mut members = file.and_then(strict_json::Value::into_object).unwrap();
    let mut texts = BTreeMap::new();
    while let Some((key, text)) = members.take_first() {
        if let Some(text) = text.into_string() {
            texts.insert(key.to_string(), text.to_string());
        }
    }
    texts
}

/// The keys of all errors: of what no label could be as long as, all that does not tell how it goes.
fn errors() -> BTreeSet<String> {
    let is_sentence = |key: &String| {
        let (key, text) = (key.clone(), "x".repeat(120));
        Words { key, text }.are_readable()
    };
    let keys = texts(Locale::English).into_keys();
    keys.filter(|key| is_sentence(key) && !PROGRESS.contains(&key.as_str()))
        .collect()
}

/// What the shopper reads of an error: that of a form that did not come has its button beneath it.
fn read(texts: &BTreeMap<String, String>, key: &str) -> String {
    let button = texts.get("retry").filter(|_| key == "failed");
    [texts.get(key), button]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect()
}

/// The errors that do not ask for this.
fn idle(texts: &BTreeMap<String, String>, actions: &[(&'static str, &str)]) -> Vec<&'static str> {
    let without = actions
        .iter()
        .filter(|(key, action)| !read(texts, key).contains(action));
    without.map(|(key, _)| *key).collect()
}

#[test]
fn every_error_says_what_to_do_in_english_and_in_japanese() {
    assert_eq!(errors().len(), ERRORS);
    let keys = ACTIONS.map(|(key, _)| key.to_owned());
    assert_eq!(BTreeSet::from(keys), errors());
    let english = ACTIONS.map(|(key, [action, _])| (key, action));
    let japanese = ACTIONS.map(|(key, [_, action])| (key, action));
    for (locale, actions, happened) in [
        (Locale::English, english, "This card has expired."),
        (
            Locale::Japanese,
            japanese,
            "このカードは有効期限が切れています。",
        ),
    ] {
        let mut texts = texts(locale);
        assert_eq!(idle(&texts, &actions), Vec::<&str>::new(), "{locale:?}");
        // The twin: one that only tells what happened is found.
        texts.insert("expired_card".to_owned(), happened.to_owned());
        assert_eq!(idle(&texts, &actions), ["expired_card"]);
    }
}

/// How many characters at their ends these have in common.
fn common_end(one: &str, other: &str) -> usize {
    let pairs = one.chars().rev().zip(other.chars().rev());
    pairs.take_while(|(one, other)| one == other).count()
}

#[test]
fn errors_that_ask_for_the_same_end_with_the_same_words_in_every_language() {
    let mut compared = 0;
    for action in [USE_ANOTHER, TRY_AGAIN] {
        let same = ACTIONS
            .into_iter()
            .filter(|(_, [english, _])| *english == action);
        let keys: Vec<&str> = same.map(|(key, _)| key).collect();
        for locale in Locale::ALL {
            let texts = texts(locale);
            for pair in keys.windows(2) {
                let ends = [texts[pair[0]].as_str(), &texts[pair[1]]];
                assert!(common_end(ends[0], ends[1]) >= 4, "{locale:?}: {ends:?}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, (3 + 1) * Locale::ALL.len());
    assert!(common_end("This card has expired.", "Use another card.") < 4);
    assert!(common_end("此卡已过期。", "请换用其他卡。") < 4);
}

#[test]
fn no_error_asks_to_close_anything_where_there_may_be_nothing_to_close() {
    assert_eq!(
        BTreeSet::from(CLOSE.map(|(locale, _)| locale.tag())).len(),
        Locale::ALL.len()
    );
    for (locale, word) in CLOSE {
        let texts = texts(locale);
        let asks = |text: &str| [" ", text].concat().to_lowercase().contains(word);
        for key in errors() {
            assert!(!asks(&texts[&key]), "{locale:?} {key}");
        }
        // The twin: the pop-up's own button does.
        assert!(asks(&texts["close"]), "{locale:?}");
    }
}

#[test]
fn the_guide_quotes_every_error_of_the_form() {
    let (_, section) = GUIDE.split_once("## What the shopper is told").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let rows: Vec<&str> = section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let texts = texts(Locale::English);
    let quoted = |key: &str, text: &str| {
        let (start, end) = (format!("| `{key}` |"), format!("| “{text}” |"));
        rows.iter()
            .any(|row| row.starts_with(&start) && row.ends_with(&end))
    };
    let mut errors = errors();
    // The pop-up's, of a form that did not come.
    assert!(errors.remove("failed"));
    assert_eq!(rows.len(), errors.len());
    for key in errors {
        assert!(
            quoted(&key, &texts[&key]),
            "docs/frontend/errors.md: {key} says “{}”",
            texts[&key]
        );
    }
    assert!(!quoted("expired_card", "This card has expired."));
}

#[test]
fn the_page_says_by_itself_what_the_form_would() {
    for locale in [Locale::English, Locale::Japanese] {
        let said = &texts(locale)["unavailable"];
        assert!(PAGE.contains(said.as_str()), "card.html lacks {said}");
    }
}
