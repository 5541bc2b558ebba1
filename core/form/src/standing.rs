//! How far the form is filled in, as far as the merchant's page may know.

use card::Brand;

use crate::field::Fault;

/// How far the form is. There is no place in it for a card value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether each field that is asked for would be judged right now.
    pub complete: bool,
    /// Whether nothing stands in any of them.
    pub empty: bool,
    /// The brand the card would be used as, where it is certain.
    pub brand: Option<Brand>,
}

impl Standing {
    /// Of a card of this brand, before any field is looked at.
    pub fn of(brand: Option<Brand>) -> Self {
        Self {
            complete: true,
            empty: true,
            brand,
        }
    }

    /// Looks at one field more: what stands in it, and what that is judged to be.
    pub fn add(&mut self, text: &str, verdict: Result<(), Fault>) {
        self.complete &= verdict.is_ok();
        self.empty &= text.is_empty();
    }

    /// Whether the page does not know it yet; from then on it was told. The first is always news.
    pub fn is_news(self, told: &mut Option<Self>) -> bool {
        told.replace(self) != Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{judge_code, judge_expiry, judge_number};

    /// 2026-11-22T00:00:00Z.
    const NOW: i64 = 1_795_305_600_000;

    fn standing(number: &str, expiry: &str, code: &str, brand: Option<Brand>) -> Standing {
        let mut standing = Standing::of(brand);
        standing.add(number, judge_number(number, None));
        standing.add(expiry, judge_expiry(expiry, NOW));
        standing.add(code, judge_code(code, brand));
        standing
    }

    #[test]
    fn a_form_is_complete_once_every_field_is_right_and_empty_while_none_has_anything() {
        let visa = Some(Brand::Visa);
        for (number, expiry, code, brand, complete, empty) in [
            ("", "", "", None, false, true),
            ("4", "", "", visa, false, false),
            ("", "", "1", None, false, false),
            ("4242 4242 4242 4242", "08/31", "", visa, false, false),
            ("4242 4242 4242 4243", "08/31", "123", visa, false, false),
            ("4242 4242 4242 4242", "08/21", "123", visa, false, false),
            ("4242 4242 4242 4242", "08/31", "123", visa, true, false),
        ] {
            let expected = Standing {
                complete,
                empty,
                brand,
            };
            assert_eq!(
                standing(number, expiry, code, brand),
                expected,
                "{number} {expiry} {code}"
            );
        }
    }

    #[test]
    fn the_page_is_told_at_first_and_then_only_what_it_does_not_know() {
        let mut told = None;
        let empty = standing("", "", "", None);
        let begun = standing("4", "", "", Some(Brand::Visa));
        for (now, is_news) in [
            (empty, true),
            (empty, false),
            (begun, true),
            (standing("42", "", "", Some(Brand::Visa)), false),
            (begun, false),
            (standing("4", "", "", None), true),
            (empty, true),
        ] {
            assert_eq!(now.is_news(&mut told), is_news, "{now:?}");
            assert_eq!(told, Some(now));
        }
    }
}
