//! A whole card and the rules it must pass before it becomes a token.

use crate::{
    Badges, BinRange, Brand, CardError, CardholderName, Expiry, Mode, Pan, SecurityCode,
    is_published,
};

/// A card as the shopper gave it. A secret as a whole.
pub struct Card {
    /// The account number.
    pub pan: Pan,
    /// The month it is good through.
    pub expiry: Expiry,
    /// The security code, where the shopper was asked for one.
    pub code: Option<SecurityCode>,
    /// The cardholder's name, where the shopper was asked for it.
    pub name: Option<CardholderName>,
    /// The brand it is used as, once that is known.
    pub brand: Option<Brand>,
}

impl Pan {
    /// Judges the number ([`Pan::check`]), then whether it belongs in this mode, and gives its brands.
    ///
    /// Test mode takes the published test numbers alone, live mode none of them.
    pub fn check_in(&self, mode: Mode, ranges: &[BinRange]) -> Result<Badges, CardError> {
        let badges = self.check(ranges)?;
        match (mode, is_published(self)) {
            (Mode::Test, false) => Err(CardError::LiveCardInTestMode),
            (Mode::Live, true) => Err(CardError::TestCardInLiveMode),
            (Mode::Test, true) | (Mode::Live, false) => Ok(badges),
        }
    }
}

impl Card {
    /// Judges the card and gives its brands: first the number ([`Pan::check_in`]), then expiry, then
    /// the code's length.
    pub fn check(
        &self,
        mode: Mode,
        now_unix_ms: i64,
        ranges: &[BinRange],
    ) -> Result<Badges, CardError> {
        let badges = self.pan.check_in(mode, ranges)?;
        self.expiry.check(now_unix_ms)?;
        if let Some(code) = &self.code {
            code.check(badges.first())?;
        }
        Ok(badges)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Meaning, TEST_RANGES};

    /// 2026-11-22T00:00:00Z.
    const NOW: i64 = 1_795_305_600_000;

    fn verdict(
        mode: Mode,
        pan: &str,
        expiry: &str,
        code: Option<&str>,
    ) -> Result<Brand, CardError> {
        let card = Card {
            pan: Pan::parse(pan)?,
            expiry: Expiry::parse(expiry)?,
            code: code.map(SecurityCode::parse).transpose()?,
            name: None,
            brand: None,
        };
        let tokens = BinRange::parse(b"608727", b"608727", Meaning::PaymentToken);
        let ranges: [BinRange; 3] = [tokens.unwrap(), TEST_RANGES[0], TEST_RANGES[1]];
        card.check(mode, NOW, &ranges).map(Badges::first)
    }

    #[test]
    fn a_card_is_refused_for_the_first_rule_it_breaks() {
        use CardError as E;
        use Mode::{Live, Test};
        #[rustfmt::skip]
        let table = [
            (Test, "4242424242424242", "2030-12", Some("123"), Ok(Brand::Visa)),
            (Test, "4242424242424242", "2030-12", None, Ok(Brand::Visa)),
            (Test, "378282246310005", "2026-11", Some("1234"), Ok(Brand::Amex)),
            (Test, "378282246310005", "2030-12", Some("123"), Err(E::InvalidSecurityCode)),
            (Test, "4242424242424242", "2030-12", Some("1234"), Err(E::InvalidSecurityCode)),
            (Test, "4242424242424242", "2026-10", Some("1234"), Err(E::ExpiredCard)),
            (Test, "4242424242424242", "2099-01", Some("123"), Err(E::InvalidExpiry)),
            (Test, "4000000000000010", "2026-10", Some("123"), Err(E::LiveCardInTestMode)),
            (Live, "4000000000000010", "2030-12", Some("123"), Ok(Brand::Visa)),
            (Live, "4242424242424242", "2026-10", Some("123"), Err(E::TestCardInLiveMode)),
            (Test, "4242424242424243", "2026-10", Some("1234"), Err(E::InvalidNumber)),
            (Live, "6087270000000010", "2026-10", None, Err(E::PaymentTokenNotAccepted)),
            (Live, "5000000000000009", "2026-10", None, Err(E::UnsupportedBrand)),
            (Test, "9458000000000008", "2030-12", Some("123"), Ok(Brand::MyDebit)),
            (Test, "9458000000000008", "2030-12", Some("1234"), Err(E::InvalidSecurityCode)),
            (Test, "4000004580000002", "2030-12", Some("123"), Ok(Brand::Visa)),
            (Live, "9458000000000008", "2030-12", Some("123"), Err(E::TestCardInLiveMode)),
        ];
        for (mode, pan, expiry, code, expected) in table {
            assert_eq!(
                verdict(mode, pan, expiry, code),
                expected,
                "{mode:?} {pan} {expiry} {code:?}"
            );
        }
    }
}
