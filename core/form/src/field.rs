//! The form's fields, and what their texts are judged to be.

use card::{BinRange, Brand, CardError, CardholderName, Expiry, Pan, SecurityCode};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The card number.
    Number,
    /// Month and year.
    Expiry,
    /// The security code.
    Code,
    /// The cardholder's name.
    Name,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Number, Self::Expiry, Self::Code, Self::Name];

    /// The id of its input on the page.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Expiry => "expiry",
            Self::Code => "code",
            Self::Name => "name",
        }
    }

    /// The field with this id.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.id() == id)
    }

    /// Where an error of a card can be corrected.
    pub const fn of_error(error: CardError) -> Self {
        match error {
            CardError::ExpiredCard | CardError::InvalidExpiry => Self::Expiry,
            CardError::InvalidSecurityCode => Self::Code,
            _ => Self::Number,
        }
    }

    /// What can be corrected about a card that was declined with this code, if that would help.
    pub fn error_of_decline(code: &str) -> Option<CardError> {
        match code {
            "expired_card" => Some(CardError::ExpiredCard),
            "incorrect_cvc" => Some(CardError::InvalidSecurityCode),
            "incorrect_number" => Some(CardError::InvalidNumber),
            _ => None,
        }
    }
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A card with it is not taken.
    Card(CardError),
    /// It cannot be a name on a card.
    Name,
}

/// Judges a card number as it is typed. Whether a well-made one is a test number is for the vault to say;
/// and where the operator's ranges are not known (yet), so is whether its brand is taken.
pub fn judge_number(text: &str, ranges: Option<&[BinRange]>) -> Result<(), Fault> {
    let pan = Pan::from_typed(text).map_err(Fault::Card)?;
    match pan.check(ranges.unwrap_or_default()) {
        Err(CardError::UnsupportedBrand) if ranges.is_none() => Ok(()),
        verdict => verdict.map(drop).map_err(Fault::Card),
    }
}

/// Judges an expiry as it is typed.
pub fn judge_expiry(text: &str, now_unix_ms: i64) -> Result<(), Fault> {
    let expiry = Expiry::from_typed(text).map_err(Fault::Card)?;
    expiry.check(now_unix_ms).map_err(Fault::Card)
}

/// Judges a security code as it is typed; its length, where the brand is known.
pub fn judge_code(text: &str, brand: Option<Brand>) -> Result<(), Fault> {
    let code = SecurityCode::from_typed(text).map_err(Fault::Card)?;
    let fits = brand.map_or(Ok(()), |brand| code.check(brand));
    fits.map_err(Fault::Card)
}

/// Judges a name. None at all is fine: it is never required.
pub fn judge_name(text: &str) -> Result<(), Fault> {
    if text.is_empty() || CardholderName::parse(text).is_some() {
        Ok(())
    } else {
        Err(Fault::Name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use card::TEST_RANGES;

    #[test]
    fn every_field_is_found_by_its_id_and_every_error_has_a_field() {
        for field in Field::ALL {
            assert_eq!(Field::of_id(field.id()), Some(field));
        }
        assert_eq!(Field::of_id("pay"), None);
        assert_eq!(Field::of_error(CardError::ExpiredCard), Field::Expiry);
        assert_eq!(
            Field::of_error(CardError::LiveCardInTestMode),
            Field::Number
        );
    }

    #[test]
    fn fields_are_judged_as_the_vault_will_judge_the_card() {
        assert_eq!(judge_number("４２４２ 4242-42424242", None), Ok(()));
        assert_eq!(
            judge_number("4242 4242", None),
            Err(Fault::Card(CardError::InvalidNumber))
        );
        // 2026-11-22T00:00:00Z.
        let now = 1_795_305_600_000;
        assert_eq!(judge_expiry("11/26", now), Ok(()));
        assert_eq!(
            judge_expiry("10/26", now),
            Err(Fault::Card(CardError::ExpiredCard))
        );
        assert_eq!(
            judge_expiry("13/26", now),
            Err(Fault::Card(CardError::InvalidExpiry))
        );
        assert_eq!(judge_code("123", None), Ok(()));
        assert_eq!(
            judge_code("123", Some(Brand::Amex)),
            Err(Fault::Card(CardError::InvalidSecurityCode))
        );
        assert_eq!(judge_name(""), Ok(()));
        assert_eq!(judge_name("山田 花子"), Ok(()));
        assert_eq!(judge_name("a\u{7}"), Err(Fault::Name));
    }

    #[test]
    fn a_brand_is_refused_only_by_who_knows_the_operators_ranges() {
        let mydebit = "9458 0000 0000 0008";
        let foreign = "9999 9999 9999 9995";
        let refused = Err(Fault::Card(CardError::UnsupportedBrand));
        assert_eq!(judge_number(mydebit, None), Ok(()));
        assert_eq!(judge_number(mydebit, Some(TEST_RANGES)), Ok(()));
        assert_eq!(judge_number(mydebit, Some(&[])), refused);
        assert_eq!(judge_number(foreign, None), Ok(()));
        assert_eq!(judge_number(foreign, Some(TEST_RANGES)), refused);
        assert_eq!(
            judge_number("9458 0000 0000 0009", None),
            Err(Fault::Card(CardError::InvalidNumber))
        );
    }
}
