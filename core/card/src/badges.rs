//! The brands a card bears: one, or the two of a co-badged card.

use crate::Brand;

/// The brands of a number; of two, the one that is used where nobody chooses comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Badges {
    pub(crate) first: Brand,
    pub(crate) second: Option<Brand>,
}

impl Badges {
    /// The one brand of a card.
    pub const fn of(brand: Brand) -> Self {
        Self {
            first: brand,
            second: None,
        }
    }

    /// Both brands of a co-badged card. `None` where they are one, or their security codes differ in
    /// length: a card has one code, whichever brand it is used as.
    pub fn both(first: Brand, second: Brand) -> Option<Self> {
        let fits = first != second && first.code_length() == second.code_length();
        fits.then_some(Self {
            first,
            second: Some(second),
        })
    }

    /// The brand that is used where nobody chooses.
    pub const fn first(self) -> Brand {
        self.first
    }

    /// The other brand of a co-badged card.
    pub const fn second(self) -> Option<Brand> {
        self.second
    }

    /// Whether the card bears this brand.
    pub fn bear(self, brand: Brand) -> bool {
        self.first == brand || self.second == Some(brand)
    }

    /// The brand to use after this choice, or after none. `None` where the card does not bear what was
    /// chosen.
    pub fn choose(self, chosen: Option<Brand>) -> Option<Brand> {
        let brand = chosen.unwrap_or(self.first);
        self.bear(brand).then_some(brand)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_used_as_the_brand_that_was_chosen_if_it_bears_it() {
        let badges = Badges::both(Brand::Visa, Brand::MyDebit).unwrap();
        assert_eq!(badges.choose(None), Some(Brand::Visa));
        assert_eq!(badges.choose(Some(Brand::Visa)), Some(Brand::Visa));
        assert_eq!(badges.choose(Some(Brand::MyDebit)), Some(Brand::MyDebit));
        assert_eq!(badges.choose(Some(Brand::Jcb)), None);
        assert_eq!(Badges::of(Brand::Visa).choose(Some(Brand::MyDebit)), None);
    }

    #[test]
    fn two_badges_are_two_brands_with_codes_of_one_length() {
        assert!(Badges::both(Brand::Mastercard, Brand::MyDebit).is_some());
        assert_eq!(Badges::both(Brand::Visa, Brand::Visa), None);
        assert_eq!(Badges::both(Brand::Amex, Brand::MyDebit), None);
    }
}
