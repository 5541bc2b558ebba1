//! I1 and I5: what must never reach the acquirer did not.

use std::collections::{BTreeMap, BTreeSet};

use super::{Attempt, Authorization, Checked, Forbidden, Outcome, Payment, Promise, Violation};
use crate::ledger::Ledger;

impl Forbidden {
    /// All of them, in the order of [`Checked::attempts`].
    pub const ALL: [Self; 3] = [Self::SecondUse, Self::Foreign, Self::Expired];

    /// What the vault must have said.
    pub fn answer(self) -> (u16, &'static str) {
        match self {
            Self::SecondUse => (409, "token_used"),
            Self::Foreign => (404, "not_found"),
            Self::Expired => (410, "token_expired"),
        }
    }

    fn promise(self) -> Promise {
        match self {
            Self::SecondUse => Promise::OneAuthorization,
            Self::Foreign | Self::Expired => Promise::Boundaries,
        }
    }
}

/// One payment: one authorization, in time, and no attempt that worked.
pub(super) fn of(payment: &Payment, ledger: &Ledger, checked: &mut Checked) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut broken = |promise, what: String| {
        violations.push(Violation::new(promise, &payment.reference, what));
    };
    let entries = ledger.of_reference(&payment.reference);
    let asked = || entries.iter().filter(|entry| entry.kind == "authorize");
    let ids: BTreeSet<&str> = asked().map(|entry| entry.operation_id.as_str()).collect();
    if asked().count() > 1 || ids.len() > 1 {
        broken(
            Promise::OneAuthorization,
            format!("asked for {} times as {ids:?}", asked().count()),
        );
    }
    // Both are RFC 3339 in UTC with milliseconds: the order of the texts is the order in time.
    for entry in asked().filter(|_| !payment.over_at.is_empty()) {
        if entry.at > payment.over_at {
            broken(
                Promise::Boundaries,
                format!("asked for at {}, over at {}", entry.at, payment.over_at),
            );
        }
    }
    for attempt in &payment.attempts {
        if let Some(at) = Forbidden::ALL
            .iter()
            .position(|one| *one == attempt.because)
        {
            checked.attempts[at] += 1;
        }
        if let Some(what) = worked(attempt, ledger) {
            broken(attempt.because.promise(), what);
        }
    }
    violations
}

fn worked(attempt: &Attempt, ledger: &Ledger) -> Option<String> {
    let entries = ledger.of_reference(&attempt.reference).len();
    let (status, code) = attempt.because.answer();
    let refused = match &attempt.outcome {
        Outcome::Ok(..) => false,
        // "Later" says nothing about the token.
        Outcome::Fail(503 | 429, _) | Outcome::Info => true,
        Outcome::Fail(got, said) => (*got, said.as_str()) == (status, code),
    };
    (entries > 0 || !refused).then(|| {
        format!(
            "{:?} as {}: {entries} entries, {:?}",
            attempt.because, attempt.reference, attempt.outcome
        )
    })
}

/// All of them together: money of which nobody knows, or that stands under another's name.
pub(super) fn of_all(payments: &[&Payment], ledger: &Ledger) -> Vec<Violation> {
    let mut names = BTreeMap::new();
    for payment in payments {
        let id = payment.finally.as_ref().and_then(Authorization::read);
        names.insert(payment.reference.as_str(), id.map(|one| one.id));
        for attempt in &payment.attempts {
            names.insert(&attempt.reference, None);
        }
    }
    let mut violations = Vec::new();
    for entry in ledger.entries() {
        let what = match names.get(entry.reference.as_str()) {
            None => "nobody asked for it".to_owned(),
            Some(Some(id)) if *id != entry.authorization_id => {
                format!("entered for {}, not {id}", entry.authorization_id)
            }
            Some(_) => continue,
        };
        violations.push(Violation::new(Promise::Boundaries, &entry.reference, what));
    }
    violations
}
