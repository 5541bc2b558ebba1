//! The brands we take, one row each.

use crate::{Badges, CardError, Pan, bin_range::leading, luhn};

/// A card brand (payment network).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Brand {
    /// Visa.
    Visa,
    /// Mastercard, with the 2-series.
    Mastercard,
    /// American Express.
    Amex,
    /// JCB.
    Jcb,
    /// Diners Club International.
    Diners,
    /// Discover.
    Discover,
    /// China UnionPay.
    UnionPay,
    /// MyDebit of Malaysia, whose numbers only the operator's ranges tell.
    MyDebit,
}

/// How many digits numbers may have, as bits.
#[derive(Clone, Copy)]
pub(crate) struct Lengths(u32);

impl Lengths {
    const fn of(mut lengths: &[u32]) -> Self {
        let mut bits = 0;
        while let [first, rest @ ..] = lengths {
            bits |= 1 << *first;
            lengths = rest;
        }
        Self(bits)
    }

    fn contains(self, length: usize) -> bool {
        self.0 >> length & 1 == 1
    }

    /// The greatest of them.
    pub(crate) fn longest(self) -> usize {
        self.0.checked_ilog2().unwrap_or_default() as usize
    }
}

/// What tells a brand's numbers: first six digits (inclusive ranges), lengths, code, check digit.
pub(crate) struct Row {
    pub(crate) brand: Brand,
    name: &'static str,
    title: &'static str,
    pub(crate) first_six: &'static [(u32, u32)],
    pub(crate) lengths: Lengths,
    code_length: usize,
    luhn: bool,
}

/// In the order of [`Brand`]. No two rows share a first six (tests hold both). The range
/// 622126–622925, which Discover accepts abroad, is issued by UnionPay and belongs to it.
#[rustfmt::skip]
pub(crate) const ROWS: [Row; 8] = [
    Row { brand: Brand::Visa, name: "visa", title: "Visa", first_six: &[(400_000, 499_999)], lengths: Lengths::of(&[13, 16, 19]), code_length: 3, luhn: true },
    Row { brand: Brand::Mastercard, name: "mastercard", title: "Mastercard", first_six: &[(510_000, 559_999), (222_100, 272_099)], lengths: Lengths::of(&[16]), code_length: 3, luhn: true },
    Row { brand: Brand::Amex, name: "amex", title: "American Express", first_six: &[(340_000, 349_999), (370_000, 379_999)], lengths: Lengths::of(&[15]), code_length: 4, luhn: true },
    Row { brand: Brand::Jcb, name: "jcb", title: "JCB", first_six: &[(352_800, 358_999)], lengths: Lengths::of(&[16, 17, 18, 19]), code_length: 3, luhn: true },
    Row { brand: Brand::Diners, name: "diners", title: "Diners Club", first_six: &[(300_000, 305_999), (309_500, 309_599), (360_000, 369_999), (380_000, 399_999)], lengths: Lengths::of(&[14, 15, 16, 17, 18, 19]), code_length: 3, luhn: true },
    Row { brand: Brand::Discover, name: "discover", title: "Discover", first_six: &[(601_100, 601_199), (644_000, 659_999)], lengths: Lengths::of(&[16, 17, 18, 19]), code_length: 3, luhn: true },
    Row { brand: Brand::UnionPay, name: "unionpay", title: "UnionPay", first_six: &[(620_000, 629_999), (810_000, 817_199)], lengths: Lengths::of(&[16, 17, 18, 19]), code_length: 3, luhn: false },
    Row { brand: Brand::MyDebit, name: "mydebit", title: "MyDebit", first_six: &[], lengths: Lengths::of(&[16, 17, 18, 19]), code_length: 3, luhn: true },
];

impl Brand {
    /// The brand whose fixed ranges hold the number's first six digits, whatever its length.
    pub fn of(pan: &Pan) -> Option<Self> {
        // EXPOSE: the brand is in the first six digits.
        let first_six = u32::try_from(leading(pan.expose().as_bytes(), 6)?).ok()?;
        let holds = |&(low, high): &(u32, u32)| (low..=high).contains(&first_six);
        let mut rows = ROWS.iter();
        rows.find(|row| row.first_six.iter().any(holds))
            .map(|row| row.brand)
    }

