//! What the number tells: its brand, where its code is, and of a co-badged card the choice.

use alloc::vec::Vec;

use card::typing;
use card::{Badges, BinRange, Brand};
use form::{Field, Text};

use super::View;
use super::typing::Typed;
use crate::host;

impl View {
    /// Names the brands, lets the shopper choose where there are two, and says where the code is.
    pub(super) fn show_brand(&self) {
        let badges = self.badges();
        let (first, second) = (badges.map(Badges::first), badges.and_then(Badges::second));
        for (id, brand) in [("choice-0", first), ("choice-1", second)] {
            host::show(id, brand.map_or("", Brand::title));
        }
        host::toggle("choice-field", "hidden", second.is_none());
        if second.is_none() {
            // The next card is another choice.
            host::set("choice", "selectedIndex", "0");
        }
        host::show("brand", first.map_or("", Brand::title));
        let on_front = first.is_some_and(|brand| brand.code_length() == 4);
        let hint = if on_front {
            Text::CODE_ON_FRONT
        } else {
            Text::CODE_ON_BACK
        };
        host::say("code-hint", hint.key());
    }

    /// The brands of the number so far, where they are certain.
    pub(super) fn badges(&self) -> Option<Badges> {
        let ranges = self.ranges.get().unwrap_or_default();
        typing::badges(&Typed::of(Field::Number), ranges)
    }

    /// Of a co-badged card, the brand the shopper chose.
    pub(crate) fn chosen_brand(&self) -> Option<&'static str> {
        self.badges()?.second()?;
        self.brand().map(Brand::as_str)
    }

    /// The brand the card would be used as: the only one, or the one that is chosen.
    pub(super) fn brand(&self) -> Option<Brand> {
        let badges = self.badges()?;
        let chosen = host::typed("choice");
        let second = badges.second().filter(|second| chosen == second.title());
        Some(second.unwrap_or(badges.first()))
    }

    /// Whether the shopper has begun to type a number.
    pub(crate) fn has_number() -> bool {
        !Typed::of(Field::Number).is_empty()
    }

    /// Takes over the operator's ranges, for as long as the page lives.
    pub(crate) fn know(&self, ranges: Vec<BinRange>) {
        self.ranges.set(Some(ranges.leak()));
        self.show_brand();
    }
}
