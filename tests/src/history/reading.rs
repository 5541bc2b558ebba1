//! An authorization as the API shows it, as far as promises are about it.

use serde_json::Value;

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The vault's id.
    pub id: String,
    /// `authorize`, `capture`, …
    pub kind: String,
    /// Minor units.
    pub amount: i64,
    /// `sent`, `approved`, …
    pub state: String,
}

impl Operation {
    /// Whether its end is not known.
    pub fn is_in_doubt(&self) -> bool {
        matches!(self.state.as_str(), "sent" | "unknown" | "stuck")
    }

    /// Whether it has come to its end.
    pub fn is_decided(&self) -> bool {
        !self.is_in_doubt()
    }
}

/// An authorization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorization {
    /// Its id.
    pub id: String,
    /// `approved`, …
    pub status: String,
    /// Authorized, minor units.
    pub amount: i64,
    /// Whether all of it is taken at once.
    pub automatic: bool,
    /// Taken.
    pub captured: i64,
    /// Given back.
    pub refunded: i64,
    /// All that was sent to the acquirer, oldest first.
    pub operations: Vec<Operation>,
}

impl Authorization {
    /// Reads an answer's bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Self::read(&serde_json::from_slice(bytes).ok()?)
    }

    /// Reads an answer.
    pub fn read(value: &Value) -> Option<Self> {
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        let operations = value["operations"].as_array()?.iter().map(|one| {
            Some(Operation {
                id: one["id"].as_str()?.to_owned(),
                kind: one["kind"].as_str()?.to_owned(),
                amount: one["amount"].as_i64()?,
                state: one["state"].as_str()?.to_owned(),
            })
        });
        Some(Self {
            id: text("id")?,
            status: text("status")?,
            amount: value["amount"].as_i64()?,
            automatic: value["capture"] == "automatic",
            captured: value["captured"].as_i64()?,
            refunded: value["refunded"].as_i64()?,
            operations: operations.collect::<Option<_>>()?,
        })
    }

    /// Whether it, or anything about it, waits for an end.
    pub fn is_in_doubt(&self) -> bool {
        self.status == "pending" || self.operations.iter().any(Operation::is_in_doubt)
    }

    /// One of its operations.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|one| one.id == id)
    }
}
