//! Operations: one row for each thing sent to an acquirer, written before it is sent.

use crate::acquirer::{Advice, Asked};
use crate::command::Gauges;
use crate::machine::{Kind, State};
use crate::projection::{AcquirerCodes, Folded};
use crate::sql::{Failure, Row, Sql, bind};
use crate::timing::{ABANDONED_AFTER, LONGEST_WAIT};
use crate::view::OperationView;
use access::{AuthorizationId, OperationId, Timestamp};

pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS operation (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    authorization TEXT NOT NULL,
    kind TEXT NOT NULL,
    original TEXT,
    amount INTEGER NOT NULL,
    state TEXT NOT NULL,
    sent INTEGER NOT NULL,
    at INTEGER NOT NULL,
    due INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    approval_code TEXT,
    rrn TEXT,
    decline_code TEXT,
    advice TEXT
) STRICT";

pub(crate) const INDEXES: [&str; 3] = [
    "CREATE INDEX IF NOT EXISTS operation_of_authorization ON operation (authorization)",
    "CREATE INDEX IF NOT EXISTS operation_due ON operation (due) WHERE due IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS operation_open ON operation (state)
        WHERE state IN ('sent', 'unknown', 'stuck')",
];

/// An alarm takes at most this many at once.
const DUE_AT_ONCE: i64 = 20;

/// One thing sent to an acquirer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Operation {
    pub(crate) id: OperationId,
    pub(crate) authorization: AuthorizationId,
    pub(crate) kind: Kind,
    /// What a reversal undoes; what a capture, void or refund follows.
    pub(crate) original: Option<OperationId>,
    pub(crate) amount: i64,
    pub(crate) state: State,
    /// When it was first sent.
    pub(crate) sent: Timestamp,
    /// When it came to its state.
    pub(crate) at: Timestamp,
    /// When the object must look into it; `None`: nothing to do.
    pub(crate) due: Option<Timestamp>,
    pub(crate) attempts: i64,
    pub(crate) codes: AcquirerCodes,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, authorization, kind, original, amount, state, sent, at, due, attempts,
                approval_code, rrn, decline_code, advice FROM operation ",
            $tail
        )
    };
}

/// Writes down what is about to be sent.
pub(crate) fn insert(sql: &impl Sql, operation: &Operation) -> Result<(), Failure> {
    sql.query(
        "INSERT INTO operation (id, authorization, kind, original, amount, state, sent, at, due)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        bind![
            operation.id.as_str(),
            operation.authorization.as_str(),
            operation.kind.as_str(),
            operation.original.as_ref().map(OperationId::as_str),
            operation.amount,
            operation.state.as_str(),
            operation.sent,
            operation.at,
            operation.due
        ],
    )?;
    Ok(())
}

/// Writes what has become of an operation.
pub(crate) fn update(sql: &impl Sql, operation: &Operation) -> Result<(), Failure> {
    sql.query(
        "UPDATE operation SET state = ?, at = ?, due = ?, attempts = ?,
            approval_code = ?, rrn = ?, decline_code = ?, advice = ?
         WHERE id = ?",
        bind![
            operation.state.as_str(),
            operation.at,
            operation.due,
            operation.attempts,
            operation.codes.approval_code.as_deref(),
            operation.codes.rrn.as_deref(),
            operation.codes.decline_code.as_deref(),
            operation.codes.advice.map(Advice::as_str),
            operation.id.as_str()
        ],
    )?;
    Ok(())
}

/// One operation.
pub(crate) fn find(sql: &impl Sql, id: &OperationId) -> Result<Option<Operation>, Failure> {
    one(sql.query(select!("WHERE id = ?"), bind![id.as_str()])?)
}

/// Whether a reversal of an operation is still on its way.
pub(crate) fn reversal_under_way(sql: &impl Sql, original: &Operation) -> Result<bool, Failure> {
    let rows = sql.query(
        "SELECT 1 FROM operation
         WHERE authorization = ? AND original = ? AND kind = 'reversal' AND state IN ('sent', 'unknown')",
        bind![original.authorization.as_str(), original.id.as_str()],
    )?;
    Ok(!rows.is_empty())
}

/// An authorization's operations, oldest first.
pub(crate) fn of_authorization(
    sql: &impl Sql,
    id: &AuthorizationId,
) -> Result<Vec<Operation>, Failure> {
    all(sql.query(
        select!("WHERE authorization = ? ORDER BY seq"),
        bind![id.as_str()],
    )?)
}

