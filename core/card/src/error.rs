//! What can be wrong with a card, by the codes of the API.

use core::fmt;

/// Why a card is refused. It names the rule and never the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardError {
    /// Not 12–19 digits, or wrong in length or check digit for its brand.
    InvalidNumber,
    /// The last month of validity is over.
    ExpiredCard,
    /// Not a month, or one too far away to be printed on a card.
    InvalidExpiry,
    /// Not 3 or 4 digits, or not as many as the brand's cards have.
    InvalidSecurityCode,
    /// A well-made number of a brand we do not take.
    UnsupportedBrand,
    /// A payment token typed as if it were a card.
    PaymentTokenNotAccepted,
    /// Test mode takes the published test numbers only.
    LiveCardInTestMode,
    /// Live mode takes no published test number.
    TestCardInLiveMode,
}

impl CardError {
    /// Every error, in the order of the API's table.
    pub const ALL: [Self; 8] = [
        Self::InvalidNumber,
        Self::ExpiredCard,
        Self::InvalidExpiry,
        Self::InvalidSecurityCode,
        Self::UnsupportedBrand,
        Self::PaymentTokenNotAccepted,
        Self::LiveCardInTestMode,
        Self::TestCardInLiveMode,
    ];

    /// The stable code of the API; the status is 422 for all of them.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidNumber => "invalid_number",
            Self::ExpiredCard => "expired_card",
            Self::InvalidExpiry => "invalid_expiry",
            Self::InvalidSecurityCode => "invalid_security_code",
            Self::UnsupportedBrand => "unsupported_brand",
            Self::PaymentTokenNotAccepted => "payment_token_not_accepted",
            Self::LiveCardInTestMode => "live_card_in_test_mode",
            Self::TestCardInLiveMode => "test_card_in_live_mode",
        }
    }

    /// The error of this code, for whoever reads one back from an answer.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|error| error.code() == code)
    }
}

impl fmt::Display for CardError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl core::error::Error for CardError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_is_found_again_by_its_code() {
        for error in CardError::ALL {
            assert_eq!(CardError::parse(error.code()), Some(error));
        }
        assert_eq!(CardError::parse("invalid"), None);
    }
}
