//! Colours a merchant may give, and whether text in them can be read.

use alloc::string::String;

/// An opaque sRGB colour. Nothing see-through: a form must not be made invisible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color([u8; 3]);

/// The least contrast of text and its ground (WCAG 2.2, success criterion 1.4.3).
const READABLE: f32 = 4.5;

impl Color {
    pub(crate) const BLACK: Self = Self([0; 3]);
    pub(crate) const WHITE: Self = Self([255; 3]);

    pub(crate) const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue])
    }

    /// Reads `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?.as_bytes();
        let mut color = [0; 3];
        let width = match digits.len() {
            3 => 1,
            6 => 2,
            _ => return None,
        };
        for (channel, pair) in color.iter_mut().zip(digits.chunks_exact(width)) {
            let high = hex(*pair.first()?)?;
            let low = hex(*pair.last()?)?;
            *channel = high << 4 | low;
        }
        Some(Self(color))
    }

    /// As CSS writes it: `#rrggbb`.
    pub fn css(self) -> String {
        const DIGITS: [char; 16] = [
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
        ];
        let mut text = String::from("#");
        for channel in self.0 {
            for digit in [channel >> 4, channel & 15] {
                text.extend(DIGITS.get(usize::from(digit)));
            }
        }
        text
    }

    /// Whether text of this colour can be read on `ground`.
    pub fn is_readable_on(self, ground: Self) -> bool {
        let (one, other) = (self.luminance() + 0.05, ground.luminance() + 0.05);
        one >= READABLE * other || other >= READABLE * one
    }

    /// Black or white, whichever stands out from this ground: one of them always can be read.
    #[must_use]
    pub fn ink(self) -> Self {
        if Self::BLACK.is_readable_on(self) {
            Self::BLACK
        } else {
            Self::WHITE
        }
    }

    /// Relative luminance (WCAG 2.2), 0 to 1.
    fn luminance(self) -> f32 {
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

/// A channel in linear light. The polynomial is within 0.002 of sRGB's curve, and needs no tables.
fn linear(channel: u8) -> f32 {
    let x = f32::from(channel) / 255.0;
    x * (x * (x * 0.305_306 + 0.682_171_1) + 0.012_522_9)
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
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
        assert!(Color::new(0x76, 0x76, 0x76).is_readable_on(white));
        assert!(!Color::new(0x79, 0x79, 0x79).is_readable_on(white));
        assert!(!white.is_readable_on(white));
        assert!(white.is_readable_on(Color::BLACK));
    }

    proptest! {
        #[test]
        fn on_every_ground_there_is_an_ink_that_can_be_read(r in any::<u8>(), g in any::<u8>(), b in any::<u8>()) {
            let ground = Color::new(r, g, b);
            prop_assert!(ground.ink().is_readable_on(ground));
            prop_assert_eq!(Color::parse(&ground.css()), Some(ground));
        }
    }
}
