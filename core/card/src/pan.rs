//! The primary account number.

use crate::{
    Badges, BinRange, Brand, CardError, Meaning, bin_range::find, brand::well_made,
    digits::typed_digits, secret::SecretText,
};

const MIN_DIGITS: usize = 12;
const MAX_DIGITS: usize = 19;

/// A primary account number: 12 to 19 ASCII digits (ISO/IEC 7812-1). A secret.
///
/// Holding one says nothing about its check digit or brand; [`Pan::check`] does.
pub struct Pan(SecretText<MAX_DIGITS>);

impl Pan {
    /// Exactly the digits, as a sealed payload carries them.
    ///
    /// Anything else, also a space, is [`CardError::InvalidNumber`].
    pub fn parse(text: &str) -> Result<Self, CardError> {
        Self::collect(
            text.bytes()
                .map(|byte| byte.is_ascii_digit().then_some(byte)),
        )
    }

    /// A number as a shopper types it: full-width digits folded, spaces and hyphens skipped.
    pub fn from_typed(text: &str) -> Result<Self, CardError> {
        Self::collect(typed_digits(text))
    }

    fn collect(digits: impl Iterator<Item = Option<u8>>) -> Result<Self, CardError> {
        let mut pan = Self(SecretText::empty());
        for digit in digits {
            digit
                .and_then(|digit| pan.0.push(digit))
                .ok_or(CardError::InvalidNumber)?;
        }
        if pan.0.as_bytes().len() < MIN_DIGITS {
            Err(CardError::InvalidNumber)
        } else {
            Ok(pan)
        }
    }

    /// The rules of a number alone: length and check digit for its brands, not a payment token, a
    /// brand we take. They are judged in this order. What the operator says of a number goes before
    /// the brand table.
    pub fn check(&self, ranges: &[BinRange]) -> Result<Badges, CardError> {
        let digits = self.0.as_bytes();
        let meaning = find(ranges, digits);
        let badges = match meaning {
            Some(Meaning::Card(badges)) => Some(badges),
            _ => Brand::of(self).map(Badges::of),
        };
        well_made(digits, badges)?;
        if meaning == Some(Meaning::PaymentToken) {
            return Err(CardError::PaymentTokenNotAccepted);
        }
        badges.ok_or(CardError::UnsupportedBrand)
    }

    /// The last four digits, which a merchant may see (PCI DSS 3.4.1).
    pub fn last4(&self) -> Last4 {
        let mut last4 = Last4(*b"0000");
        for (to, from) in last4.0.iter_mut().rev().zip(self.0.as_bytes().iter().rev()) {
            *to = *from;
        }
        last4
    }

    /// The whole number in ASCII digits. Say at each use why it is needed.
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }
}

/// The last four digits of a card number. A fact, not a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Last4([u8; 4]);

