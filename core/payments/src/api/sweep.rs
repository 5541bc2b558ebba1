//! `POST /v1/admin/sweep`

use super::Members;
use crate::Problem;

/// Reads where the sweep goes on; `None` where it begins.
pub fn read(body: &[u8]) -> Result<Option<String>, Problem> {
    let mut members = Members::of_body(body)?;
    let cursor = members.optional_text("cursor", 64)?;
    members.end()?;
    Ok(cursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_begins_anew_or_goes_on_at_a_cursor() {
        assert_eq!(read(b"{}"), Ok(None));
        assert_eq!(read(br#"{"cursor":"x"}"#), Ok(Some("x".to_owned())));
        assert!(read(br#"{"from":"x"}"#).is_err());
    }
}
