//! The sequential rules of one payment: what an honest vault that does one thing at a time would do.

use super::steps::{Step, What};
use crate::history::Action;
use crate::history::reading::{Authorization, Operation};

/// Where a payment stands.
#[derive(Clone, Debug)]
pub(super) struct State {
    amount: i64,
    automatic: bool,
    status: &'static str,
    captured: i64,
    refunded: i64,
    /// Room taken by what is under way.
    capturing: i64,
    refunding: i64,
    voiding: bool,
    /// Something was undone: its room may be kept a while, in case it comes late.
    undone: bool,
}

impl State {
    /// Before anything.
    pub(super) fn new(payment: &Authorization) -> Self {
        Self {
            amount: payment.amount,
            automatic: payment.automatic,
            status: "live",
            captured: 0,
            refunded: 0,
            capturing: 0,
            refunding: 0,
            voiding: false,
            undone: false,
        }
    }

    /// Behind a step; nothing where the rules do not allow it here.
    pub(super) fn after(&self, step: &Step) -> Option<Self> {
        match &step.what {
            What::Begins(operation) => self.begin(operation),
            What::Ends(operation) => self.end(operation),
            What::Shown(shown) => self.is_shown_as(shown).then(|| self.clone()),
            What::Refused(action) => self.refuses(action).then(|| self.clone()),
        }
    }

    fn begin(&self, operation: &Operation) -> Option<Self> {
        let mut next = self.clone();
        let allowed = match operation.kind.as_str() {
            "authorize" => {
                next.status = "pending";
                self.status == "live"
            }
            "capture" => {
                next.capturing += operation.amount;
                self.may_capture(operation.amount)
            }
            "refund" => {
                next.refunding += operation.amount;
                self.may_refund(operation.amount)
            }
            "void" => {
                next.voiding = true;
                self.may_void()
            }
            _ => false,
        };
        allowed.then_some(next)
    }

    fn may_capture(&self, amount: i64) -> bool {
        let left = self.amount - self.captured - self.capturing;
        self.stands() && !self.automatic && amount <= left
    }

    fn may_refund(&self, amount: i64) -> bool {
        let left = self.captured - self.refunded - self.refunding;
        self.stands() && amount <= left
    }

    fn may_void(&self) -> bool {
        self.stands() && self.capturing + self.refunded + self.refunding == 0
    }

    fn stands(&self) -> bool {
        self.status == "approved" && !self.voiding
    }

    fn end(&self, operation: &Operation) -> Option<Self> {
        let mut next = self.clone();
        let approved = operation.state == "approved";
        next.undone |= operation.state == "reversed";
        let amount = if approved { operation.amount } else { 0 };
        match operation.kind.as_str() {
            "authorize" => {
                next.status = match operation.state.as_str() {
                    "approved" => "approved",
                    "declined" => "declined",
                    "reversed" => "reversed",
                    _ => return None,
                };
                if self.automatic {
                    next.captured = amount;
                }
            }
            "capture" => {
                next.capturing -= operation.amount;
                next.captured += amount;
            }
            "refund" => {
                next.refunding -= operation.amount;
                next.refunded += amount;
            }
            "void" => {
                next.voiding = false;
                if approved {
                    next.status = "voided";
                    next.captured = 0;
                }
            }
            _ => return None,
        }
        Some(next)
    }

    fn is_shown_as(&self, shown: &Authorization) -> bool {
        (self.status, self.captured, self.refunded)
            == (shown.status.as_str(), shown.captured, shown.refunded)
    }

    /// Whether a follow-up may be refused here. What is under way, or was undone a moment ago, may turn
    /// out either way, so it excuses a refusal.
    fn refuses(&self, action: &Action) -> bool {
        let unsettled = self.capturing + self.refunding > 0 || self.voiding || self.undone;
        let possible = match action {
            Action::Capture(amount) => self.may_capture(amount.unwrap_or(1)),
            Action::Refund(amount) => self.may_refund(amount.unwrap_or(1)),
            // Whether the acquirer's day is over is not for this model to know.
            Action::Void => self.may_void() && self.captured == 0,
            Action::Authorize { .. } | Action::Read => false,
        };
        unsettled || !possible
    }
}
