//! `PUT /v1/admin/merchants/{id}/keys/{kid}`: lets in a key the operator has made elsewhere.

use super::Members;
use crate::Problem;
use access::KeyHash;

/// Reads the hash of a secret key.
pub fn read(body: &[u8]) -> Result<KeyHash, Problem> {
    let mut members = Members::of_body(body)?;
    let hash = members
        .optional("sha256", |value| KeyHash::parse(&value.into_string()?))?
        .ok_or(Problem::invalid("sha256"))?;
    members.end()?;
    Ok(hash)
}
