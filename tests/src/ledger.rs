//! The acquirer's ledger: one entry each time it acted. The ground truth.

use std::collections::BTreeMap;

use serde::Deserialize;

/// One thing the acquirer did.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Position, from 1.
    pub seq: u64,
    /// The vault's operation.
    pub operation_id: String,
    /// The vault's authorization.
    pub authorization_id: String,
    /// The merchant's reference.
    pub reference: String,
    /// `authorize`, `capture`, `void`, `refund`, `reversal` or `verify`.
    pub kind: String,
    /// Minor units.
    pub amount: i64,
    /// ISO 4217
    pub currency: String,
    /// Of the card.
    pub last4: String,
    /// `approved` or `declined`.
    pub result: String,
    /// When, RFC 3339.
    pub at: String,
    /// What a reversal undoes, and what a follow-up follows; known to whoever saw the message.
    #[serde(default)]
    pub original_operation_id: Option<String>,
}

/// The ledger at a moment.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    entries: Vec<Entry>,
    by_reference: BTreeMap<String, Vec<usize>>,
    by_authorization: BTreeMap<String, Vec<usize>>,
}

impl Ledger {
    /// Of these entries.
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut ledger = Self::default();
        for (at, entry) in entries.iter().enumerate() {
            let Entry {
                reference,
                authorization_id,
                ..
            } = entry;
            let references = ledger.by_reference.entry(reference.clone());
            references.or_default().push(at);
            let authorizations = ledger.by_authorization.entry(authorization_id.clone());
            authorizations.or_default().push(at);
        }
        ledger.entries = entries;
        ledger
    }

    /// With what each reversal undid, by the reversal's id, where the entries do not say it.
    #[must_use]
    pub fn with_originals(mut self, originals: &BTreeMap<String, String>) -> Self {
        for entry in &mut self.entries {
            if entry.original_operation_id.is_none() {
                entry.original_operation_id = originals.get(&entry.operation_id).cloned();
            }
        }
        self
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What was done for a reference.
    pub fn of_reference(&self, reference: &str) -> Vec<&Entry> {
        self.at(self.by_reference.get(reference))
    }

    /// What was done for an authorization.
    pub fn of_authorization(&self, id: &str) -> Vec<&Entry> {
        self.at(self.by_authorization.get(id))
    }

    fn at(&self, positions: Option<&Vec<usize>>) -> Vec<&Entry> {
        let positions = positions.map(Vec::as_slice).unwrap_or_default();
        positions.iter().map(|at| &self.entries[*at]).collect()
    }

    /// How often money was asked for under a reference.
    pub fn authorizes(&self, reference: &str) -> usize {
        self.of_reference(reference)
            .iter()
            .filter(|entry| entry.kind == "authorize")
            .count()
    }

    /// Where the money of an authorization stands for the acquirer.
    pub fn standing(&self, authorization: &str) -> Standing {
        let money = Money::of(&self.of_authorization(authorization));
        let mut operations = money.operations.values();
        let authorize = operations.find(|one| matches!(one.kind.as_str(), "authorize" | "verify"));
        match authorize {
            Some(one) => one.standing,
            None if money.reversals > 0 => Standing::Undone,
            None => Standing::Unseen,
        }
    }
}

/// Where something stands for the acquirer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It never heard of it.
    Unseen,
    /// It said no.
    Declined,
    /// It said yes.
    Approved,
    /// It was told to undo it, and did.
    Undone,
}

/// One operation that is not a reversal, as the acquirer holds it.
#[derive(Clone, Debug)]
pub struct Held {
    /// `authorize`, `capture`, …
    pub kind: String,
    /// Minor units.
    pub amount: i64,
    /// How often the acquirer acted on it.
    pub times: usize,
    /// Where it stands.
    pub standing: Standing,
}

/// What the acquirer holds of one authorization.
#[derive(Clone, Debug, Default)]
pub struct Money {
    /// Every operation by its id.
    pub operations: BTreeMap<String, Held>,
    /// Reversals it acknowledged, repeats included.
    pub reversals: usize,
}

impl Money {
    /// The sum of these entries of one authorization, in their order.
    pub fn of(entries: &[&Entry]) -> Self {
        let mut money = Self::default();
        for entry in entries {
            money.add(entry);
        }
        money
    }

    /// One entry more.
    pub fn add(&mut self, entry: &Entry) {
        if entry.kind == "reversal" {
            self.reversals += usize::from(entry.result == "approved");
            self.undo(entry);
            return;
        }
        let held = Held {
            kind: entry.kind.clone(),
            amount: entry.amount,
            times: 0,
            standing: Standing::Unseen,
        };
        let operations = self.operations.entry(entry.operation_id.clone());
        let held = operations.or_insert(held);
        held.times += 1;
        held.standing = if entry.result == "approved" {
            Standing::Approved
        } else {
            Standing::Declined
        };
    }

    fn undo(&mut self, reversal: &Entry) {
        let undone = if let Some(original) = &reversal.original_operation_id {
            self.operations.get_mut(original)
        } else {
            // A ledger that does not say it: the authorization itself.
            let mut all = self.operations.values_mut();
            all.find(|held| matches!(held.kind.as_str(), "authorize" | "verify"))
        };
        if let Some(held) = undone
            && held.standing == Standing::Approved
            && reversal.result == "approved"
        {
            held.standing = Standing::Undone;
        }
    }

    /// What stands of a kind, summed.
    pub fn standing_sum(&self, kind: &str) -> i64 {
        let all = self.operations.values();
        let standing = all.filter(|held| held.kind == kind && held.standing == Standing::Approved);
        standing.map(|held| held.amount).sum()
    }
}
