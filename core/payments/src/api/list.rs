//! Queries of lists: `GET /v1/authorizations`, `GET /v1/admin/merchants`

use super::members::is_free_text;
use crate::command::ListAuthorizations;
use crate::projection::Status;
use crate::{Code, Problem};
use access::Timestamp;

/// As many as one asks for by saying nothing.
const PAGE: i64 = 20;

/// Reads decoded query parameters.
pub fn read<'a>(
    query: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<ListAuthorizations, Problem> {
    let mut list = ListAuthorizations::default();
    let mut limit = None;
    for (name, value) in query {
        match name {
            "reference" => set(&mut list.reference, name_of(value), "reference"),
            "status" => set(&mut list.status, Status::parse(value), "status"),
            "created_from" => set(&mut list.created_from, moment(value), "created_from"),
            "created_before" => set(&mut list.created_before, moment(value), "created_before"),
            "limit" => set(&mut limit, size(value), "limit"),
            "cursor" => set(&mut list.cursor, number(value), "cursor"),
            _ => Err(Code::UnknownParameter.into()),
        }?;
    }
    list.limit = limit.unwrap_or(PAGE);
    Ok(list)
}

/// Takes a parameter over, once.
fn set<T>(place: &mut Option<T>, value: Option<T>, name: &'static str) -> Result<(), Problem> {
    let value = value.ok_or(Problem::invalid(name))?;
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Code::DuplicateParameter.into()),
    }
}

fn name_of(value: &str) -> Option<String> {
    is_free_text(value, 64).then(|| value.to_owned())
}

/// A moment as the API writes it, RFC 3339 in UTC.
fn moment(value: &str) -> Option<Timestamp> {
    Timestamp::parse_rfc3339(value)
}

fn size(value: &str) -> Option<i64> {
    number(value).filter(|limit| (1..=100).contains(limit))
}

/// A query of the list of merchants.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ListMerchants {
    /// How many, 1 to 100.
    pub limit: Option<usize>,
    /// After the merchant of this id.
    pub cursor: Option<String>,
}

/// Reads decoded query parameters.
pub fn read_merchants<'a>(
    query: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<ListMerchants, Problem> {
    let mut list = ListMerchants::default();
    for (name, value) in query {
        let first = match name {
            "limit" => {
                let limit = number(value).and_then(|limit| usize::try_from(limit).ok());
                let limit = limit.filter(|limit| (1..=100).contains(limit));
                let limit = limit.ok_or(Problem::invalid("limit"))?;
                list.limit.replace(limit).is_none()
            }
            "cursor" if value.len() == 16 => list.cursor.replace(value.to_owned()).is_none(),
            "cursor" => return Err(Problem::invalid("cursor")),
            _ => return Err(Code::UnknownParameter.into()),
        };
        if !first {
            return Err(Code::DuplicateParameter.into());
        }
    }
    Ok(list)
}

/// A whole number above zero, written in the one way numbers are.
fn number(text: &str) -> Option<i64> {
    let plain = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_by_name_once_each() {
        let read = |query: &[(&'static str, &'static str)]| read(query.iter().copied());
        let none = ListAuthorizations {
            limit: 20,
            ..ListAuthorizations::default()
        };
        assert_eq!(read(&[]), Ok(none));
        assert_eq!(
            read(&[
                ("reference", "order-1"),
                ("status", "approved"),
                ("created_from", "2026-12-01T00:00:00.000Z"),
                ("created_before", "2026-12-02T00:00:00.000Z"),
                ("limit", "5"),
                ("cursor", "17")
            ]),
            Ok(ListAuthorizations {
                reference: Some("order-1".into()),
                status: Some(Status::Approved),
                created_from: Some(Timestamp::from_secs(1_796_083_200)),
                created_before: Some(Timestamp::from_secs(1_796_169_600)),
                limit: 5,
                cursor: Some(17)
            })
        );
        for (query, problem) in [
            (("limit", "0"), Problem::invalid("limit")),
            (("limit", "101"), Problem::invalid("limit")),
            (("limit", "+5"), Problem::invalid("limit")),
            (("limit", "05"), Problem::invalid("limit")),
            (("cursor", "x"), Problem::invalid("cursor")),
            (("reference", ""), Problem::invalid("reference")),
            (("status", "paid"), Problem::invalid("status")),
            (("created_from", "today"), Problem::invalid("created_from")),
            (("colour", "red"), Code::UnknownParameter.into()),
        ] {
            assert_eq!(read(&[query]), Err(problem), "{query:?}");
        }
        assert_eq!(
            read(&[("limit", "5"), ("limit", "5")]),
            Err(Code::DuplicateParameter.into())
        );
    }

    #[test]
    fn the_list_of_merchants_goes_on_after_an_id() {
        let read = |query: &[(&'static str, &'static str)]| read_merchants(query.iter().copied());
        let cursor = ("cursor", "0123456789abcdef");
        assert_eq!(read(&[]), Ok(ListMerchants::default()));
        assert_eq!(
            read(&[cursor, ("limit", "5")]),
            Ok(ListMerchants {
                limit: Some(5),
                cursor: Some("0123456789abcdef".into())
            })
        );
        assert_eq!(
            read(&[cursor, cursor]),
            Err(Code::DuplicateParameter.into())
        );
        assert_eq!(read(&[("cursor", "x")]), Err(Problem::invalid("cursor")));
        assert_eq!(read(&[("limit", "0")]), Err(Problem::invalid("limit")));
        assert_eq!(read(&[("name", "x")]), Err(Code::UnknownParameter.into()));
    }
}
