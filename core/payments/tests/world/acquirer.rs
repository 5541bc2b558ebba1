//! The acquirer: whatever arrives it says yes or no to as the test likes, without a rule of its own, so
//! that only the vault keeps the sums in bounds.

use super::Message;
use crate::vault::{approved, declined};
use payments::acquirer::Finding;
use payments::machine::{Capture, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// What became of one operation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Acted {
    kind: Kind,
    amount: i64,
    /// The authorizing operation, of a follow-up.
    original: Option<String>,
    yes: bool,
    reversed: bool,
}

/// What the acquirer did, in order: the truth about the money.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Acquirer {
    acted: BTreeMap<String, Acted>,
    captures: BTreeMap<String, Capture>,
    /// Whether it says no to what arrives after its own reversal.
    closes_the_door: bool,
    closed: BTreeSet<String>,
    /// Every operation that arrived, as often as it did.
    pub arrived: Vec<String>,
}

impl Acquirer {
    /// One that says no to what arrives after its own reversal.
    pub fn with_closed_doors() -> Self {
        Self {
            closes_the_door: true,
            ..Self::default()
        }
    }

    /// The capture mode an authorization is sent with.
    pub fn captures(&mut self, operation: &str, capture: Capture) {
        self.captures.insert(operation.to_owned(), capture);
    }

    pub fn act(&mut self, message: &Message, yes: bool) {
        let operation = message.asked.operation.clone();
        self.arrived.push(operation.clone());
        // An approval behind a reversal stands until it is reversed itself, where the door is open.
        let yes = yes && !self.closed.contains(&operation);
        self.acted.insert(
            operation,
            Acted {
                kind: message.asked.kind,
                amount: message.asked.amount,
                original: message.original.clone(),
                yes,
                reversed: false,
            },
        );
    }

    pub fn reverse(&mut self, original: &str) {
        if let Some(acted) = self.acted.get_mut(original) {
            acted.reversed = true;
        } else if self.closes_the_door {
            self.closed.insert(original.to_owned());
        }
    }

    /// What it said at once.
    pub fn said(&self, operation: &str) -> Option<bool> {
        self.acted.get(operation).map(|acted| acted.yes)
    }

    /// What it says when asked.
    pub fn verdict(&self, operation: &str) -> Finding {
        match self.acted.get(operation) {
            Some(Acted { yes: false, .. }) => declined(),
            Some(Acted { reversed: true, .. }) => Finding::Reversed,
            Some(_) => approved(),
            None => Finding::NotFound,
        }
    }

    /// Whether it said yes and still means it.
    pub fn holds(&self, operation: &str) -> bool {
        self.acted
            .get(operation)
            .is_some_and(|acted| acted.yes && !acted.reversed)
    }

    /// Whether it has undone anything.
    pub fn has_undone(&self) -> bool {
        self.acted.values().any(|acted| acted.reversed)
    }

    /// Nothing arrives twice, nothing is taken beyond what was authorized, nothing given back beyond what
    /// was taken: at every moment, whatever is undone later. Else what is wrong.
    pub fn check(&self) -> Result<(), &'static str> {
        let mut arrived = self.arrived.clone();
        arrived.sort();
        arrived.dedup();
        must(arrived.len() == self.arrived.len(), "sent twice")?;
        for (id, payment) in &self.acted {
            if payment.kind != Kind::Authorize {
                continue;
            }
            let sum = |kind: Kind| {
                let held = self.acted.iter().filter(|(follow_up, acted)| {
                    acted.kind == kind
                        && acted.original.as_ref() == Some(id)
                        && self.holds(follow_up)
                });
                held.map(|(_, acted)| acted.amount).sum::<i64>()
            };
            let taken = match self.captures.get(id) {
                Some(Capture::Automatic) => payment.amount,
                _ => sum(Kind::Capture),
            };
            must(taken <= payment.amount, "taken beyond what was authorized")?;
            must(
                sum(Kind::Refund) <= taken,
                "given back beyond what was taken",
            )?;
            must(sum(Kind::Void) <= payment.amount, "voided twice")?;
            let both = sum(Kind::Void) > 0 && sum(Kind::Refund) > 0;
            must(!both, "voided and given back")?;
        }
        Ok(())
    }
}

fn must(holds: bool, else_what: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(else_what) }
}
