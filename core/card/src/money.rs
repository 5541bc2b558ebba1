//! An amount of money.

use crate::Currency;

/// More than any card payment, and far from the end of the integers that JSON and SQLite keep.
const MAX_AMOUNT: i64 = 1_000_000_000_000;

/// A whole number of a currency's minor units: 1 to 10¹², or 0 where made by [`Money::zero`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    amount: i64,
    currency: Currency,
}

impl Money {
    /// `None` where `amount` (minor units) is not between 1 and 10¹².
    pub fn new(amount: i64, currency: Currency) -> Option<Self> {
        (1..=MAX_AMOUNT)
            .contains(&amount)
            .then_some(Self { amount, currency })
    }

    /// No money, for card verifications only.
    pub const fn zero(currency: Currency) -> Self {
        Self {
            amount: 0,
            currency,
        }
    }

    /// Minor units.
    pub const fn amount(self) -> i64 {
        self.amount
    }

    /// The currency of those units.
    pub const fn currency(self) -> Currency {
        self.currency
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_one_to_a_million_million_minor_units() {
        let yen = Currency::parse("JPY").unwrap();
        for amount in [1, 1_200, MAX_AMOUNT] {
            assert_eq!(
                Money::new(amount, yen).map(|money| (money.amount(), money.currency())),
                Some((amount, yen))
            );
        }
        for amount in [0, -1, i64::MIN, MAX_AMOUNT + 1, i64::MAX] {
            assert_eq!(Money::new(amount, yen), None);
        }
        assert_eq!(Money::zero(yen).amount(), 0);
    }
}
