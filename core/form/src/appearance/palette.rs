//! The colours of a look: whether they stand out from each other, and what follows from them.

use super::list::{
    BACKGROUND, BUTTON_TEXT, COUNT, DANGER, INPUT_GROUND, INPUT_TEXT, On, PRIMARY, Shape, TEXT,
};
use crate::color::{Color, READABLE};

/// The form's own grounds, buttons and error colours, light and dark, as its sheet has them.
const GROUNDS: [Color; 2] = [Color::WHITE, Color::new(0x17_1b2b)];
const BUTTONS: [Color; 2] = [Color::new(0x27_408b), Color::new(0xa9_baff)];
const DANGERS: [Color; 2] = [Color::new(0xb3_261e), Color::new(0xff_b4ab)];

/// The colours that are not as in the sheet, each at its place in the list.
#[derive(Default)]
pub(super) struct Palette {
    colors: [Option<Color>; COUNT],
    /// Whether the theme is the dark one; `None` leaves it to the device.
    pub(super) theme: Option<bool>,
}

impl Palette {
    /// Whether a colour stands out from all that it is drawn on. The grounds were taken before.
    pub(super) fn takes(&self, color: Color, shape: Shape) -> bool {
        match shape {
            Shape::Ink(on, least) => self.stands_out(color, on, least),
            _ => true,
        }
    }

    fn stands_out(&self, color: Color, on: On, least: f32) -> bool {
        let form = self.get(BACKGROUND);
        let (own, usual) = match on {
            On::Form => (form, GROUNDS),
            On::Input => (self.get(INPUT_GROUND).or(form), GROUNDS),
            On::Button => (self.get(PRIMARY), BUTTONS),
        };
        let [light, dark] = own.map_or(usual, |own| [own; 2]);
        let is_dark = self.is_dark();
        (is_dark == Some(true) || color.contrasts(light, least))
            && (is_dark == Some(false) || color.contrasts(dark, least))
    }

    /// The theme, or what a given ground makes of it.
    pub(super) fn is_dark(&self) -> Option<bool> {
        let ground = self.get(BACKGROUND);
        ground.map_or(self.theme, |ground| Some(ground.ink() != Color::BLACK))
    }

    /// Adds the colours that follow from others.
    pub(super) fn complete(&mut self) {
        if let Some(ground) = self.get(BACKGROUND) {
            let [light, dark] = DANGERS;
            let danger = if light.contrasts(ground, READABLE) {
                light
            } else if dark.contrasts(ground, READABLE) {
                dark
            } else {
                ground.ink()
            };
            self.imply(TEXT, ground.ink());
            self.imply(DANGER, danger);
        }
        if let Some(ground) = self.get(INPUT_GROUND) {
            let text = self.get(TEXT);
            let readable = text.filter(|text| text.contrasts(ground, READABLE));
            self.imply(INPUT_TEXT, readable.unwrap_or_else(|| ground.ink()));
        }
        if let Some(ground) = self.get(PRIMARY) {
            self.imply(BUTTON_TEXT, ground.ink());
        }
    }

    pub(super) fn set(&mut self, at: usize, color: Option<Color>) {
        if let Some(place) = self.colors.get_mut(at) {
            *place = color;
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<Color> {
        self.colors.get(at).copied().flatten()
    }

    /// Sets a colour that was not given.
    fn imply(&mut self, at: usize, color: Color) {
        if let Some(place) = self.colors.get_mut(at) {
            place.get_or_insert(color);
        }
    }
}
