//! `GET /v1/authorizations`

use super::members::is_free_text;
use crate::{Code, Problem};

/// A query that could be read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ListAuthorizations {
    /// Only those of this reference.
    pub reference: Option<String>,
    /// How many, 1 to 100.
    pub limit: Option<i64>,
    /// Where the page before ended.
    pub cursor: Option<i64>,
}

/// Reads decoded query parameters.
pub fn read<'a>(
    query: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<ListAuthorizations, Problem> {
    let mut list = ListAuthorizations::default();
    for (name, value) in query {
        let first = match name {
            "reference" => {
                let reference = is_free_text(value, 64).then(|| value.to_owned());
                list.reference
                    .replace(reference.ok_or(Problem::invalid("reference"))?)
                    .is_none()
            }
            "limit" => {
                let limit = value.parse().ok().filter(|limit| (1..=100).contains(limit));
                list.limit
                    .replace(limit.ok_or(Problem::invalid("limit"))?)
                    .is_none()
            }
            "cursor" => {
                let cursor = value.parse().ok().filter(|cursor| *cursor > 0);
                list.cursor
                    .replace(cursor.ok_or(Problem::invalid("cursor"))?)
                    .is_none()
            }
            _ => return Err(Code::UnknownParameter.into()),
        };
        if !first {
            return Err(Code::DuplicateParameter.into());
        }
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_by_name_once_each() {
        let read = |query: &[(&'static str, &'static str)]| read(query.iter().copied());
        assert_eq!(read(&[]), Ok(ListAuthorizations::default()));
        assert_eq!(
            read(&[("reference", "order-1"), ("limit", "5"), ("cursor", "17")]),
            Ok(ListAuthorizations {
                reference: Some("order-1".into()),
                limit: Some(5),
                cursor: Some(17)
            })
        );
        for (query, problem) in [
            (("limit", "0"), Problem::invalid("limit")),
            (("limit", "101"), Problem::invalid("limit")),
            (("cursor", "x"), Problem::invalid("cursor")),
            (("reference", ""), Problem::invalid("reference")),
            (("colour", "red"), Code::UnknownParameter.into()),
        ] {
            assert_eq!(read(&[query]), Err(problem), "{query:?}");
        }
        assert_eq!(
            read(&[("limit", "5"), ("limit", "5")]),
            Err(Code::DuplicateParameter.into())
        );
    }
}
