//! What a payment card is, and the rules that need no network: number, brand, expiry, security
//! code, cardholder name, and money in ISO 4217 currencies.
//!
//! Two kinds of type live here. **Secrets** ([`Pan`], [`SecurityCode`], [`CardholderName`], and
//! [`Card`] which holds them) cannot be printed, compared, copied or serialized, wipe their memory
//! when dropped, and are read only through `expose`, each use with a comment that says why.
//! **Facts** ([`Brand`], [`Last4`], [`Expiry`], [`Money`]) may be shown to the merchant.
//!
//! Nothing here allocates, formats or can panic, so that the browser's half stays small. The time
//! and the operator's ranges of first digits are arguments.
#![no_std]

mod badges;
mod bin_range;
mod brand;
mod cardholder_name;
mod check;
mod currency;
mod digits;
mod error;
mod expiry;
mod luhn;
mod mode;
mod money;
mod pan;
mod published;
mod secret;
mod security_code;
pub mod typing;

pub use badges::Badges;
pub use bin_range::{BinRange, Meaning};
pub use brand::Brand;
pub use cardholder_name::CardholderName;
pub use check::Card;
pub use currency::Currency;
pub use digits::{digit_value, typed_digits};
pub use error::CardError;
pub use expiry::Expiry;
pub use mode::Mode;
pub use money::Money;
pub use pan::{Last4, Pan};
pub use published::{PUBLISHED, TEST_RANGES, is_published};
pub use security_code::SecurityCode;
