//! Ranges of payment tokens (EMV tokenization), which a shopper cannot mean to type.

use crate::Pan;

/// An inclusive range of leading digits, as the operator supplies it: numbers whose first `digits`
/// digits lie between `low` and `high` are payment tokens, not cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenRange {
    /// How many leading digits are compared.
    pub digits: u8,
    /// The lowest value of those digits.
    pub low: u64,
    /// The highest value of those digits.
    pub high: u64,
}

impl TokenRange {
    /// Whether the number lies in this range.
    pub fn contains(&self, pan: &Pan) -> bool {
        pan.leading(usize::from(self.digits))
            .is_some_and(|leading| (self.low..=self.high).contains(&leading))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_its_ends_and_nothing_beside_them() {
        let range = TokenRange {
            digits: 8,
            low: 60_872_700,
            high: 60_872_709,
        };
        let holds = |text| range.contains(&Pan::parse(text).ok().unwrap());
        assert!(holds("6087270000000010") && holds("6087270999999999"));
        assert!(!holds("6087269999999999") && !holds("6087271000000000"));
        let longer_than_any_number = TokenRange {
            digits: 20,
            low: 0,
            high: u64::MAX,
        };
        assert!(!longer_than_any_number.contains(&Pan::parse("6087270000000010").ok().unwrap()));
    }
}
