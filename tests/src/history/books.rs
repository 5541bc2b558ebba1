//! I2, I3 and I4: the vault's books are the acquirer's books, and neither shows more than was allowed.

use std::collections::BTreeMap;

use super::reading::Authorization;
use super::{Action, Checked, KINDS, Outcome, Payment, Promise, Sums, Violation};
use crate::ledger::{Ledger, Money, Standing};

/// What the ledger alone shows: nothing acted on twice, and no sum beyond its bound at any moment.
pub(super) fn check_ledger(payment: &Payment, ledger: &Ledger) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut broken = |promise, what: String| {
        violations.push(Violation::new(promise, &payment.reference, what));
    };
    let entries = ledger.of_reference(&payment.reference);
    let automatic = is_automatic(payment);
    let mut money = Money::default();
    for entry in &entries {
        money.add(entry);
        let sums = Held::of(&money, automatic);
        if sums.captured > sums.authorized {
            let what = format!("{} of {}", sums.captured, sums.authorized);
            broken(Promise::NoOverCapture, what);
        }
        if sums.refunded > sums.captured {
            let what = format!("{} of {}", sums.refunded, sums.captured);
            broken(Promise::NoOverRefund, what);
        }
    }
    for (id, held) in &money.operations {
        // The authorization itself is the business of I1.
        if held.times > 1 && held.kind != "authorize" {
            broken(
                Promise::NoDouble,
                format!("double {}: {id} acted on {} times", held.kind, held.times),
            );
        }
    }
    for (kind, asked) in asked(payment) {
        let made = money.operations.values().filter(|held| held.kind == kind);
        let made = made.count();
        if made > asked {
            broken(
                Promise::NoDouble,
                format!("double {kind}: {made} operations for {asked} requests"),
            );
        }
    }
    violations
}

/// How many follow-ups of each kind were asked for, each under a key of its own.
fn asked(payment: &Payment) -> BTreeMap<&'static str, usize> {
    let mut keys: BTreeMap<&str, &'static str> = BTreeMap::new();
    for call in &payment.calls {
        if let (Some(kind), true) = (call.action.kind(), call.action.kind() != Some("authorize")) {
            keys.insert(&call.key, kind);
        }
    }
    let mut asked = BTreeMap::from([("capture", 0), ("void", 0), ("refund", 0)]);
    for kind in keys.values() {
        *asked.entry(kind).or_default() += 1;
    }
    asked
}

fn is_automatic(payment: &Payment) -> bool {
    let mut calls = payment.calls.iter();
    calls.any(|call| {
        matches!(
            call.action,
            Action::Authorize {
                automatic: true,
                ..
            }
        )
    })
}

/// What the acquirer holds of one payment, in sums.
struct Held {
    authorized: i64,
    captured: i64,
    refunded: i64,
}

impl Held {
    fn of(money: &Money, automatic: bool) -> Self {
        let authorized = money.standing_sum("authorize");
        let voided = money.standing_sum("void") > 0;
        let captured = if automatic {
            authorized
        } else {
            money.standing_sum("capture")
        };
        Self {
            authorized,
            captured: if voided { 0 } else { captured },
            refunded: money.standing_sum("refund"),
        }
    }
}

/// What the vault says at last, held against the ledger operation by operation.
pub(super) fn compare(
    payment: &Payment,
    said: &Authorization,
    ledger: &Ledger,
    checked: &mut Checked,
) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut broken = |promise, what: String| {
        violations.push(Violation::new(promise, &payment.reference, what));
    };
    if said.is_in_doubt() {
        broken(Promise::NothingInDoubt, format!("{said:?}"));
        return violations;
    }
    let money = Money::of(&ledger.of_reference(&payment.reference));
    for operation in &said.operations {
        if let Some(at) = KINDS.iter().position(|kind| *kind == operation.kind) {
            checked.operations[at] += 1;
        }
        let held = money.operations.get(&operation.id);
        let standing = held.map_or(Standing::Unseen, |held| held.standing);
        let agrees = match operation.state.as_str() {
            _ if operation.kind == "reversal" => true,
            "approved" => standing == Standing::Approved,
            "declined" => standing == Standing::Declined,
            "reversed" => matches!(
                standing,
                Standing::Undone | Standing::Unseen | Standing::Declined
            ),
            _ => false,
        };
        let same_amount = held.is_none_or(|held| held.amount == operation.amount);
        if !agrees || !same_amount {
            broken(
                Promise::Agreement,
                format!("the vault says {operation:?}, the acquirer {held:?}"),
            );
        }
    }
    for (id, held) in &money.operations {
        if said.operation(id).is_none() {
            broken(
                Promise::Agreement,
                format!("the acquirer holds {id} {held:?}, the vault does not"),
            );
        }
    }
    let held = Held::of(&money, said.automatic);
    if (said.captured, said.refunded) != (held.captured, held.refunded) {
        broken(
            Promise::Agreement,
            format!(
                "captured {} and refunded {}, for the acquirer {} and {}",
                said.captured, said.refunded, held.captured, held.refunded
            ),
        );
    }
    if let Some(what) = status(said, &held, &money, &mut checked.ended) {
        broken(Promise::Agreement, what);
    }
    for (sums, captured, refunded) in [
        (0, said.captured, said.refunded),
        (1, held.captured, held.refunded),
    ] {
        let Sums {
            captured: all,
            refunded: back,
        } = &mut checked.sums[sums];
        *all += captured;
        *back += refunded;
    }
    violations.extend(told_yes(payment, &money));
    violations
}

fn status(
    said: &Authorization,
    held: &Held,
    money: &Money,
    ended: &mut [usize; 4],
) -> Option<String> {
    let voided = money.standing_sum("void") > 0;
    let authorized = held.authorized > 0;
    let (at, agrees) = match said.status.as_str() {
        "approved" => (0, authorized && !voided),
        "declined" => (1, !authorized),
        "reversed" => (2, !authorized),
        "voided" => (3, authorized && voided),
        _ => (0, false),
    };
    ended[at] += 1;
    (!agrees).then(|| {
        format!(
            "the vault says {}, the acquirer holds {} (voided: {voided})",
            said.status, held.authorized
        )
    })
}

/// Every "approved" a client was told must be one of the acquirer's.
fn told_yes(payment: &Payment, money: &Money) -> Vec<Violation> {
    let mut violations = Vec::new();
    for call in &payment.calls {
        let Outcome::Ok(_, body) = &call.outcome else {
            continue;
        };
        let Some(told) = Authorization::from_bytes(body) else {
            continue;
        };
        let yes = told
            .operations
            .iter()
            .filter(|one| one.state == "approved" && one.kind != "reversal");
        for operation in yes {
            let held = money.operations.get(&operation.id);
            if held.is_none_or(|held| held.standing != Standing::Approved) {
                violations.push(Violation::new(
                    Promise::Agreement,
                    &payment.reference,
                    format!("told {operation:?}, the acquirer holds {held:?}"),
                ));
            }
        }
    }
    violations
}
