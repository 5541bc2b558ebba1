//! The closed list: what of the look a merchant may set, and to what.

use crate::color::{READABLE, VISIBLE};

/// What a colour must stand out from.
#[derive(Clone, Copy)]
pub(super) enum On {
    /// The ground of the form.
    Form,
    /// The ground of a field.
    Input,
    /// The button.
    Button,
}

/// What a value may be. The text is also what a developer is told who wrote another.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// Any opaque colour: others are judged by how they stand out from it.
    Ground,
    /// A colour that stands out by this contrast at least.
    Ink(On, f32),
    /// Whole pixels, from the least to the most.
    Pixels(&'static str),
    /// One of these words.
    Words(&'static str),
    /// One of [`THEMES`].
    Theme,
    /// A family of [`FONTS`], or a font of the vault.
    Font,
}

impl Shape {
    /// What a value may be, for a developer.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Ground => "#rgb|#rrggbb",
            Self::Ink(..) => "#rgb|#rrggbb that stands out",
            Self::Pixels(text) | Self::Words(text) => text,
            Self::Theme => THEMES,
            Self::Font => "system|serif|rounded|mono|sha256-...",
        }
    }
}

/// One value: its name, and what it may be.
pub(super) type Row = (&'static str, Shape);

/// Values that are set together.
pub(super) struct Rule {
    /// What merchants call the part, behind a dot; empty for the variables, which stand around the rules.
    pub(super) part: &'static str,
    pub(super) rows: &'static [Row],
}

/// The themes, as merchants write them.
pub const THEMES: &str = "light|dark|auto";

const WEIGHT: Shape = Shape::Words("400|500|600|700");
const SMALL: Shape = Shape::Pixels("12px-20px");
/// Below 16 pixels a phone enlarges the whole page when the field is touched.
const LARGE: Shape = Shape::Pixels("16px-22px");
const RADIUS: Shape = Shape::Pixels("0px-24px");

/// All of it, grounds before what must stand out from them. What is not here cannot be set: nothing that hides,
/// moves or covers.
pub(super) const RULES: [Rule; 5] = [
    Rule {
        part: "",
        rows: &[
            ("theme", Shape::Theme),
            ("colorPrimary", Shape::Ground),
            ("colorBackground", Shape::Ground),
            ("colorText", Shape::Ink(On::Form, READABLE)),
            ("colorDanger", Shape::Ink(On::Form, READABLE)),
            ("radius", RADIUS),
            ("spacing", Shape::Pixels("8px-24px")),
            ("font", Shape::Font),
        ],
    },
    Rule {
        part: "input",
        rows: &[
            ("backgroundColor", Shape::Ground),
            ("color", Shape::Ink(On::Input, READABLE)),
            ("borderColor", Shape::Ink(On::Form, VISIBLE)),
            ("outlineColor", Shape::Ink(On::Form, VISIBLE)),
            ("borderWidth", Shape::Pixels("1px-3px")),
            ("borderRadius", RADIUS),
            ("fontSize", LARGE),
        ],
    },
    Rule {
        part: "button",
        rows: &[
            ("color", Shape::Ink(On::Button, READABLE)),
            ("borderRadius", RADIUS),
            ("fontSize", LARGE),
            ("fontWeight", WEIGHT),
        ],
    },
    Rule {
        part: "label",
        rows: &[
            ("color", Shape::Ink(On::Form, READABLE)),
            ("fontSize", SMALL),
            ("fontWeight", WEIGHT),
        ],
    },
    Rule {
        part: "error",
        rows: &[("fontSize", SMALL), ("fontWeight", WEIGHT)],
    },
];

/// How many values there are.
pub(super) const COUNT: usize = 24;

/// Where the values stand that others depend on, counted through all rules.
pub(super) const PRIMARY: usize = 1;
pub(super) const BACKGROUND: usize = 2;
pub(super) const TEXT: usize = 3;
pub(super) const DANGER: usize = 4;
pub(super) const INPUT_GROUND: usize = 8;
pub(super) const INPUT_TEXT: usize = 9;
pub(super) const BUTTON_TEXT: usize = 15;

/// Families that every device has one of; the sheet says which.
pub(super) const FONTS: &str = "system|serif|rounded|mono";

/// Whether this is one of words like `light|dark`.
pub(super) fn is_among(words: &str, text: &str) -> bool {
    parts(words, b'|').any(|word| word == text.as_bytes())
}

/// Bytes, since characters of any width take a longer search.
pub(super) fn parts(text: &str, between: u8) -> impl Iterator<Item = &[u8]> {
    text.as_bytes().split(move |byte| *byte == between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_where_it_is_looked_for() {
        let all: alloc::vec::Vec<_> = RULES
            .iter()
            .flat_map(|rule| rule.rows.iter().map(|(name, _)| (rule.part, *name)))
            .collect();
        assert_eq!(all.len(), COUNT);
        for (at, value) in [
            (PRIMARY, ("", "colorPrimary")),
            (BACKGROUND, ("", "colorBackground")),
            (TEXT, ("", "colorText")),
            (DANGER, ("", "colorDanger")),
            (INPUT_GROUND, ("input", "backgroundColor")),
            (INPUT_TEXT, ("input", "color")),
            (BUTTON_TEXT, ("button", "color")),
        ] {
            assert_eq!(all[at], value);
        }
    }
}
