//! The playground's page, filled from templates.

use super::Playground;
use super::cards::{Card, cards};
use super::texts::{Text, Texts};
use crate::language::{Language, PARAMETER};
use crate::template::{Markup, fill};

/// The languages of the form, by their own names.
const FORM_LANGUAGES: [(&str, &str); 8] = [
    ("en", "English"),
    ("ja", "日本語"),
    ("ms", "Bahasa Melayu"),
    ("zh", "简体中文"),
    ("ko", "한국어"),
    ("th", "ไทย"),
    ("vi", "Tiếng Việt"),
    ("id", "Bahasa Indonesia"),
];

/// What the page's scripts say; they have no text of their own.
#[rustfmt::skip]
const WORDS: [(&str, Text); 8] = [
    ("open", |texts| texts.open_form),
    ("again", |texts| texts.show_again),
    ("light", |texts| texts.theme_light),
    ("dark", |texts| texts.theme_dark),
    ("taken", |texts| texts.verdict_taken),
    ("refused", |texts| texts.verdict_refused),
    ("copied", |texts| texts.copied),
    ("uncopied", |texts| texts.uncopied),
];

pub(super) fn playground(language: Language, playground: &Playground) -> String {
    let texts = Texts::of(language);
    let controls = fill(
        include_str!("page/controls.html"),
        texts,
        &[("languages", form_languages("").into())],
    );
    let rows = Markup::join(cards().map(|card| row(&card, texts)));
    let content = fill(
        include_str!("page/playground.html"),
        texts,
        &[
            ("controls", controls.into()),
            ("first_languages", form_languages("en").into()),
            ("second_languages", form_languages("ja").into()),
            ("rows", rows.into()),
            ("vault", playground.vault_origin.as_str().into()),
            ("silent", playground.silent_origin.as_str().into()),
            (
                "publishable_key",
                playground.publishable_key.as_str().into(),
            ),
            ("words", words(texts).into()),
        ],
    );
    around(language, content)
}

/// Where nothing is.
pub(super) fn not_found(language: Language) -> String {
    let content = fill(include_str!("page/nowhere.html"), Texts::of(language), &[]);
    around(language, content)
}

fn around(language: Language, content: Markup) -> String {
    let values = [
        ("tag", language.tag().into()),
        ("language_links", language_links(language).into()),
        ("content", content.into()),
    ];
    fill(
        include_str!("page/layout.html"),
        Texts::of(language),
        &values,
    )
    .into_string()
}

fn language_links(current: Language) -> Markup {
    Markup::join(Language::ALL.into_iter().map(|language| {
        let is_current = if language == current { "true" } else { "false" };
        fill(
            "<a href=\"/?{{parameter}}={{tag}}\" lang=\"{{tag}}\" hreflang=\"{{tag}}\" aria-current=\"{{is_current}}\">{{own_name}}</a>\n",
            Texts::of(current),
            &[
                ("parameter", PARAMETER.into()),
                ("tag", language.tag().into()),
                ("is_current", is_current.into()),
                ("own_name", language.own_name().into()),
            ],
        )
    }))
}

/// The options of a list of the form's languages.
fn form_languages(chosen: &str) -> Markup {
    Markup::join(FORM_LANGUAGES.into_iter().map(|(tag, own_name)| {
        let template = if tag == chosen {
            "<option value=\"{{tag}}\" lang=\"{{tag}}\" selected>{{own_name}}</option>\n"
        } else {
            "<option value=\"{{tag}}\" lang=\"{{tag}}\">{{own_name}}</option>\n"
        };
        let values = [("tag", tag.into()), ("own_name", own_name.into())];
        fill(template, Texts::of(Language::English), &values)
    }))
}

fn row(card: &Card, texts: &Texts) -> Markup {
    let (result, code) = card.result(texts);
    fill(
        include_str!("page/card.html"),
        texts,
        &[
            ("number", card.number.as_str().into()),
            ("brand", card.brand.into()),
            ("result", result.into()),
            ("code", code.into()),
            ("remark", card.remark(texts).into()),
        ],
    )
}

fn words(texts: &Texts) -> Markup {
    Markup::join(WORDS.into_iter().map(|(word, text)| {
        let values = [("word", word.into()), ("text", text(texts).into())];
        fill("<p data-word=\"{{word}}\">{{text}}</p>\n", texts, &values)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_offered_in_every_language_there_is() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/form/languages");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let mut offered = FORM_LANGUAGES
            .map(|(tag, _)| format!("{tag}.json"))
            .to_vec();
        files.sort();
        offered.sort();
        assert_eq!(files, offered);
    }

    #[test]
    fn every_word_on_the_page_is_asked_for_by_a_script() {
        let scripts = [
            include_str!("page/comparison.js"),
            include_str!("page/copying.js"),
            include_str!("page/playground.js"),
            include_str!("page/verdict.js"),
        ]
        .concat();
        let is_asked_for = |word: &str| scripts.contains(&format!("\"{word}\""));
        for (word, _) in WORDS {
            assert!(is_asked_for(word), "{word}");
        }
        assert!(!is_asked_for("nothing"));
    }
}