    /// The brand of this lower-case name, as [`Brand::as_str`] gives it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::named(name.as_bytes())
    }

    /// The same of a name that is not known to be text.
    pub fn named(name: &[u8]) -> Option<Self> {
        ROWS.iter()
            .find(|row| row.name.as_bytes() == name)
            .map(|row| row.brand)
    }

    /// The name used in answers: lower case, one word.
    pub fn as_str(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// The name shoppers know it by.
    pub fn title(self) -> &'static str {
        self.row().map_or("", |row| row.title)
    }

    /// How many digits the brand's security code has: 4 for American Express, otherwise 3.
    pub fn code_length(self) -> usize {
        self.row().map_or(0, |row| row.code_length)
    }

    fn row(self) -> Option<&'static Row> {
        ROWS.get(self as usize)
    }
}

/// Whether a number is well made for each brand it bears. One of no brand of ours must still pass Luhn, so
/// that a typing mistake in the first digits is called a wrong number, not a foreign brand.
pub(crate) fn well_made(digits: &[u8], badges: Option<Badges>) -> Result<(), CardError> {
    let suits = |brand: Brand| {
        brand.row().is_some_and(|row| {
            row.lengths.contains(digits.len()) && (!row.luhn || luhn::is_valid(digits))
        })
    };
    let is_well_made = match badges {
        Some(badges) => suits(badges.first()) && badges.second().is_none_or(suits),
        None => luhn::is_valid(digits),
    };
    if is_well_made {
        Ok(())
    } else {
        Err(CardError::InvalidNumber)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_end_of_each_range_belongs_to_its_brand_and_its_neighbour_does_not() {
        #[rustfmt::skip]
        let table = [
            ("399999", Some(Brand::Diners)), ("400000", Some(Brand::Visa)), ("499999", Some(Brand::Visa)), ("500000", None),
            ("509999", None), ("510000", Some(Brand::Mastercard)), ("559999", Some(Brand::Mastercard)), ("560000", None),
            ("222099", None), ("222100", Some(Brand::Mastercard)), ("272099", Some(Brand::Mastercard)), ("272100", None),
            ("339999", None), ("340000", Some(Brand::Amex)), ("349999", Some(Brand::Amex)), ("350000", None),
            ("370000", Some(Brand::Amex)), ("379999", Some(Brand::Amex)),
            ("352799", None), ("352800", Some(Brand::Jcb)), ("358999", Some(Brand::Jcb)), ("359000", None),
            ("299999", None), ("300000", Some(Brand::Diners)), ("305999", Some(Brand::Diners)), ("306000", None),
            ("309500", Some(Brand::Diners)), ("309600", None), ("360000", Some(Brand::Diners)), ("380000", Some(Brand::Diners)),
            ("601099", None), ("601100", Some(Brand::Discover)), ("601199", Some(Brand::Discover)), ("601200", None),
            ("643999", None), ("644000", Some(Brand::Discover)), ("659999", Some(Brand::Discover)), ("660000", None),
            ("619999", None), ("620000", Some(Brand::UnionPay)), ("622126", Some(Brand::UnionPay)), ("629999", Some(Brand::UnionPay)),
            ("810000", Some(Brand::UnionPay)), ("817199", Some(Brand::UnionPay)), ("817200", None), ("608727", None),
        ];
        for (first_six, brand) in table {
            let mut digits = *b"0000000000000000";
            digits[..6].copy_from_slice(first_six.as_bytes());
            let pan = Pan::parse(core::str::from_utf8(&digits).unwrap())
                .ok()
                .unwrap();
            assert_eq!(Brand::of(&pan), brand, "{first_six}");
        }
    }

    #[test]
    fn no_two_rows_claim_the_same_first_six_and_each_variant_has_one_row() {
        let ranges = || {
            ROWS.iter()
                .flat_map(|row| row.first_six.iter().map(|range| (row.name, *range)))
        };
        let mut compared = 0;
        for (place, (_, (low, high))) in ranges().enumerate() {
            assert!(low <= high);
            for (_, (other_low, other_high)) in ranges().skip(place + 1) {
                assert!(
                    high < other_low || other_high < low,
                    "{low}-{high} meets {other_low}-{other_high}"
                );
                compared += 1;
            }
        }
        assert!(compared > 50);
        for row in &ROWS {
            assert_eq!(Brand::parse(row.name), Some(row.brand));
            assert_eq!(row.brand.as_str(), row.name);
            assert!(matches!(row.brand.code_length(), 3 | 4));
        }
        assert_eq!(Brand::parse("Visa"), None);
    }
}
