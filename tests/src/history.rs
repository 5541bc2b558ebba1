//! What clients were told, held against what the acquirer did.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ledger::{Ledger, Standing};

/// One payment as its merchant saw it: an acknowledged token and everything said of its redemption.
#[derive(Clone, Debug, Default)]
pub struct Payment {
    /// The merchant's reference, its own for every payment.
    pub reference: String,
    /// The acknowledged token's id.
    pub token: String,
    /// Every 201 or 202 to its key, in the order heard.
    pub told: Vec<(u16, Vec<u8>)>,
    /// Every other answer that is neither "in progress" nor a broken connection.
    pub refused: Vec<String>,
    /// The authorization as it stood when all had settled.
    pub finally: Option<Value>,
}

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Violation {
    /// The acquirer was asked for this payment's money more than once.
    Doubled(String),
    /// An acknowledged token could not be redeemed.
    TokenLost(String),
    /// An answer once given was not given again, or is not true.
    AnswerLost(String),
    /// Nobody knows what became of it.
    InDoubt(String),
    /// Vault and acquirer disagree.
    Disagreement(String),
}

/// What the checker looked at: a count that could be zero is worth printing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Acknowledged tokens.
    pub tokens: usize,
    /// Answers that were given.
    pub answers: usize,
    /// Entries of the ledger.
    pub entries: usize,
    /// Payments that ended approved, declined, reversed.
    pub ended: [usize; 3],
}

/// Holds every payment against the ledger.
pub fn check(payments: &[Payment], ledger: &Ledger) -> (Checked, Vec<Violation>) {
    let mut checked = Checked {
        entries: ledger.entries().len(),
        ..Checked::default()
    };
    let mut violations = BTreeSet::new();
    for payment in payments {
        checked.tokens += 1;
        checked.answers += payment.told.len();
        violations.extend(check_payment(payment, ledger, &mut checked.ended));
    }
    violations.extend(unknown_money(payments, ledger));
    (checked, violations.into_iter().collect())
}

fn check_payment(payment: &Payment, ledger: &Ledger, ended: &mut [usize; 3]) -> Vec<Violation> {
    let name = payment.reference.clone();
    let mut violations = Vec::new();
    let asked: BTreeSet<&str> = ledger
        .of_reference(&name)
        .iter()
        .filter(|entry| entry.kind == "authorize")
        .map(|entry| entry.operation_id.as_str())
        .collect();
    if ledger.authorizes(&name) > 1 || asked.len() > 1 {
        violations.push(Violation::Doubled(name.clone()));
    }
    let Some(first) = payment.told.first() else {
        violations.push(Violation::TokenLost(format!(
            "{name}: {:?}",
            payment.refused
        )));
        return violations;
    };
    if payment.told.iter().any(|told| told != first) || !payment.refused.is_empty() {
        violations.push(Violation::AnswerLost(format!(
            "{name}: {:?}",
            payment.refused
        )));
    }
    let told: Value = serde_json::from_slice(&first.1).unwrap_or_default();
    let Some(finally) = &payment.finally else {
        violations.push(Violation::AnswerLost(name));
        return violations;
    };
    let status = |authorization: &Value| {
        authorization["status"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let (said, stands) = (status(&told), status(finally));
    // Only what was pending may stand elsewhere later.
    if told["id"] != finally["id"] || (said != "pending" && said != stands) {
        violations.push(Violation::AnswerLost(name.clone()));
    }
    let id = finally["id"].as_str().unwrap_or_default();
    match (stands.as_str(), ledger.standing(id)) {
        ("approved", Standing::Approved) => ended[0] += 1,
        ("declined", Standing::Declined) => ended[1] += 1,
        ("reversed", Standing::Undone | Standing::Unseen) => ended[2] += 1,
        ("pending", _) => violations.push(Violation::InDoubt(name)),
        (_, standing) => violations.push(Violation::Disagreement(format!(
            "{name}: {stands}, {standing:?}"
        ))),
    }
    violations
}

/// Money that the acquirer holds for a reference nobody paid under.
fn unknown_money(payments: &[Payment], ledger: &Ledger) -> Vec<Violation> {
    let known: BTreeMap<&str, &Payment> =
        payments.iter().map(|p| (p.reference.as_str(), p)).collect();
    let strangers = ledger
        .entries()
        .iter()
        .filter(|entry| !known.contains_key(entry.reference.as_str()));
    strangers
        .map(|entry| Violation::Disagreement(format!("{}: unknown", entry.reference)))
        .collect()
}
