//! I6 and I7: what a client was told stays told, and a token that was acknowledged works.

use std::collections::BTreeMap;

use super::reading::Authorization;
use super::{Action, Call, Checked, Moment, Outcome, Payment, Promise, Violation};

/// Problems that say "later" and nothing else.
const LATER: [u16; 2] = [429, 503];

pub(super) fn check(payment: &Payment, checked: &mut Checked) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut by_key: BTreeMap<&str, Vec<&Call>> = BTreeMap::new();
    for call in &payment.calls {
        checked.unknown += usize::from(call.outcome == Outcome::Info);
        if call.action != Action::Read {
            by_key.entry(&call.key).or_default().push(call);
        }
    }
    for calls in by_key.values() {
        violations.extend(of_key(payment, calls, checked));
    }
    if !payment.races {
        violations.extend(token(payment));
    }
    violations
}

fn of_key(payment: &Payment, calls: &[&Call], checked: &mut Checked) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut broken = |promise, what: String| {
        violations.push(Violation::new(promise, &payment.reference, what));
    };
    let answers = || {
        calls.iter().filter_map(|call| match &call.outcome {
            Outcome::Ok(status, body) => Some((call, (*status, body))),
            _ => None,
        })
    };
    let problems = calls
        .iter()
        .filter(|call| matches!(call.outcome, Outcome::Fail(..)));
    checked.problems += problems.count();
    let Some((_, first)) = answers().next() else {
        return violations;
    };
    let count = answers().count();
    checked.answers += count;
    checked.repeats += count - 1;
    if answers().any(|(_, told)| told != first) {
        broken(
            Promise::SameBytes,
            format!("{:?} has several answers", calls[0].action),
        );
    }
    let known = answers().map(|(call, _)| call.returned).min().unwrap_or(0);
    // Whoever did what all answers only repeat was told of a problem, unless somebody was told nothing.
    let is_repeat = answers().all(|(call, _)| call.is_replay);
    let mut unknown = calls.iter().filter(|call| call.outcome == Outcome::Info);
    if is_repeat && !unknown.any(|call| call.invoked < known) {
        let before = calls.iter().filter(|call| call.invoked < known);
        let before: Vec<_> = before.map(|call| &call.outcome).collect();
        broken(
            Promise::ProblemsChangeNothing,
            format!("{:?} was done all the same: {before:?}", calls[0].action),
        );
    }
    for call in calls {
        if let Outcome::Fail(status, code) = &call.outcome
            && call.invoked > known
            && !LATER.contains(status)
        {
            broken(
                Promise::NoLostAnswer,
                format!("{:?} was answered, then {status} {code}", call.action),
            );
        }
    }
    if let Err(what) = is_still_true(payment, first.1) {
        broken(
            Promise::NoLostAnswer,
            format!("{:?}: {what}", calls[0].action),
        );
    }
    violations
}

/// Whether the vault's last word has all that this answer said was decided.
fn is_still_true(payment: &Payment, body: &[u8]) -> Result<(), String> {
    let told = Authorization::from_bytes(body).ok_or("the answer is no authorization")?;
    let last = payment.finally.as_ref().and_then(Authorization::read);
    let last = last.ok_or("the vault does not know the payment any more")?;
    if told.id != last.id {
        return Err(format!("{} has become {}", told.id, last.id));
    }
    for operation in &told.operations {
        let now = last.operation(&operation.id);
        let kept = now.is_some_and(|now| operation.is_in_doubt() || now.state == operation.state);
        if !kept {
            return Err(format!("{operation:?} has become {now:?}"));
        }
    }
    Ok(())
}

/// Whoever tried to redeem the token while it lived must have come to an answer.
fn token(payment: &Payment) -> Option<Violation> {
    let redemptions = || {
        let calls = payment.calls.iter();
        calls.filter(|call| matches!(call.action, Action::Authorize { .. }))
    };
    let last = redemptions().next_back()?;
    let end = payment.redeemable_until.unwrap_or(Moment::MAX);
    let answered = redemptions().any(|call| matches!(call.outcome, Outcome::Ok(..)));
    (!answered && last.invoked < end).then(|| {
        let (token, outcome) = (&payment.token, &last.outcome);
        Violation::new(
            Promise::NoLostToken,
            &payment.reference,
            format!("{token} never worked, at last: {outcome:?}"),
        )
    })
}
