//! T2: the token is claimed, and what is about to be sent is written down, all or nothing.

use crate::acquirer::Asked;
use crate::command::{Begin, Begun, Outcome, Reply, Settings};
use crate::machine::{Kind, State};
use crate::operation::Operation;
use crate::projection::AcquirerCodes;
use crate::sql::Sql;
use crate::timing::ABANDONED_AFTER;
use crate::token::Claimed;
use crate::{Code, Problem, answer, authorization, operation, token};
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
    let claimed = token::claim(sql, now, &request.token)?;
    check_amount(&settings, &claimed, &request)?;

    let asked = Asked {
        operation: request.operation.as_str().to_owned(),
        kind: Kind::Authorize,
        amount: request.amount,
        currency: request.currency.clone(),
    };
    let due = now.plus(ABANDONED_AFTER);
    answer::open(sql, now, &request.idempotency, &request.operation)?;
    operation::insert(
        sql,
        &Operation {
            id: request.operation,
            authorization: request.authorization.clone(),
            kind: Kind::Authorize,
            original: None,
            amount: request.amount,
            state: State::Sent,
            sent: now,
            at: now,
            due: Some(due),
            attempts: 0,
            codes: AcquirerCodes::default(),
        },
    )?;
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
        },
    )?;
    Ok(Outcome::waking(Reply::Begun(Begun::Ask(asked)), due))
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
