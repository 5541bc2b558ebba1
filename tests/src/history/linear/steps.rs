//! From requests to steps that have an order.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::history::reading::{Authorization, Operation};
use crate::history::{Action, Call, Moment, Outcome, Payment};

/// What happens to a payment at one moment.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// An operation takes its room.
    Begins(Operation),
    /// The acquirer's word on it is written down.
    Ends(Operation),
    /// A client is shown the payment.
    Shown(Authorization),
    /// A follow-up is refused: it cannot begin.
    Refused(Action),
}

/// One step, and when it can have happened.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) what: What,
    pub(super) earliest: Moment,
    pub(super) latest: Moment,
    /// The position of the step that must come before.
    pub(super) after: Option<usize>,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Begins(one) => write!(f, "{} {} begins", one.kind, one.amount)?,
            What::Ends(one) => write!(f, "{} {} ends {}", one.kind, one.amount, one.state)?,
            What::Shown(it) => write!(
                f,
                "shown as {}, captured {}, refunded {}",
                it.status, it.captured, it.refunded
            )?,
            What::Refused(action) => write!(f, "{action:?} is refused")?,
        }
        write!(f, " ({}..{})", self.earliest, self.latest)
    }
}

/// The steps of a payment; nothing where an answer is missing that would say what happened.
pub(super) fn of(payment: &Payment, finally: &Authorization) -> Option<Vec<Step>> {
    let mut keys: BTreeMap<&str, Vec<&Call>> = BTreeMap::new();
    let mut steps = Vec::new();
    for call in &payment.calls {
        let (earliest, latest) = (call.invoked, call.returned);
        match (&call.action, &call.outcome) {
            (Action::Read, Outcome::Ok(_, body)) => steps.push(Step {
                what: What::Shown(Authorization::from_bytes(body)?),
                earliest,
                latest,
                after: None,
            }),
            (Action::Read, _) => {}
            (_, outcome) => {
                if is_of_state(outcome) {
                    steps.push(Step {
                        what: What::Refused(call.action.clone()),
                        earliest,
                        latest,
                        after: None,
                    });
                }
                keys.entry(&call.key).or_default().push(call);
            }
        }
    }
    let mut taken = BTreeSet::new();
    // Those that named an amount know their operation by it; the others take what is left.
    for named in [true, false] {
        for calls in keys.values() {
            let wanted = amount(&calls[0].action);
            if wanted.is_some() == named {
                steps_of_key(calls, wanted, finally, &mut taken, &mut steps)?;
            }
        }
    }
    Some(steps)
}

/// Whether it is a refusal that speaks of where the payment stands.
fn is_of_state(outcome: &Outcome) -> bool {
    let Outcome::Fail(409 | 422, code) = outcome else {
        return false;
    };
    matches!(code.as_str(), "invalid_transition" | "invalid_parameter")
}

fn amount(action: &Action) -> Option<i64> {
    match action {
        Action::Authorize { amount, .. } => Some(*amount),
        Action::Capture(amount) | Action::Refund(amount) => *amount,
        Action::Void | Action::Read => None,
    }
}

fn steps_of_key(
    calls: &[&Call],
    wanted: Option<i64>,
    finally: &Authorization,
    taken: &mut BTreeSet<String>,
    steps: &mut Vec<Step>,
) -> Option<()> {
    let begun = calls.iter().map(|call| call.invoked).min()?;
    let answers = calls.iter().filter_map(|call| match &call.outcome {
        Outcome::Ok(_, body) => Some((call.returned, body)),
        _ => None,
    });
    let Some((told_at, body)) = answers.min_by_key(|(returned, _)| *returned) else {
        // Refused in the end: then whatever was sent before had no effect. Otherwise nobody knows.
        let mut refused = calls.iter().map(|call| &call.outcome);
        return refused
            .any(|outcome| matches!(outcome, Outcome::Fail(status, _) if !matches!(status, 429 | 503)))
            .then_some(());
    };
    let told = Authorization::from_bytes(body)?;
    let kind = calls[0].action.kind()?;
    let mine = told.operations.iter().find(|one| {
        one.kind == kind
            && wanted.is_none_or(|wanted| wanted == one.amount)
            && !taken.contains(&one.id)
    })?;
    taken.insert(mine.id.clone());
    let last = finally.operation(&mine.id)?.clone();

    let begins = steps.len();
    steps.push(Step {
        what: What::Begins(last.clone()),
        earliest: begun,
        latest: told_at,
        after: None,
    });
    let shown = |after| Step {
        what: What::Shown(told.clone()),
        earliest: begun,
        latest: told_at,
        after: Some(after),
    };
    let ends = |after, latest| Step {
        what: What::Ends(last.clone()),
        earliest: begun,
        latest,
        after: Some(after),
    };
    if mine.is_decided() {
        steps.push(ends(begins, told_at));
        steps.push(shown(begins + 1));
    } else {
        steps.push(shown(begins));
        steps.push(ends(begins + 1, Moment::MAX));
    }
    Some(())
}
