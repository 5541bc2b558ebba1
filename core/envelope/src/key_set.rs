//! The signed key set: how a browser learns the vault's public key and knows it is the vault's.
//!
//! Two compact JWS (RFC 7515, `ES256`) joined by `~`:
//!
//! ```text
//! root statement   signed by the offline root, whose thumbprint is the pin: names an intermediate
//! key set          signed by that intermediate, for hours only: names the keys to seal to
//! ```
//!
//! A leading third one, `cardseal-root-next+jws`, lets an old root name its successor, so that
//! pages with the old pin go on while those with the new pin ignore it.
//!
//! [`RootStatement`] and [`KeySetStatement`] say what is to be signed; who holds a key signs it,
//! [`complete`] attaches the signature and [`join`] makes the set. [`read`] is the other side: it
//! asks for each signature of the chain in turn. With the feature `es256`, `verify` answers them.
//!
//! The same intermediate signs the operator's ranges of first digits, a compact JWS of its own
//! ([`RangesStatement`]): a browser that has verified the chain reads them with [`read_ranges`].

mod chain;
#[cfg(feature = "es256")]
mod es256;
mod expected;
mod jws;
mod make;
mod ranges;
mod statement;

pub use chain::{Check, Step, read};
#[cfg(feature = "es256")]
pub use es256::{verify, verify_es256};
pub use expected::{Expected, KeySetError};
pub use make::{EnvelopeKey, KeySetStatement, PublishedKey, RootStatement, complete, join};
pub use ranges::{RangesStatement, SignedRanges, read_ranges};

/// The most bytes a signed key set may have.
pub const MAX_KEY_SET: usize = 8192;
/// The most bytes signed ranges may have.
pub const MAX_RANGES: usize = 32 * 1024;
/// The media type both are served as.
pub const MEDIA_TYPE: &str = "application/jose";
/// The longest life of a root statement about an intermediate, in seconds: 90 days.
pub const MAX_INTERMEDIATE_SECONDS: u64 = 90 * 86_400;
/// The longest life of a key set and of signed ranges, in seconds: 24 hours.
pub const MAX_KEY_SET_SECONDS: u64 = 86_400;

const ROOT: &str = "cardseal-root+jws";
const ROOT_NEXT: &str = "cardseal-root-next+jws";
const KEYS: &str = "cardseal-keys+jws";
const RANGES: &str = "cardseal-ranges+jws";
