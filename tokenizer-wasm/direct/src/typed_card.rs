//! A card as it was typed into somebody else's fields.

use alloc::string::String;

use card::typing::badges;
use card::{Badges, Brand, Card, CardError, CardholderName, Expiry, Pan, SecurityCode};
use form::{Fault, Field};
use zeroize::Zeroize;

/// How far a shopper's clock may be wrong, in milliseconds: the vault judges an expiry by its own.
const TOLERANCE: i64 = 86_400_000;

/// The texts, wiped when dropped.
pub(crate) struct TypedCard {
    pub(crate) number: String,
    pub(crate) expiry: String,
    pub(crate) code: Option<String>,
    pub(crate) name: Option<String>,
}

impl Drop for TypedCard {
    fn drop(&mut self) {
        self.number.zeroize();
        self.expiry.zeroize();
        self.code.zeroize();
        self.name.zeroize();
    }
}

impl TypedCard {
    /// The card they make, or the first field that is wrong. `now` is the device's time, Unix milliseconds.
    pub(crate) fn read(&self, now: i64) -> Result<Card, (Field, Fault)> {
        let Self {
            number,
            expiry,
            code,
            name,
        } = self;
        let at = |field| move |fault| (field, fault);
        form::judge_number(number, None).map_err(at(Field::Number))?;
        judge_expiry(expiry, now).map_err(at(Field::Expiry))?;
        if let Some(code) = code {
            form::judge_code(code, brand_of(number)).map_err(at(Field::Code))?;
        }
        let name = name.as_deref().unwrap_or_default();
        form::judge_name(name).map_err(at(Field::Name))?;
        let wrong = |error: CardError| (Field::of_error(error), Fault::Card(error));
        Ok(Card {
            pan: Pan::from_typed(number).map_err(wrong)?,
            expiry: Expiry::from_typed(expiry).map_err(wrong)?,
            code: match code {
                Some(code) => Some(SecurityCode::from_typed(code).map_err(wrong)?),
                None => None,
            },
            name: CardholderName::parse(name),
            // The vault takes the first one of a card of two brands.
            brand: None,
        })
    }
}

/// The brand that a number so far can only be of. The operator's ranges are the vault's to apply.
pub(crate) fn brand_of(number: &str) -> Option<Brand> {
    badges(number, &[]).map(Badges::first)
}

/// An expiry by a clock that may be a day ahead.
pub(crate) fn judge_expiry(text: &str, now: i64) -> Result<(), Fault> {
    form::judge_expiry(text, now.saturating_sub(TOLERANCE))
}

/// A fault by the code that the API has for it, or would have.
pub(crate) fn code_of(fault: Fault) -> &'static str {
    match fault {
        Fault::Card(error) => error.code(),
        Fault::Name => "invalid_name",
    }
}