/// What must be looked into by now, longest overdue first; also what only a clock that has been set back
/// since can have put off for so long.
pub(crate) fn due(sql: &impl Sql, now: Timestamp) -> Result<Vec<Operation>, Failure> {
    all(sql.query(
        select!("WHERE due IS NOT NULL AND (due <= ? OR due > ?) ORDER BY due, seq LIMIT ?"),
        bind![now, now.plus(LONGEST_WAIT), DUE_AT_ONCE],
    )?)
}

/// How many operations are in doubt, and how many need a person.
pub(crate) fn gauge(sql: &impl Sql) -> Result<Gauges, Failure> {
    let count = |states: &'static str| sql.query(states, bind![])?.pop().ok_or(Failure)?.integer();
    // In the words of the index, or it is not used.
    Ok(Gauges {
        in_doubt: count(
            "SELECT COUNT(*) FROM operation
             WHERE state IN ('sent', 'unknown', 'stuck') AND state <> 'stuck'",
        )?,
        stuck: count(
            "SELECT COUNT(*) FROM operation
             WHERE state IN ('sent', 'unknown', 'stuck') AND state = 'stuck'",
        )?,
    })
}

/// When the next operation is due.
pub(crate) fn next_due(sql: &impl Sql, now: Timestamp) -> Result<Option<Timestamp>, Failure> {
    let mut rows = sql.query(
        "SELECT MIN(due) FROM operation WHERE due IS NOT NULL",
        bind![],
    )?;
    let at = rows.pop().ok_or(Failure)?.optional_integer()?;
    Ok(at.map(|at| Timestamp::from_millis(at).min(now.plus(LONGEST_WAIT))))
}

impl Operation {
    /// What is about to be sent, and looked into by the object if nobody has finished it in time.
    pub(crate) fn new(
        id: OperationId,
        authorization: AuthorizationId,
        kind: Kind,
        amount: i64,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            authorization,
            kind,
            original: None,
            amount,
            state: State::Sent,
            sent: now,
            at: now,
            due: Some(now.plus(ABANDONED_AFTER)),
            attempts: 0,
            codes: AcquirerCodes::default(),
        }
    }

    /// What an answer to it is held against.
    pub(crate) fn asked(&self, currency: &str) -> Asked {
        Asked {
            operation: self.id.as_str().to_owned(),
            kind: self.kind,
            amount: self.amount,
            currency: currency.to_owned(),
        }
    }

    /// The operation as its authorization's fold sees it.
    pub(crate) fn folded(&self) -> Folded {
        Folded {
            kind: self.kind,
            state: self.state,
            amount: self.amount,
            answer: self.codes.clone(),
        }
    }

    /// The operation as the API shows it.
    pub(crate) fn view(&self) -> OperationView {
        OperationView {
            id: self.id.as_str().to_owned(),
            kind: self.kind,
            amount: self.amount,
            state: self.state,
            at: self.at.rfc3339(),
        }
    }
}

fn one(rows: Vec<Row>) -> Result<Option<Operation>, Failure> {
    rows.into_iter().next().map(from_row).transpose()
}

fn all(rows: Vec<Row>) -> Result<Vec<Operation>, Failure> {
    rows.into_iter().map(from_row).collect()
}

fn from_row(mut row: Row) -> Result<Operation, Failure> {
    Ok(Operation {
        id: OperationId::from_stored(row.text()?),
        authorization: AuthorizationId::from_stored(row.text()?),
        kind: Kind::parse(&row.text()?).ok_or(Failure)?,
        original: row.optional_text()?.map(OperationId::from_stored),
        amount: row.integer()?,
        state: State::parse(&row.text()?).ok_or(Failure)?,
        sent: Timestamp::from_millis(row.integer()?),
        at: Timestamp::from_millis(row.integer()?),
        due: row.optional_integer()?.map(Timestamp::from_millis),
        attempts: row.integer()?,
        codes: AcquirerCodes {
            approval_code: row.optional_text()?,
            rrn: row.optional_text()?,
            decline_code: row.optional_text()?,
            advice: row
                .optional_text()?
                .map(|text| Advice::parse(&text).ok_or(Failure))
                .transpose()?,
        },
    })
}
