//! The table `operation`: what became of each operation, as an inquiry is told.
//!
//! Results: `waiting` (not arrived yet; an inquiry finds nothing), `approved`, `declined`,
//! `reversed`. A row and its ledger entry are written in one transaction.

use rusqlite::{Connection, OptionalExtension, params};

use super::ledger::{self, Entry};
use super::message::{Answer, Kind, Message};

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS operation (
        operation_id TEXT PRIMARY KEY,
        authorization_id TEXT NOT NULL,
        reference TEXT NOT NULL,
        kind TEXT NOT NULL,
        amount INTEGER NOT NULL,
        currency TEXT NOT NULL,
        last4 TEXT NOT NULL,
        result TEXT NOT NULL,
        approval_code TEXT,
        rrn TEXT,
        decline_code TEXT,
        advice TEXT,
        late_answer INTEGER NOT NULL,
        pending_inquiries INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
";

const WAITING: &str = "waiting";
const APPROVED: &str = "approved";
const DECLINED: &str = "declined";
const REVERSED: &str = "reversed";

/// A row of the table.
pub(super) struct Row {
    pub(super) answer: Answer,
    pub(super) authorization_id: String,
    reference: String,
    pub(super) last4: String,
    /// The held request is answered once an inquiry was.
    pub(super) late_answer: bool,
    /// How often an inquiry says pending before it tells the truth.
    pub(super) pending_inquiries: i64,
}

impl Row {
    /// The row of a request that is still on its way.
    pub(super) fn of(request: &Message, last4: String) -> Self {
        Self {
            answer: Answer {
                operation_id: request.operation_id.clone(),
                kind: request.kind.as_str().to_owned(),
                amount: request.amount,
                currency: request.currency.clone(),
                result: WAITING.to_owned(),
                approval_code: None,
                rrn: None,
                decline_code: None,
                advice: None,
            },
            authorization_id: request.authorization_id.clone(),
            reference: request.reference.clone(),
            last4,
            late_answer: false,
            pending_inquiries: 0,
        }
    }

    pub(super) fn has_arrived(&self) -> bool {
        self.answer.result != WAITING
    }

    /// The acquirer said yes or no, and was not told to undo it.
    pub(super) fn stands(&self) -> bool {
        [APPROVED, DECLINED].contains(&self.answer.result.as_str())
    }

    /// Says yes, and acts.
    pub(super) fn approve(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        APPROVED.clone_into(&mut self.answer.result);
        self.act(connection)
    }

    /// Says no with this code and advice, and enters that.
    pub(super) fn decline(
        &mut self,
        connection: &Connection,
        code: &str,
        advice: Option<&str>,
    ) -> rusqlite::Result<()> {
        DECLINED.clone_into(&mut self.answer.result);
        self.answer.decline_code = Some(code.to_owned());
        self.answer.advice = advice.map(str::to_owned);
        self.act(connection)
    }

    /// Undoes what was approved; anything else stays as it is. A reversal is not undone.
    pub(super) fn reverse(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        if self.answer.result == APPROVED && self.answer.kind != Kind::Reversal.as_str() {
            REVERSED.clone_into(&mut self.answer.result);
            self.save(connection)?;
        }
        Ok(())
    }

    /// Acts: writes the ledger entry, and the row with codes made from the entry's number.
    fn act(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let answer = &mut self.answer;
        let seq = ledger::append(
            connection,
            &Entry {
                seq: 0,
                operation_id: answer.operation_id.clone(),
                authorization_id: self.authorization_id.clone(),
                reference: self.reference.clone(),
                kind: answer.kind.clone(),
                amount: answer.amount,
                currency: answer.currency.clone(),
                last4: self.last4.clone(),
                result: answer.result.clone(),
                at: String::new(),
            },
        )?;
        let asks_issuer = [Kind::Authorize, Kind::Verify]
            .map(Kind::as_str)
            .contains(&answer.kind.as_str());
        if answer.result == APPROVED && asks_issuer {
            answer.approval_code = Some(format!("{:06}", seq % 1_000_000));
        }
        // ISO 8583 field 37 is 12 letters or digits; the letter keeps it from looking like a card.
        answer.rrn = Some(format!("R{seq:011}"));
        self.save(connection)
    }

    /// Writes the row. Where an operation comes a second time, what was approved the first time is
    /// not forgotten.
    pub(super) fn save(&self, connection: &Connection) -> rusqlite::Result<()> {
        let answer = &self.answer;
        connection
            .prepare_cached(
                "INSERT INTO operation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET
                    authorization_id = excluded.authorization_id, reference = excluded.reference,
                    kind = excluded.kind, amount = excluded.amount, currency = excluded.currency,
                    last4 = excluded.last4, result = excluded.result,
                    approval_code = excluded.approval_code, rrn = excluded.rrn,
                    decline_code = excluded.decline_code, advice = excluded.advice,
                    late_answer = excluded.late_answer, pending_inquiries = excluded.pending_inquiries
                 WHERE operation.result <> 'approved' OR excluded.result IN ('approved', 'reversed')",
            )?
            .execute(params![
                answer.operation_id,
                self.authorization_id,
                self.reference,
                answer.kind,
                answer.amount,
                answer.currency,
                self.last4,
                answer.result,
                answer.approval_code,
                answer.rrn,
                answer.decline_code,
                answer.advice,
                self.late_answer,
                self.pending_inquiries,
            ])
            .map(|_| ())
    }
}

/// The operation as it stands now.
pub(super) fn find(connection: &Connection, operation_id: &str) -> rusqlite::Result<Option<Row>> {
    connection
        .prepare_cached(
            "SELECT operation_id, authorization_id, reference, kind, amount, currency, last4, result, approval_code,
                    rrn, decline_code, advice, late_answer, pending_inquiries
             FROM operation WHERE operation_id = ?",
        )?
        .query_row([operation_id], |row| {
            Ok(Row {
                answer: Answer {
                    operation_id: row.get(0)?,
                    kind: row.get(3)?,
                    amount: row.get(4)?,
                    currency: row.get(5)?,
                    result: row.get(7)?,
                    approval_code: row.get(8)?,
                    rrn: row.get(9)?,
                    decline_code: row.get(10)?,
                    advice: row.get(11)?,
                },
                authorization_id: row.get(1)?,
                reference: row.get(2)?,
                last4: row.get(6)?,
                late_answer: row.get(12)?,
                pending_inquiries: row.get(13)?,
            })
        })
        .optional()
}
