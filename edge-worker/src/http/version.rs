//! The API's version: a date, asked for in a header and said in every answer.

use super::call::Call;
use payments::{Code, Problem};

/// The header.
pub(super) const HEADER: &str = "Cardseal-Version";

/// The only version there is.
pub(super) const CURRENT: &str = "2026-12-01";

/// A request may name the version it was written for.
pub(super) fn check(call: &Call) -> Result<(), Problem> {
    match call.header(HEADER) {
        Some(version) if version != CURRENT => Err(Code::UnknownVersion.into()),
        _ => Ok(()),
    }
}
