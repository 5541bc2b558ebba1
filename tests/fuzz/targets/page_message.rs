//! `FromPage::read`: any bytes, as the text of a message from a merchant's page.
#![no_main]

use std::collections::BTreeSet;

use form::{Appearance, Color, FromPage, MAX_MESSAGE, Options, PROPERTIES};
use libfuzzer_sys::fuzz_target;

/// The most characters of the button's text. Planted: a form that has less room than is read.
const MOST_OF_SUBMIT: usize = if cfg!(feature = "planted_bug") {
    20
} else {
    60
};

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let Some(message) = FromPage::read(&text) else {
        return;
    };
    assert!(text.len() <= MAX_MESSAGE);
    match message {
        FromPage::Fail(code) => assert!(code.len() < text.len()),
        FromPage::Options(options, refused) => wishes(&options, &refused),
        FromPage::Words(words) if words.are_readable() => {
            assert!(!words.text.trim().is_empty() && words.text.chars().count() <= 120);
            assert!(!words.text.chars().any(char::is_control));
        }
        FromPage::Words(words) => assert!(words.complaint(false).contains(&words.key)),
        FromPage::Open | FromPage::Done => {}
    }
});

fn wishes(options: &Options, refused: &[&str]) {
    if let Some(submit) = &options.submit {
        assert!(!submit.trim().is_empty() && submit.chars().count() <= MOST_OF_SUBMIT);
        assert!(!submit.chars().any(char::is_control));
        assert!(!refused.iter().any(|said| said.starts_with("submit ")));
    }
    let once: BTreeSet<_> = refused.iter().collect();
    assert_eq!(once.len(), refused.len(), "each refusal once: {refused:?}");
    look(&options.appearance);
}

/// Only values from closed lists come out, and text that can be read.
fn look(appearance: &Appearance) {
    let values = PROPERTIES.into_iter().zip(appearance.properties());
    let mut ground = None;
    let mut on_ground = Vec::new();
    for (property, value) in values.filter_map(|(name, value)| Some((name, value?))) {
        match property {
            "color-scheme" => assert!(["light", "dark", "light dark"].contains(&value.as_str())),
            "--radius" => assert!(pixels(&value) <= 24),
            "--spacing" => assert!((8..=24).contains(&pixels(&value))),
            "--font" => assert!(!value.contains([';', '{', '(', '@', '\\', '"'])),
            _ => {
                let color = Color::parse(&value).expect("a colour");
                assert_eq!(color.css(), value);
                match property {
                    "--background" => ground = Some(color),
                    "--text" | "--danger" => on_ground.push(color),
                    _ => {}
                }
            }
        }
    }
    if let Some(ground) = ground {
        assert!(on_ground.iter().all(|color| color.is_readable_on(ground)));
    }
}

fn pixels(value: &str) -> u32 {
    let number = value.strip_suffix("px").expect("pixels");
    let pixels = number.parse().expect("a whole number");
    assert_eq!(format!("{pixels}px"), value, "written in one way");
    pixels
}
