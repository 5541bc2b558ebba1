//! Requests that say everything by their path.

use super::Members;
use crate::Problem;

/// Reads `{}`.
pub fn read(body: &[u8]) -> Result<(), Problem> {
    Members::of_body(body)?.end()
}
