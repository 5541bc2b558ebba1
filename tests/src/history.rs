//! What clients asked for and were told, held against what the acquirer did.
//!
//! A history is what Jepsen calls one: every request with the moments it was sent and answered, and how
//! it ended: with an answer, with a refusal, or without anybody knowing. [`check`] holds it against the
//! acquirer's ledger and the vault's last word. It is pure, and has tests with forged histories.

mod answers;
mod books;
mod boundaries;
mod linear;
mod promise;
mod races;
mod reading;

use std::borrow::Borrow;

use serde_json::Value;

use crate::ledger::Ledger;

pub use promise::{Promise, Violation};
pub use reading::{Authorization, Operation};

/// A moment of a run, in microseconds from its begin.
pub type Moment = u64;

/// What a client asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The payment itself.
    Authorize {
        /// Minor units.
        amount: i64,
        /// Whether all of it is taken at once.
        automatic: bool,
    },
    /// A part of what was authorized, or all that is left.
    Capture(Option<i64>),
    /// Nothing of it any more.
    Void,
    /// A part of what was taken back, or all that is left.
    Refund(Option<i64>),
    /// How it stands; under no key.
    Read,
}

impl Action {
    /// The kind of operation it makes; none for reading.
    pub fn kind(&self) -> Option<&'static str> {
        match self {
            Self::Authorize { .. } => Some("authorize"),
            Self::Capture(_) => Some("capture"),
            Self::Void => Some("void"),
            Self::Refund(_) => Some("refund"),
            Self::Read => None,
        }
    }
}

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With a 200, 201 or 202 and these bytes.
    Ok(u16, Vec<u8>),
    /// With a problem of this status and code, which says that nothing changed.
    Fail(u16, String),
    /// With a broken connection, or "in progress": it may have had its effect or not.
    Info,
}

/// One request as its client saw it.
#[derive(Clone, Debug)]
pub struct Call {
    /// What for.
    pub action: Action,
    /// Its Idempotency-Key; a repeat has the same.
    pub key: String,
    /// When it was sent.
    pub invoked: Moment,
    /// When it ended.
    pub returned: Moment,
    /// How.
    pub outcome: Outcome,
    /// Whether the answer says of itself that it was given before.
    pub is_replay: bool,
}

/// Why an attempt must never reach the acquirer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Forbidden {
    /// The token was redeemed by another request.
    SecondUse,
    /// The token is another merchant's.
    Foreign,
    /// The token had expired by the vault's clock.
    Expired,
}

/// An attempt that must be refused, under a reference of its own.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Why.
    pub because: Forbidden,
    /// The reference in its body.
    pub reference: String,
    /// How it ended.
    pub outcome: Outcome,
}

/// One payment as its merchant saw it: an acknowledged token and all that was asked for and said.
#[derive(Clone, Debug, Default)]
pub struct Payment {
    /// The merchant's reference, its own for every payment.
    pub reference: String,
    /// The acknowledged token's id.
    pub token: String,
    /// When the token ends; `None`: not while the run lasts.
    pub redeemable_until: Option<Moment>,
    /// Whether another payment tries the same token at the same time: one of them is paid.
    pub races: bool,
    /// When the last message about the token's redemption may reach the acquirer, RFC 3339 by its clock;
    /// empty where nobody looks.
    pub over_at: String,
    /// Every request, in the order sent.
    pub calls: Vec<Call>,
    /// What must not have worked.
    pub attempts: Vec<Attempt>,
    /// The authorization as it stood when all had settled.
    pub finally: Option<Value>,
}

/// What the checker looked at: a count that could be zero is worth printing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Acknowledged tokens.
    pub tokens: usize,
    /// Requests sent.
    pub calls: usize,
    /// Of them, those that ended without anybody knowing.
    pub unknown: usize,
    /// Answers that were given.
    pub answers: usize,
    /// Of them, those given again for a key that had one.
    pub repeats: usize,
    /// Problems that requests under a key ended with.
    pub problems: usize,
    /// Tokens for which two payments raced.
    pub races: usize,
    /// Attempts that must not work.
    pub attempts: [usize; 3],
    /// Entries of the ledger.
    pub entries: usize,
    /// Operations of which vault and acquirer were compared, by [`KINDS`].
    pub operations: [usize; 5],
    /// Payments that ended approved, declined, reversed, voided.
    pub ended: [usize; 4],
    /// Payments of which an order was looked for.
    pub ordered: usize,
    /// Minor units taken and given back, as the vault says it and as the acquirer does.
    pub sums: [Sums; 2],
}

/// Money that moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Taken from cards.
    pub captured: i64,
    /// Given back.
    pub refunded: i64,
}

/// The kinds of operation that [`Checked::operations`] counts.
pub const KINDS: [&str; 5] = ["authorize", "capture", "void", "refund", "reversal"];

/// Holds every payment against the ledger.
pub fn check<P: Borrow<Payment>>(payments: &[P], ledger: &Ledger) -> (Checked, Vec<Violation>) {
    let payments: Vec<&Payment> = payments.iter().map(Borrow::borrow).collect();
    let mut checked = Checked {
        entries: ledger.entries().len(),
        ..Checked::default()
    };
    let mut violations = boundaries::of_all(&payments, ledger);
    violations.extend(races::check(&payments, ledger, &mut checked));
    for payment in payments {
        violations.extend(check_payment(payment, ledger, &mut checked));
    }
    violations.sort();
    violations.dedup();
    (checked, violations)
}

fn check_payment(payment: &Payment, ledger: &Ledger, checked: &mut Checked) -> Vec<Violation> {
    checked.tokens += 1;
    checked.calls += payment.calls.len();
    let mut violations = boundaries::of(payment, ledger, checked);
    violations.extend(answers::check(payment, checked));
    violations.extend(books::check_ledger(payment, ledger));
    if let Some(authorization) = payment.finally.as_ref().and_then(Authorization::read) {
        violations.extend(books::compare(payment, &authorization, ledger, checked));
        violations.extend(linear::check(payment, &authorization, checked));
    }
    violations
}
