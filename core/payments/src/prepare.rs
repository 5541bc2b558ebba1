//! The first hop of an authorization: all it needs, in the order answers are owed.

use crate::authorization::Authorization;
use crate::command::{Prepare, Prepared, Settings};
use crate::sql::{Failure, Sql};
use crate::view::Object;
use crate::{Code, Problem, answer, authorization, connector, token};
use access::{AuthorizationId, Timestamp};

/// Reads the kept answer, or the token and the acquirer; writes nothing.
///
/// An answer given before comes before anything said of the token, so that a repeated request is
/// answered alike whatever has happened since.
pub(crate) fn prepare(
    sql: &impl Sql,
    now: Timestamp,
    settings: Settings,
    request: &Prepare,
) -> Result<Prepared, Problem> {
    if let Some(kept) = answer::find(sql, now, &request.idempotency)? {
        return Ok(Prepared::Answered(kept));
    }
    let token = request
        .token
        .as_ref()
        .map(|claim| token::redeemable(sql, now, claim, request.payment.as_ref()));
    let payment = match &request.payment {
        Some(id) => Some(payment(sql, id)?),
        None => None,
    };
    let waits = request
        .purpose
        .is_some_and(|purpose| settings.wait_before(purpose));
    let connector = match &payment {
        Some(payment) => connector::named(sql, &payment.acquirer)?.ok_or(Failure)?,
        None => settings.connector,
    };
    Ok(Prepared::Fresh {
        token,
        waits,
        held: payment.and_then(Authorization::into_held).map(Box::new),
        connector: Box::new(connector),
    })
}

/// The payment that is to go on or to be followed up. One that is none is told so here, before anybody asks
/// whether its acquirer can be called.
fn payment(sql: &impl Sql, id: &AuthorizationId) -> Result<Authorization, Problem> {
    let found = authorization::find(sql, id)?;
    let payment = found.filter(|found| found.object() == Object::Authorization);
    payment.ok_or_else(|| Code::NotFound.into())
}
