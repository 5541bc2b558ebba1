//! Colours a merchant may give, and whether text in them can be read.

use alloc::string::String;

/// An opaque sRGB colour. Nothing see-through: a form must not be made invisible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(u32);

/// The least contrast of text and its ground (WCAG 2.2, success criterion 1.4.3).
pub const READABLE: f32 = 4.5;
/// The least contrast of a field's border or of the mark of the focus (1.4.11).
pub const VISIBLE: f32 = 3.0;
impl Color {
    pub(crate) const BLACK: Self = Self(0);
    pub(crate) const WHITE: Self = Self(0xff_ffff);

    /// Red, green and blue, a byte each.
    pub(crate) const fn new(rgb: u32) -> Self {
        Self(rgb)
    }

    fn channels(self) -> [u8; 3] {
        let [_, rgb @ ..] = self.0.to_be_bytes();
        rgb
    }

    /// Reads `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?.as_bytes();
        let twice = match digits.len() {
            3 => true,
            6 => false,
            _ => return None,
        };
        let mut rgb = 0;
        for digit in digits {
            let digit = hex(*digit)?;
            rgb = rgb << 4 | digit;
            if twice {
                rgb = rgb << 4 | digit;
            }
        }
        Some(Self(rgb))
    }

    /// As CSS writes it: `#rrggbb`.
    pub fn css(self) -> String {
        let mut text = String::from("#");
        for place in (0..6).rev() {
            text.extend(char::from_digit(self.0 >> (4 * place) & 15, 16));
        }
        text
    }

    /// Whether this stands out from `ground` by this contrast at least (WCAG 2.2, 1 to 21).
    pub fn contrasts(self, ground: Self, least: f32) -> bool {
        let (one, other) = (self.luminance() + 0.05, ground.luminance() + 0.05);
        one >= least * other || other >= least * one
    }

    /// Black or white, whichever stands out from this ground: one of them always can be read.
    #[must_use]
    pub fn ink(self) -> Self {
        if Self::BLACK.contrasts(self, READABLE) {
            Self::BLACK
        } else {
            Self::WHITE
        }
    }

    /// Relative luminance (WCAG 2.2), 0 to 1.
    fn luminance(self) -> f32 {
        let [red, green, blue] = self.channels().map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

/// A channel in linear light. The polynomial is within 0.002 of sRGB's curve, and needs no tables.
fn linear(channel: u8) -> f32 {
    let x = f32::from(channel) / 255.0;
    x * (x * (x * 0.305_306 + 0.682_171_1) + 0.012_522_9)
}

fn hex(digit: u8) -> Option<u32> {
    char::from(digit).to_digit(16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_color_is_three_or_six_digits_behind_a_hash_and_nothing_else() {
        for (text, css) in [
            ("#fff", "#ffffff"),
            ("#0A7", "#00aa77"),
            ("#27408b", "#27408b"),
        ] {
            assert_eq!(Color::parse(text).map(Color::css).as_deref(), Some(css));
        }
        for text in [
            "",
            "#",
            "fff",
            "#ff",
            "#ffff",
            "#ffffff00",
            "#ggg",
            "red",
            "rgb(0,0,0)",
            "url(x)",
            "#ｆｆｆ",
            "#fff;",
        ] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_agrees_with_published_pairs() {
        let white = Color::WHITE;
        // #767676 is the lightest grey that passes on white, #777777 the first that does not.
        assert!(Color::new(0x76_7676).contrasts(white, READABLE));
        assert!(!Color::new(0x79_7979).contrasts(white, READABLE));
        assert!(!white.contrasts(white, READABLE));
        assert!(white.contrasts(Color::BLACK, READABLE));
    }

    proptest! {
        #[test]
        fn on_every_ground_there_is_an_ink_that_can_be_read(rgb in 0_u32..=0xff_ffff) {
            let ground = Color::new(rgb);
            prop_assert!(ground.ink().contrasts(ground, READABLE));
            prop_assert_eq!(Color::parse(&ground.css()), Some(ground));
        }
    }
}
