//! How a merchant wants the form to look: typed values, never CSS text.

use alloc::string::String;
use alloc::vec::Vec;

use strict_json::{Object, Value};

use crate::color::Color;

/// Light, dark, or as the shopper's device has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
    /// The device's.
    #[default]
    Auto,
}

/// The custom properties that [`Appearance::properties`] sets; the form's own sheet has a default
/// for each.
pub const PROPERTIES: [&str; 9] = [
    "color-scheme",
    "--primary",
    "--on-primary",
    "--background",
    "--text",
    "--danger",
    "--radius",
    "--spacing",
    "--font",
];

/// The default grounds and error colours of the form's sheet, light and dark.
const GROUNDS: [Color; 2] = [Color::WHITE, Color::new(0x17, 0x1b, 0x2b)];
const DANGERS: [Color; 2] = [Color::new(0xb3, 0x26, 0x1e), Color::new(0xff, 0xb4, 0xab)];

/// Fonts that every device has one of. None is fetched: a font could read what it draws.
const FONTS: [(&str, &str); 4] = [
    ("system", "system-ui,sans-serif"),
    ("serif", "ui-serif,'Hiragino Mincho ProN','Yu Mincho',serif"),
    (
        "rounded",
        "ui-rounded,'Hiragino Maru Gothic ProN',system-ui,sans-serif",
    ),
    ("mono", "ui-monospace,monospace"),
];

/// The largest corner radius, and the bounds of the space between fields, in CSS pixels.
const MAX_RADIUS: u32 = 24;
const SPACING: (u32, u32) = (8, 24);

/// What to write instead of a value that cannot be taken.
const SHAPE: &str = "appearance must be {...}";
const PRIMARY: &str = "appearance.colorPrimary must be #rgb|#rrggbb";
const BACKGROUND: &str = "appearance.colorBackground must be #rgb|#rrggbb";
const TEXT: &str = "appearance.colorText must be #rgb|#rrggbb, and readable";
const DANGER: &str = "appearance.colorDanger must be #rgb|#rrggbb, and readable";
const FONT: &str = "appearance.font must be system|serif|rounded|mono";

/// A look whose text can be read: what could not be was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    theme: Theme,
    primary: Option<Color>,
    background: Option<Color>,
    text: Option<Color>,
    danger: Option<Color>,
    radius: Option<u32>,
    spacing: Option<u32>,
    font: Option<&'static str>,
}

impl Appearance {
    /// Takes what can be taken, and adds what to write instead of each value that cannot to `refused`.
    pub(crate) fn read(mut wishes: Object, refused: &mut Vec<&'static str>) -> Self {
        let mut wish = Wishes {
            object: &mut wishes,
            refused,
        };
        let mut look = Self {
            theme: wish
                .take("theme", "appearance.theme must be light|dark|auto", theme)
                .unwrap_or_default(),
            primary: wish.take("colorPrimary", PRIMARY, Color::parse),
            background: wish.take("colorBackground", BACKGROUND, Color::parse),
            text: wish.take("colorText", TEXT, Color::parse),
            danger: wish.take("colorDanger", DANGER, Color::parse),
            radius: wish.take("radius", "appearance.radius must be 0px-24px", |text| {
                pixels(text).filter(|px| *px <= MAX_RADIUS)
            }),
            spacing: wish.take("spacing", "appearance.spacing must be 8px-24px", |text| {
                pixels(text).filter(|px| (SPACING.0..=SPACING.1).contains(px))
            }),
            font: wish.take("font", FONT, font),
        };
        if !wishes.is_empty() {
            refused.push(SHAPE);
        }
        look.keep_readable(refused);
        look
    }

    /// Text and errors must be readable on every ground they can stand on.
    fn keep_readable(&mut self, refused: &mut Vec<&'static str>) {
        let unreadable = |color: Color, look: &Self| {
            !look
                .grounds()
                .iter()
                .all(|ground| color.is_readable_on(*ground))
        };
        if self.text.is_some_and(|text| unreadable(text, self)) {
            self.text = None;
            refused.push(TEXT);
        }
        if self.danger.is_some_and(|danger| unreadable(danger, self)) {
            self.danger = None;
            refused.push(DANGER);
        }
    }

    fn grounds(&self) -> Vec<Color> {
        let [light, dark] = GROUNDS;
        match (self.background, self.theme) {
            (Some(ground), _) => [ground].into(),
            (None, Theme::Light) => [light].into(),
            (None, Theme::Dark) => [dark].into(),
            (None, Theme::Auto) => GROUNDS.into(),
        }
    }

    /// The value of each of [`PROPERTIES`], in its order; `None` leaves the sheet's default.
    pub fn properties(&self) -> [Option<String>; 9] {
        let css = |color: Option<Color>| color.map(Color::css);
        [
            Some(String::from(self.scheme())),
            css(self.primary),
            css(self.primary.map(Color::ink)),
            css(self.background),
            css(self.text.or(self.background.map(Color::ink))),
            css(self.danger.or_else(|| self.readable_danger())),
            self.radius.map(in_pixels),
            self.spacing.map(in_pixels),
            self.font.map(String::from),
        ]
    }

    /// The CSS colour scheme: the theme, or what a given ground makes of it.
    pub fn scheme(&self) -> &'static str {
        let on_light = self
            .background
            .map(|ground| Color::BLACK.is_readable_on(ground));
        match (on_light, self.theme) {
            (Some(true), _) | (None, Theme::Light) => "light",
            (Some(false), _) | (None, Theme::Dark) => "dark",
            (None, Theme::Auto) => "light dark",
        }
    }

    /// The default error colour that can be read on a given ground, or else the ink of it.
    fn readable_danger(&self) -> Option<Color> {
        let ground = self.background?;
        let readable = DANGERS
            .into_iter()
            .find(|danger| danger.is_readable_on(ground));
        readable.or(Some(ground.ink()))
    }
}

