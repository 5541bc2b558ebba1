//! T2: the token is claimed, and what is about to be sent is written down, all or nothing.

use crate::acquirer::Asked;
use crate::command::{Begin, Begun, Confirm, Outcome, Purpose, Reply, Settings};
use crate::machine::{Capture, Kind};
use crate::operation::Operation;
use crate::sql::Sql;
use crate::terms::Capability;
use crate::timing::{CAPTURE_WITHIN, HELD_AT_MOST};
use crate::token::Claimed;
use crate::{Code, Problem, answer, authorization, operation, publish, token};
use access::Timestamp;

/// Claims the token and commits the operation as `sent`. Only then may the acquirer be called.
pub(crate) fn begin(
    sql: &impl Sql,
    now: Timestamp,
    settings: Settings,
    request: Begin,
) -> Result<Outcome, Problem> {
    if let Some(kept) = answer::find(sql, now, &request.idempotency)? {
        return Ok(Outcome::of(Reply::Begun(Begun::Answered(kept))));
    }
    let kind = match request.purpose {
        Purpose::Payment => Kind::Authorize,
        Purpose::Verification => Kind::Verify,
    };
    if kind == Kind::Verify && !settings.connector.terms.include(Capability::ZeroValue) {
        return Err(Code::NotSupportedByAcquirer.into());
    }
    let waits = settings.wait_before(request.purpose);
    let until = now.plus(HELD_AT_MOST);
    let claimed = if waits {
        token::hold(sql, now, &request.token, &request.authorization, until)?
    } else {
        token::claim(sql, now, &request.token, None)?
    };
    check_amount(&settings, &claimed, &request)?;
    let held = match (waits, request.order) {
        (false, _) => None,
        (true, Some(order)) => Some(authorization::Held { until, order }),
        // The merchant's settings changed since the worker asked; it asks again.
        (true, None) => return Err(Problem::overloaded()),
    };

    answer::open(sql, now, &request.idempotency, &request.operation)?;
    let operation = Operation::new(
        request.operation,
        request.authorization.clone(),
        kind,
        request.amount,
        now,
    );
    let asked = operation.asked(&request.currency);
    let manual = kind == Kind::Authorize && request.capture == Capture::Manual;
    let id = request.authorization.clone();
    authorization::insert(
        sql,
        now,
        authorization::New {
            id: request.authorization,
            token: request.token.id,
            amount: request.amount,
            currency: request.currency,
            capture: request.capture,
            reference: request.reference,
            metadata: request.metadata,
            card: claimed.card,
            acquirer: settings.connector.acquirer,
            capture_before: manual.then(|| now.plus(CAPTURE_WITHIN)),
            held,
        },
    )?;
    if waits {
        let kept = publish::hold(sql, &id, &operation.id)?;
        return Ok(Outcome::waking(Reply::Begun(Begun::Held(kept)), until));
    }
    send(sql, &operation, asked)
}

/// The same for a payment that waited for its shopper.
pub(crate) fn confirm(
    sql: &impl Sql,
    now: Timestamp,
    request: Confirm,
) -> Result<Outcome, Problem> {
    if let Some(kept) = answer::find(sql, now, &request.idempotency)? {
        return Ok(Outcome::of(Reply::Begun(Begun::Answered(kept))));
    }
    let mut waiting = authorization::find(sql, &request.authorization)?.ok_or(Code::NotFound)?;
    token::claim(sql, now, &request.token, Some(&request.authorization))?;
    if waiting.held.as_ref().is_none_or(|held| now >= held.until) {
        return Err(Code::InvalidTransition.into());
    }
    answer::open(sql, now, &request.idempotency, &request.operation)?;
    let operation = Operation::new(
        request.operation,
        request.authorization,
        Kind::Authorize,
        waiting.amount,
        now,
    );
    let asked = operation.asked(&waiting.currency);
    let outcome = send(sql, &operation, asked)?;
    authorization::let_go(sql, &mut waiting, false)?;
    authorization::refold(sql, &mut waiting, &[operation])?;
    Ok(outcome)
}

fn send(sql: &impl Sql, operation: &Operation, asked: Asked) -> Result<Outcome, Problem> {
    operation::insert(sql, operation)?;
    let reply = Reply::Begun(Begun::Ask(asked));
    Ok(Outcome {
        reply,
        wake: operation.due,
    })
}

/// What the merchant and the token's session allow. A refusal here leaves the token live: the claim is
/// rolled back with everything else.
fn check_amount(settings: &Settings, token: &Claimed, request: &Begin) -> Result<(), Problem> {
    if !settings.currencies.is_empty() && !settings.currencies.contains(&request.currency) {
        return Err(Code::CurrencyNotEnabled.into());
    }
    if token
        .cap_currency
        .as_ref()
        .is_some_and(|currency| *currency != request.currency)
    {
        return Err(Code::CurrencyMismatch.into());
    }
    if token.cap.is_some_and(|cap| request.amount > cap) {
        return Err(Code::AmountOverCap.into());
    }
    Ok(())
}
