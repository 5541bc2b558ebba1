//! The guards of the isolate, one for each acquirer that was called. What they decide and why, core says
//! ([`payments::guard`]); here they are told the time and what came of a call.

use super::Acquirer;
use crate::clock::{now, within};
use crate::metrics::{self, AcquirerNow};
use payments::acquirer::Finding;
use payments::command::{Errand, Step};
use payments::guard::{Guard, Pass};
use payments::{ACQUIRER_DEADLINE, Problem};
use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static GUARDS: RefCell<BTreeMap<String, Guard>> = const { RefCell::new(BTreeMap::new()) };
}

fn with<T>(acquirer: &str, act: impl FnOnce(&mut Guard) -> T) -> T {
    GUARDS.with_borrow_mut(|guards| match guards.get_mut(acquirer) {
        Some(guard) => act(guard),
        None => act(guards.entry(acquirer.to_owned()).or_default()),
    })
}

/// Leave to call an acquirer once. Dropped without a call, it leaves no trace.
pub(crate) struct Permit {
    acquirer: String,
    pass: Option<Pass>,
}

/// Asks for leave, before anything is written for the call.
pub(crate) fn admit(acquirer: &str) -> Result<Permit, Problem> {
    match with(acquirer, |guard| guard.admit(now())) {
        Ok(pass) => Ok(Permit {
            acquirer: acquirer.to_owned(),
            pass: Some(pass),
        }),
        Err(refusal) => {
            metrics::acquirer_refusal(acquirer, refusal);
            Err(refusal.into())
        }
    }
}

impl Permit {
    /// Makes the call this leave is for: what it gives before the deadline, or `None`. A call lent to it can
    /// be waited for again.
    pub(crate) async fn answer_in_time(
        mut self,
        kind: metrics::Kind,
        call: impl Future<Output = Finding>,
    ) -> Option<Finding> {
        let finding = answer_in_time(&self.acquirer, kind, call).await;
        let answered = finding.as_ref().is_some_and(is_answer);
        if let Some(pass) = self.pass.take() {
            with(&self.acquirer, |guard| guard.ended(pass, answered, now()));
        }
        finding
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(pass) = self.pass.take() {
            with(&self.acquirer, |guard| guard.turned_back(pass, now()));
        }
    }
}

/// What an alarm asks or undoes. It asks nobody for leave, and the guard does not hear of it.
pub(crate) async fn run_errand(acquirer: &Acquirer, errand: &Errand) -> Finding {
    let call = acquirer.carry_out(errand);
    let finding = match errand.step {
        // Nobody is called.
        Step::CannotAsk => return call.await,
        Step::Inquire => answer_in_time(&acquirer.name, "inquiry", call).await,
        Step::Send { .. } => answer_in_time(&acquirer.name, errand.asked.kind.as_str(), call).await,
    };
    finding.unwrap_or(Finding::NoAnswer)
}

async fn answer_in_time(
    acquirer: &str,
    kind: metrics::Kind,
    call: impl Future<Output = Finding>,
) -> Option<Finding> {
    let began = now();
    let finding = within(ACQUIRER_DEADLINE, call).await;
    let took = now().millis() - began.millis();
    let counted = finding.as_ref().unwrap_or(&Finding::NoAnswer);
    metrics::acquirer_call(acquirer, kind, counted, took);
    finding
}

fn is_answer(finding: &Finding) -> bool {
    *finding != Finding::NoAnswer
}

/// Every guard as it stands.
pub(crate) fn standing() -> Vec<AcquirerNow> {
    let now = now();
    GUARDS.with_borrow_mut(|guards| {
        let each = guards.iter_mut().map(|(name, guard)| AcquirerNow {
            name: name.clone(),
            in_flight: guard.in_flight(now),
            circuit: guard.state(now),
        });
        each.collect()
    })
}
