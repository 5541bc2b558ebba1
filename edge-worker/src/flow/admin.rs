//! What the operator does: `/v1/admin/…`.

pub(crate) mod acquirers;
pub(crate) mod bin_ranges;
pub(crate) mod keys;
pub(crate) mod merchants;
pub(crate) mod sweep;

use crate::http::call::Call;
use access::Mid;
use payments::{Code, Problem};

/// A merchant id from a path; one that was made up is not found, and touches nothing.
fn merchant_id(call: &Call, text: &str) -> Result<Mid, Problem> {
    Mid::parse(text, call.mode(), &call.keyring.routing).ok_or_else(|| Code::NotFound.into())
}
