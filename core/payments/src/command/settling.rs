//! How an operation comes to its end: what the worker and the object's alarm ask, and are told to do.

use crate::acquirer::{Asked, Connector, Finding};
use access::{AuthorizationId, EventId, OperationId};
use serde::{Deserialize, Serialize};

/// The worker's commands.
#[derive(Serialize, Deserialize)]
pub enum Worker {
    /// T3: what became of an operation. → [`Kept`], the answer for its request
    Finish(Box<Finish>),
}

/// The end of an operation, or that none could be had.
#[derive(Serialize, Deserialize)]
pub struct Finish {
    /// The operation.
    pub operation: OperationId,
    /// What is held to be true of it.
    pub finding: Finding,
    /// Fresh ids for what this may write.
    pub fresh: Fresh,
}

/// Fresh ids for rows a transition may write.
#[derive(Serialize, Deserialize)]
pub struct Fresh {
    /// For an event.
    pub event: EventId,
    /// For a reversal.
    pub operation: OperationId,
}

/// The object's own commands.
#[derive(Serialize, Deserialize)]
pub enum Alarm {
    /// Housekeeping, and which operations are due. → [`Due`]
    Tick {
        /// Fresh ids; one is used for each payment whose time is over.
        events: Vec<EventId>,
    },
    /// What the acquirer said of one that was due. → [`Recovered`]
    Recovered(Box<Finish>),
}

/// What came of a finding of the alarm's.
#[derive(Serialize, Deserialize)]
pub struct Recovered {
    /// What a person must look into from now on.
    pub stuck: Option<Stuck>,
}

/// Where an operation is stuck, by ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stuck {
    /// The merchant.
    pub merchant: String,
    /// The payment.
    pub authorization: AuthorizationId,
    /// What could not be undone; the acquirer knows it by this id.
    pub operation: OperationId,
}

/// What an alarm has to do.
#[derive(Serialize, Deserialize)]
pub struct Due {
    /// At most twenty, longest overdue first.
    pub errands: Vec<Errand>,
    /// The acquirers they are with.
    pub connectors: Vec<Connector>,
}

/// One thing to ask of an acquirer about an operation.
#[derive(Serialize, Deserialize)]
pub struct Errand {
    /// What to ask.
    pub step: Step,
    /// What the answer is held against.
    pub asked: Asked,
    /// The authorization it belongs to.
    pub authorization: AuthorizationId,
    /// The authorization's reference.
    pub reference: String,
    /// The acquirer it is with.
    pub acquirer: String,
}

/// What to ask of the acquirer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// What became of it?
    Inquire,
    /// Nothing: this acquirer cannot say.
    CannotAsk,
    /// Capture, void, refund or undo `original`.
    Send {
        /// The authorizing operation; of a reversal, what is undone.
        original: OperationId,
    },
}
