//! The acquirer's ledger: one entry each time it acted. The ground truth.

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
    /// `authorize` or `reversal`.
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
}

/// The ledger at a moment.
#[derive(Clone, Debug, Default)]
pub struct Ledger(Vec<Entry>);

impl Ledger {
    /// Of these entries.
    pub fn new(entries: Vec<Entry>) -> Self {
        Self(entries)
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// What was done for a reference.
    pub fn of_reference(&self, reference: &str) -> Vec<&Entry> {
        self.0
            .iter()
            .filter(|entry| entry.reference == reference)
            .collect()
    }

    /// What was done for an authorization.
    pub fn of_authorization(&self, id: &str) -> Vec<&Entry> {
        self.0
            .iter()
            .filter(|entry| entry.authorization_id == id)
            .collect()
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
        let entries = self.of_authorization(authorization);
        let approved = |kind: &str| {
            entries
                .iter()
                .rposition(|e| e.kind == kind && e.result == "approved")
        };
        match (approved("authorize"), approved("reversal")) {
            (Some(yes), Some(undone)) if yes < undone => Standing::Undone,
            (Some(_), _) => Standing::Approved,
            (None, _) if entries.iter().any(|e| e.kind == "authorize") => Standing::Declined,
            (None, Some(_)) => Standing::Undone,
            (None, None) => Standing::Unseen,
        }
    }
}

/// Where an authorization's money stands for the acquirer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It never heard of it.
    Unseen,
    /// It said no.
    Declined,
    /// It holds the amount.
    Approved,
    /// It was told to undo it, and did.
    Undone,
}