struct Wishes<'a> {
    object: &'a mut Object,
    refused: &'a mut Vec<&'static str>,
}

impl Wishes<'_> {
    fn take<T>(
        &mut self,
        name: &str,
        instead: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.object.take(name)?;
        let taken = value.into_string().and_then(|text| read(&text));
        if taken.is_none() {
            self.refused.push(instead);
        }
        taken
    }
}

fn theme(text: &str) -> Option<Theme> {
    match text {
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        "auto" => Some(Theme::Auto),
        _ => None,
    }
}

fn font(text: &str) -> Option<&'static str> {
    let row = FONTS.iter().find(|(name, _)| *name == text);
    row.map(|(_, families)| *families)
}

/// Whole pixels of one or two digits: `8px`.
fn pixels(text: &str) -> Option<u32> {
    let digits = text.strip_suffix("px")?;
    let plain = digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

fn in_pixels(pixels: u32) -> String {
    let mut text = String::new();
    if pixels > 9 {
        text.extend(char::from_digit(pixels / 10, 10));
    }
    text.extend(char::from_digit(pixels % 10, 10));
    text.push_str("px");
    text
}

/// The appearance of an options message, if it is an object.
pub(crate) fn take(options: &mut Object, refused: &mut Vec<&'static str>) -> Appearance {
    match options.take("appearance").map(Value::into_object) {
        None => Appearance::default(),
        Some(Some(wishes)) => Appearance::read(wishes, refused),
        Some(None) => {
            refused.push(SHAPE);
            Appearance::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> (Appearance, Vec<&'static str>) {
        let mut refused = Vec::new();
        let wishes = strict_json::parse(json.as_bytes(), 2)
            .ok()
            .and_then(Value::into_object)
            .unwrap();
        (Appearance::read(wishes, &mut refused), refused)
    }

    fn property(look: &Appearance, name: &str) -> Option<String> {
        let at = PROPERTIES.iter().position(|known| *known == name).unwrap();
        look.properties().into_iter().nth(at).unwrap()
    }

    #[test]
    fn every_value_that_is_allowed_becomes_its_property() {
        let (look, refused) = read(
            r##"{"theme":"light","colorPrimary":"#27408b","colorBackground":"#fff","colorText":"#123",
            "colorDanger":"#a00","radius":"0px","spacing":"24px","font":"serif"}"##,
        );
        assert!(refused.is_empty(), "{refused:?}");
        for (name, value) in [
            ("color-scheme", "light"),
            ("--primary", "#27408b"),
            ("--on-primary", "#ffffff"),
            ("--background", "#ffffff"),
            ("--text", "#112233"),
            ("--danger", "#aa0000"),
            ("--radius", "0px"),
            ("--spacing", "24px"),
        ] {
            assert_eq!(property(&look, name).as_deref(), Some(value), "{name}");
        }
    }

    #[test]
    fn a_value_that_is_not_allowed_is_named_and_the_default_stands() {
        for (json, name) in [
            (r#"{"theme":"sepia"}"#, "appearance.theme"),
            (r#"{"colorPrimary":"red"}"#, "appearance.colorPrimary"),
            (r#"{"colorPrimary":7}"#, "appearance.colorPrimary"),
            (
                r##"{"colorBackground":"#ffffff00"}"##,
                "appearance.colorBackground",
            ),
            (r#"{"radius":"25px"}"#, "appearance.radius"),
            (r#"{"radius":"-1px"}"#, "appearance.radius"),
            (r#"{"radius":"1e1px"}"#, "appearance.radius"),
            (r#"{"spacing":"7px"}"#, "appearance.spacing"),
            (r#"{"font":"url(x)"}"#, "appearance.font"),
            (r#"{"rules":{}}"#, "appearance"),
        ] {
            let (look, refused) = read(json);
            assert_eq!(named(&refused), [name], "{json}");
            assert_eq!(look, Appearance::default(), "{json}");
        }
    }

    /// The options that sentences are about.
    fn named<'a>(refused: &[&'a str]) -> Vec<&'a str> {
        let name = |sentence: &&'a str| sentence.split_once(" must be ").unwrap().0;
        refused.iter().map(name).collect()
    }

    #[test]
    fn text_that_could_not_be_read_is_refused() {
        for (json, name) in [
            (
                r##"{"colorText":"#fff","colorBackground":"#fff"}"##,
                "appearance.colorText",
            ),
            (
                r##"{"colorText":"#000","theme":"dark"}"##,
                "appearance.colorText",
            ),
            // Readable on one of the two grounds that `auto` can mean.
            (r##"{"colorText":"#000"}"##, "appearance.colorText"),
            (
                r##"{"colorDanger":"#fee","theme":"light"}"##,
                "appearance.colorDanger",
            ),
        ] {
            assert_eq!(named(&read(json).1), [name], "{json}");
        }
        assert!(
            read(r##"{"colorText":"#000","theme":"light"}"##)
                .1
                .is_empty()
        );
    }

    #[test]
    fn a_ground_alone_decides_scheme_text_and_error_colour() {
        let (dark, _) = read(r##"{"colorBackground":"#102030"}"##);
        assert_eq!(dark.scheme(), "dark");
        assert_eq!(property(&dark, "--text").as_deref(), Some("#ffffff"));
        assert_eq!(property(&dark, "--danger").as_deref(), Some("#ffb4ab"));
        let (grey, _) = read(r##"{"colorBackground":"#777777"}"##);
        assert_eq!(property(&grey, "--danger").as_deref(), Some("#000000"));
    }
}
