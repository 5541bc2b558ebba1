//! I1 and I7 where two payments race for one token: exactly one of them is paid.

use std::collections::BTreeMap;

use super::{Action, Checked, Outcome, Payment, Promise, Violation};
use crate::ledger::Ledger;

pub(super) fn check(
    payments: &[&Payment],
    ledger: &Ledger,
    checked: &mut Checked,
) -> Vec<Violation> {
    let mut by_token: BTreeMap<&str, Vec<&Payment>> = BTreeMap::new();
    for payment in payments.iter().filter(|payment| payment.races) {
        by_token.entry(&payment.token).or_default().push(payment);
    }
    checked.races = by_token.len();
    by_token
        .values()
        .filter_map(|racers| of_token(racers, ledger))
        .collect()
}

fn of_token(racers: &[&Payment], ledger: &Ledger) -> Option<Violation> {
    let count = |is: &dyn Fn(&Payment) -> bool| racers.iter().filter(|one| is(one)).count();
    let reached = count(&|one| ledger.authorizes(&one.reference) > 0);
    let answered = count(&|one| redemptions(one).any(|told| matches!(told, Outcome::Ok(..))));
    let refused = count(&|one| redemptions(one).any(is_refusal));
    let promise = if reached > 1 || answered > 1 {
        Promise::OneAuthorization
    } else if answered + refused < racers.len() || answered == 0 {
        Promise::NoLostToken
    } else {
        return None;
    };
    let what = format!("{reached} reached the acquirer, {answered} answered, {refused} refused");
    Some(Violation::new(promise, &racers[0].reference, what))
}

fn redemptions(payment: &Payment) -> impl Iterator<Item = &Outcome> {
    let calls = payment.calls.iter();
    let redemptions = calls.filter(|call| matches!(call.action, Action::Authorize { .. }));
    redemptions.map(|call| &call.outcome)
}

fn is_refusal(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Fail(409, code) if code == "token_used")
}
