//! The code printed on a card, never kept once an authorization has begun (PCI DSS 3.3.1).

use crate::{Brand, CardError, digits::typed_digits, secret::SecretText};

const MIN_DIGITS: usize = 3;
const MAX_DIGITS: usize = 4;

/// A card security code (CVC, CVV, CID): 3 or 4 ASCII digits. A secret.
pub struct SecurityCode(SecretText<MAX_DIGITS>);

impl SecurityCode {
    /// Exactly the digits; anything else is [`CardError::InvalidSecurityCode`].
    pub fn parse(text: &str) -> Result<Self, CardError> {
        Self::collect(
            text.bytes()
                .map(|byte| byte.is_ascii_digit().then_some(byte)),
        )
    }

    /// A code as a shopper types it: full-width digits folded, spaces and hyphens skipped.
    pub fn from_typed(text: &str) -> Result<Self, CardError> {
        Self::collect(typed_digits(text))
    }

    fn collect(digits: impl Iterator<Item = Option<u8>>) -> Result<Self, CardError> {
        let mut code = Self(SecretText::empty());
        for digit in digits {
            digit
                .and_then(|digit| code.0.push(digit))
                .ok_or(CardError::InvalidSecurityCode)?;
        }
        if code.0.as_bytes().len() < MIN_DIGITS {
            Err(CardError::InvalidSecurityCode)
        } else {
            Ok(code)
        }
    }

    /// [`CardError::InvalidSecurityCode`] where the brand's codes have another length.
    pub fn check(&self, brand: Brand) -> Result<(), CardError> {
        if self.0.as_bytes().len() == brand.code_length() {
            Ok(())
        } else {
            Err(CardError::InvalidSecurityCode)
        }
    }

    /// The code in ASCII digits. Say at each use why it is needed.
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use proptest::prelude::*;
    use std::string::String;

    #[test]
    fn a_code_is_three_or_four_ascii_digits() {
        for text in ["000", "1234"] {
            assert!(SecurityCode::parse(text).is_ok_and(|code| code.expose() == text));
        }
        for text in ["", "12", "12345", "12a", " 123", "１２３"] {
            assert_eq!(
                SecurityCode::parse(text).err(),
                Some(CardError::InvalidSecurityCode),
                "{text:?}"
            );
        }
        assert!(SecurityCode::from_typed("１２ 3").is_ok_and(|code| code.expose() == "123"));
    }

    #[test]
    fn four_digits_are_for_american_express_alone() {
        for brand in [
            Brand::Visa,
            Brand::Mastercard,
            Brand::Jcb,
            Brand::Diners,
            Brand::Discover,
            Brand::UnionPay,
            Brand::MyDebit,
            Brand::Amex,
        ] {
            let fits = |text| SecurityCode::parse(text).ok().unwrap().check(brand).is_ok();
            assert_eq!(
                (fits("123"), fits("1234")),
                (brand != Brand::Amex, brand == Brand::Amex),
                "{brand:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in any::<String>()) {
            let _ = SecurityCode::parse(&text);
            let _ = SecurityCode::from_typed(&text);
        }
    }
}