impl Last4 {
    /// Exactly four ASCII digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = <[u8; 4]>::try_from(text.as_bytes()).ok()?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then_some(Self(digits))
    }

    /// The four digits.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use proptest::prelude::*;
    use std::string::String;

    const RANGES: [BinRange; 3] = [
        BinRange {
            digits: 6,
            low: 608_727,
            high: 608_727,
            meaning: Meaning::PaymentToken,
        },
        BinRange {
            digits: 8,
            low: 50_180_000,
            high: 50_180_099,
            meaning: Meaning::Card(Badges::of(Brand::MyDebit)),
        },
        BinRange {
            digits: 6,
            low: 489_537,
            high: 489_537,
            meaning: Meaning::PaymentToken,
        },
    ];

    fn verdict(text: &str) -> Result<Brand, CardError> {
        Pan::parse(text)?.check(&RANGES).map(Badges::first)
    }

    #[test]
    fn the_form_of_a_number_is_12_to_19_ascii_digits() {
        for text in ["000000000000", "0000000000000000000"] {
            assert!(Pan::parse(text).is_ok_and(|pan| pan.expose() == text));
        }
        for text in [
            "",
            "00000000000",
            "00000000000000000000",
            "4242 4242 4242 4242",
            "4242424242424242\n",
            "４２４２４２４２４２４２４２４２",
            "+424242424242424",
        ] {
            assert_eq!(
                Pan::parse(text).err(),
                Some(CardError::InvalidNumber),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_typed_number_may_be_spaced_hyphenated_and_full_width() {
        for text in [
            "4242 4242 4242 4242",
            "4242-4242-4242-4242",
            "４２４２　４２４２　４２４２　４２４２",
            " 4242424242424242 ",
        ] {
            assert!(
                Pan::from_typed(text).is_ok_and(|pan| pan.expose() == "4242424242424242"),
                "{text}"
            );
        }
        assert_eq!(
            Pan::from_typed("4242 4242 4242 424x").err(),
            Some(CardError::InvalidNumber)
        );
    }

    #[test]
    fn a_number_is_judged_by_check_digit_length_token_range_and_brand_in_that_order() {
        #[rustfmt::skip]
        let table = [
            ("4242424242424242", Ok(Brand::Visa)),
            ("4242424242424241", Err(CardError::InvalidNumber)),
            ("4222222222222", Ok(Brand::Visa)),
            ("42424242424242", Err(CardError::InvalidNumber)),
            ("2223003122003222", Ok(Brand::Mastercard)),
            ("378282246310005", Ok(Brand::Amex)),
            ("3530111333300000", Ok(Brand::Jcb)),
            ("36227206271667", Ok(Brand::Diners)),
            ("6011111111111117", Ok(Brand::Discover)),
            ("6200000000000005", Ok(Brand::UnionPay)),
            ("6200000000000001", Ok(Brand::UnionPay)), // no Luhn for UnionPay
            ("620000000000005", Err(CardError::InvalidNumber)), // but its lengths hold
            ("6087270000000010", Err(CardError::PaymentTokenNotAccepted)),
            ("6087270000000011", Err(CardError::InvalidNumber)),
            ("4895370000000007", Err(CardError::PaymentTokenNotAccepted)), // also within a brand's own range
            ("5018000000000009", Ok(Brand::MyDebit)),
            ("5018000000000008", Err(CardError::InvalidNumber)),
            ("501800000000007", Err(CardError::InvalidNumber)), // MyDebit has no 15 digits
            ("5018010000000008", Err(CardError::UnsupportedBrand)),
            ("5000000000000009", Err(CardError::UnsupportedBrand)),
            ("5000000000000000", Err(CardError::InvalidNumber)),
        ];
        for (text, expected) in table {
            assert_eq!(verdict(text), expected, "{text}");
        }
    }

    #[test]
    fn a_range_is_only_known_where_it_is_passed_in() {
        for text in ["6087270000000010", "5018000000000009"] {
            let pan = Pan::parse(text).ok().unwrap();
            assert_eq!(pan.check(&[]), Err(CardError::UnsupportedBrand), "{text}");
        }
    }

    #[test]
    fn a_co_badged_number_is_well_made_for_both_of_its_brands() {
        let badges = Badges::both(Brand::Visa, Brand::MyDebit).unwrap();
        let ranges = [BinRange::parse(b"400000458", b"400000458", Meaning::Card(badges)).unwrap()];
        let judge = |text| Pan::parse(text).ok().unwrap().check(&ranges);
        assert_eq!(judge("4000004580000002"), Ok(badges));
        assert_eq!(judge("4000004590000000"), Ok(Badges::of(Brand::Visa)));
        // Visa has numbers of 13 digits, MyDebit none.
        assert_eq!(judge("4000004580003"), Err(CardError::InvalidNumber));
        assert_eq!(judge("4000004590002"), Ok(Badges::of(Brand::Visa)));
    }

    #[test]
    fn last_four_are_the_last_four() {
        assert_eq!(
            Pan::parse("378282246310005").ok().unwrap().last4().as_str(),
            "0005"
        );
        assert_eq!(
            Last4::parse("0005").map(|last4| last4.as_str() == "0005"),
            Some(true)
        );
        for text in ["", "005", "00005", "000x", "０００５"] {
            assert_eq!(Last4::parse(text), None);
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_takes_only_what_it_gives_back(text in any::<String>()) {
            if let Ok(pan) = Pan::parse(&text) {
                prop_assert_eq!(pan.expose(), text.as_str());
            }
            let _ = Pan::from_typed(&text);
        }

        #[test]
        fn every_number_gets_a_verdict(text in "[0-9]{10,21}") {
            let _ = verdict(&text);
            prop_assert_eq!(Pan::parse(&text).is_ok(), (12..=19).contains(&text.len()));
        }
    }
}
