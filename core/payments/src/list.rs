//! Lists of authorizations, page by page.

use crate::authorization;
use crate::command::ListAuthorizations;
use crate::sql::{Failure, Sql};
use crate::view::{AuthorizationList, Object};

/// A page of authorizations, newest first.
pub(crate) fn list(
    sql: &impl Sql,
    wanted: &ListAuthorizations,
) -> Result<AuthorizationList, Failure> {
    let mut found = authorization::page(sql, wanted)?;
    let limit = usize::try_from(wanted.limit).unwrap_or_default();
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next_cursor = found
        .last()
        .filter(|_| has_more)
        .map(|last| last.seq.to_string());
    let data = found.iter().map(|authorization| authorization.view(sql));
    Ok(AuthorizationList {
        object: Object::List,
        data: data.collect::<Result<_, _>>()?,
        has_more,
        next_cursor,
    })
}
