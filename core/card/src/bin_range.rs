//! What the operator knows of numbers by their first digits (BIN): brands that no fixed prefix tells, cards
//! with two of them, and payment tokens (EMV tokenization), which a shopper cannot mean to type.

use crate::{Badges, brand::ROWS};

const FEWEST_DIGITS: usize = 6;
const MOST_DIGITS: usize = 12;

/// An inclusive range of first digits: numbers whose first `digits` digits lie between `low` and `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BinRange {
    /// How many first digits are compared.
    pub digits: u8,
    /// The lowest value of those digits.
    pub low: u64,
    /// The highest value of those digits.
    pub high: u64,
    /// What these numbers are.
    pub meaning: Meaning,
}

/// What the numbers of a range are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Cards of these brands, whatever the brand table says.
    Card(Badges),
    /// Payment tokens, not cards.
    PaymentToken,
}

impl BinRange {
    /// A range as it is written: the lowest and the highest first digits, 6 to 12 and as many in both.
    pub fn parse(low: &[u8], high: &[u8], meaning: Meaning) -> Option<Self> {
        let digits = low.len();
        let range = Self {
            digits: u8::try_from(digits).ok()?,
            low: leading(low, digits)?,
            high: leading(high, digits)?,
            meaning,
        };
        let fits = (FEWEST_DIGITS..=MOST_DIGITS).contains(&digits) && high.len() == digits;
        (fits && range.low <= range.high).then_some(range)
    }

    /// Whether a number can lie in both ranges.
    pub fn meets(&self, other: &Self) -> bool {
        let (low, high) = self.longest();
        let (other_low, other_high) = other.longest();
        low <= other_high && other_low <= high
    }

    /// Whether it claims cards that the brand table knows as another brand's: it may only where it names
    /// that brand as well, as the other one of co-badged cards.
    pub fn takes_from_another_brand(&self) -> bool {
        let Meaning::Card(badges) = self.meaning else {
            return false;
        };
        let others = ROWS.iter().filter(|row| !badges.bear(row.brand));
        others.flat_map(|row| row.first_six).any(|&(low, high)| {
            let theirs = Self {
                digits: 6,
                low: low.into(),
                high: high.into(),
                meaning: self.meaning,
            };
            theirs.meets(self)
        })
    }

    /// Both ends with as many digits as a range can have.
    fn longest(&self) -> (u64, u64) {
        let missing = MOST_DIGITS.saturating_sub(usize::from(self.digits));
        let scale = (0..missing).fold(1, |scale: u64, _| scale * 10);
        (self.low * scale, self.high * scale + (scale - 1))
    }
}

/// What the operator says of a number that begins with these ASCII digits.
pub(crate) fn find(ranges: &[BinRange], digits: &[u8]) -> Option<Meaning> {
    let holds = |range: &&BinRange| {
        leading(digits, usize::from(range.digits))
            .is_some_and(|leading| (range.low..=range.high).contains(&leading))
    };
    ranges.iter().find(holds).map(|range| range.meaning)
}

/// The number made of the first `count` bytes, or `None` where there are fewer or one is no digit.
#[inline(never)]
pub(crate) fn leading(text: &[u8], count: usize) -> Option<u64> {
    let mut number: u64 = 0;
    for byte in text.get(..count)? {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.wrapping_mul(10).wrapping_add(digit.into());
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Brand;

    const TOKEN: Meaning = Meaning::PaymentToken;

    #[test]
    fn a_range_holds_its_ends_and_nothing_beside_them() {
        let ranges = [BinRange::parse(b"60872700", b"60872709", TOKEN).unwrap()];
        let found = |digits: &str| find(&ranges, digits.as_bytes()).is_some();
        assert!(found("6087270000000010") && found("6087270999999999") && found("60872700"));
        assert!(!found("6087269999999999") && !found("6087271000000000"));
        assert!(!found("6087270"), "too few digits to tell");
        assert!(!found(""));
    }

    #[test]
    fn a_range_is_written_with_six_to_twelve_digits_from_low_to_high() {
        for (low, high) in [
            ("608727", "608727"),
            ("000001", "000002"),
            ("999999999998", "999999999999"),
        ] {
            assert!(
                BinRange::parse(low.as_bytes(), high.as_bytes(), TOKEN).is_some(),
                "{low}-{high}"
            );
        }
        for (low, high) in [
            ("", ""),
            ("60872", "60873"),
            ("6087270000000", "6087270000000"),
            ("608728", "608727"),
            ("608727", "6087270"),
            ("+08727", "608727"),
            ("60872x", "608729"),
            ("６０８７２７", "６０８７２７"),
        ] {
            assert_eq!(
                BinRange::parse(low.as_bytes(), high.as_bytes(), TOKEN),
                None,
                "{low}-{high}"
            );
        }
    }

    #[test]
    fn ranges_meet_where_one_number_lies_in_both_whatever_their_digits() {
        let range = |low: &str, high: &str| {
            BinRange::parse(low.as_bytes(), high.as_bytes(), TOKEN).unwrap()
        };
        let wide = range("400000", "400009");
        assert!(wide.meets(&range("400009999999", "400009999999")));
        assert!(range("40000999", "40000999").meets(&wide));
        assert!(!wide.meets(&range("400010000000", "400019999999")));
        assert!(!range("399999", "399999").meets(&wide));
    }

    #[test]
    fn a_range_within_a_brand_names_that_brand_or_holds_tokens() {
        let judge = |low: &str, meaning| {
            let range = BinRange::parse(low.as_bytes(), low.as_bytes(), meaning).unwrap();
            range.takes_from_another_brand()
        };
        let mydebit = Meaning::Card(Badges::of(Brand::MyDebit));
        let both = Meaning::Card(Badges::both(Brand::Visa, Brand::MyDebit).unwrap());
        assert!(judge("400000458", mydebit));
        assert!(!judge("400000458", both));
        assert!(judge("510000458", both));
        assert!(!judge("400000458", TOKEN));
        assert!(!judge("945800", mydebit));
    }

    #[test]
    fn the_first_range_that_holds_a_number_says_what_it_is() {
        let card = Meaning::Card(Badges::of(Brand::MyDebit));
        let ranges = [
            BinRange::parse(b"608727", b"608727", card).unwrap(),
            BinRange::parse(b"608728", b"608728", TOKEN).unwrap(),
        ];
        assert_eq!(find(&ranges, b"6087270000000010"), Some(card));
        assert_eq!(find(&ranges, b"6087280000000010"), Some(TOKEN));
        assert_eq!(find(&ranges, b"6087290000000010"), None);
    }
}
