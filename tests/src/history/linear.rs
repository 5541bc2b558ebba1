//! I8: what was told of one payment has an order in which all of it is true.
//!
//! The search is Wing and Gong's: of the steps that may come next (nothing that must come earlier is
//! still missing), each that the sequential rules allow is tried. A request is two steps: it begins,
//! which takes its room, and it ends, as the acquirer said; its answer shows the payment at one moment of
//! that time. Tokens are used once and payments have few steps, so the search is short.

mod rules;
mod steps;

use std::collections::BTreeSet;

use super::reading::Authorization;
use super::{Checked, Payment, Promise, Violation};
use rules::State;
use steps::Step;

/// More steps than this are not searched; a client never makes so many.
const MOST_STEPS: usize = 40;

pub(super) fn check(
    payment: &Payment,
    finally: &Authorization,
    checked: &mut Checked,
) -> Option<Violation> {
    // In doubt or lost are promises of their own; here is nothing to put in order then.
    let steps = steps::of(payment, finally)?;
    if finally.is_in_doubt() || steps.len() > MOST_STEPS {
        return None;
    }
    checked.ordered += 1;
    let mut search = Search {
        steps: &steps,
        dead_ends: BTreeSet::new(),
        furthest: 0,
    };
    if search.goes_on(0, &State::new(finally)) {
        return None;
    }
    let missing: Vec<String> = (0..steps.len())
        .filter(|at| search.furthest & (1 << at) == 0)
        .map(|at| steps[at].to_string())
        .collect();
    Some(Violation::new(
        Promise::Order,
        &payment.reference,
        format!("no order in which these come true: {}", missing.join("; ")),
    ))
}

struct Search<'a> {
    steps: &'a [Step],
    /// Sets of done steps from which no order goes on. The state follows from the set.
    dead_ends: BTreeSet<u64>,
    /// The largest set reached, for the report.
    furthest: u64,
}

impl Search<'_> {
    fn goes_on(&mut self, done: u64, state: &State) -> bool {
        if done.count_ones() > self.furthest.count_ones() {
            self.furthest = done;
        }
        let missing: Vec<usize> = (0..self.steps.len())
            .filter(|at| done & (1 << at) == 0)
            .collect();
        if missing.is_empty() {
            return true;
        }
        if self.dead_ends.contains(&done) {
            return false;
        }
        let latest = missing.iter().map(|at| self.steps[*at].latest).min();
        for at in missing {
            let step = &self.steps[at];
            let is_next = Some(step.earliest) <= latest
                && step.after.is_none_or(|before| done & (1 << before) != 0);
            if is_next
                && let Some(next) = state.after(step)
                && self.goes_on(done | (1 << at), &next)
            {
                return true;
            }
        }
        self.dead_ends.insert(done);
        false
    }
}
