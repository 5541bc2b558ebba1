//! `PUT /v1/admin/bin-ranges`

use super::Members;
use crate::Problem;
use crate::bin_ranges::{Range, judge};

/// The most digits of a range, and the longest name of a brand is not longer.
const LONGEST: usize = 16;

/// Reads all ranges, which replace those there were.
pub fn read(body: &[u8]) -> Result<Vec<Range>, Problem> {
    let mut members = Members::of_body(body)?;
    let all = members
        .objects("ranges")?
        .ok_or(Problem::invalid("ranges"))?;
    members.end()?;
    let mut ranges = Vec::new();
    for mut members in all {
        ranges.push(Range {
            low: members.text("low", LONGEST)?,
            high: members.text("high", LONGEST)?,
            brand: members.optional_text("brand", LONGEST)?,
            co_brand: members.optional_text("co_brand", LONGEST)?,
            token: members.optional_bool("token")?,
        });
        members.end()?;
    }
    judge(&ranges)?;
    Ok(ranges)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    #[test]
    fn ranges_are_read_as_they_are_written() {
        let body = br#"{"ranges":[{"low":"945800","high":"945899","brand":"mydebit"},{"low":"489537","high":"489537","token":true}]}"#;
        let ranges = read(body).unwrap();
        assert_eq!(ranges.len(), 2);
        assert_eq!(
            serde_json::to_string(&ranges).unwrap(),
            r#"[{"low":"945800","high":"945899","brand":"mydebit"},{"low":"489537","high":"489537","token":true}]"#
        );
        assert_eq!(read(br#"{"ranges":[]}"#), Ok(Vec::new()));
    }

    #[test]
    fn what_is_missing_unknown_or_wrong_is_named() {
        for (body, problem) in [
            ("{}", Problem::invalid("ranges")),
            (r#"{"ranges":{}}"#, Problem::invalid("ranges")),
            (r#"{"ranges":["945800"]}"#, Problem::invalid("ranges")),
            (
                r#"{"ranges":[{"high":"945800","brand":"mydebit"}]}"#,
                Problem::invalid("low"),
            ),
            (
                r#"{"ranges":[{"low":945800,"high":"945800","brand":"mydebit"}]}"#,
                Problem::invalid("low"),
            ),
            (
                r#"{"ranges":[{"low":"945800","high":"945800","brand":null}]}"#,
                Problem::invalid("brand"),
            ),
            (
                r#"{"ranges":[{"low":"945800","high":"945800"}]}"#,
                Problem::invalid("ranges"),
            ),
            (
                r#"{"ranges":[{"low":"1","high":"2","name":"x"}]}"#,
                Code::UnknownParameter.into(),
            ),
            (r#"{"ranges":[],"more":1}"#, Code::UnknownParameter.into()),
            (
                r#"{"ranges":[],"ranges":[]}"#,
                Code::DuplicateParameter.into(),
            ),
        ] {
            assert_eq!(read(body.as_bytes()), Err(problem), "{body}");
        }
    }
}
