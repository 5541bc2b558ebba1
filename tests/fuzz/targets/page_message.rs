//! `FromPage::read`: any bytes, as the text of a message from a merchant's page.
#![no_main]

use std::collections::{BTreeMap, BTreeSet};

use form::{Appearance, Color, FromPage, MAX_MESSAGE, Options, READABLE, VISIBLE};
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
        FromPage::Open | FromPage::Submit | FromPage::Done => {}
    }
});

fn wishes(options: &Options, refused: &[String]) {
    if let Some(submit) = &options.submit {
        assert!(!submit.trim().is_empty() && submit.chars().count() <= MOST_OF_SUBMIT);
        assert!(!submit.chars().any(char::is_control));
        assert!(!refused.iter().any(|said| said.starts_with("submit ")));
    }
    let once: BTreeSet<_> = refused.iter().collect();
    assert_eq!(once.len(), refused.len(), "each refusal once: {refused:?}");
    look(&options.appearance);
}

/// Only values from closed lists come out, text that can be read and lines that can be seen.
fn look(appearance: &Appearance) {
    let declarations = appearance.css.split_terminator(';');
    let set: BTreeMap<&str, &str> = declarations
        .map(|declaration| declaration.split_once(':').expect("a name and a value"))
        .collect();
    for (&property, &value) in &set {
        match property {
            "--theme" => assert!(["light", "dark"].contains(&value)),
            "--spacing" => assert!((8..=24).contains(&pixels(value))),
            "--font" => assert!(["system", "serif", "rounded", "mono", "vault"].iter().any(|family| value == format!("var(--{family})"))),
            name if name.ends_with("fontWeight") => assert!(value.parse::<u32>().is_ok()),
            name if name.ends_with("olor") || name.starts_with("--color") => {
                assert_eq!(color(value).css(), value);
            }
            _ => assert!(pixels(value) <= 24),
        }
    }
    let ground = set.get("--colorBackground");
    for (property, ground, least) in [
        ("--colorText", ground, READABLE),
        ("--colorDanger", ground, READABLE),
        ("--labelcolor", ground, READABLE),
        ("--inputcolor", set.get("--inputbackgroundColor"), READABLE),
        ("--buttoncolor", set.get("--colorPrimary"), READABLE),
        ("--inputborderColor", ground, VISIBLE),
        ("--inputoutlineColor", ground, VISIBLE),
    ] {
        if let (Some(drawn), Some(ground)) = (set.get(property), ground) {
            assert!(color(drawn).contrasts(color(ground), least), "{property}");
        }
    }
}

fn color(value: &str) -> Color {
    Color::parse(value).expect("a colour")
}

fn pixels(value: &str) -> u32 {
    let number = value.strip_suffix("px").expect("pixels");
    number.parse().expect("a whole number")
}
