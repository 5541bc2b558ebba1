//! The table `operation`: where each operation stands, and how requests change it.
//!
//! Results: `waiting` (not arrived yet; an inquiry finds nothing), `approved`, `declined`,
//! `reversed`. A row and its ledger entry are written in one transaction.

use rusqlite::{Connection, OptionalExtension, params};

use super::behaviour::{self, Behaviour, Silence};
use super::ledger::{self, Entry};
use super::message::{Answer, Authorize, Reversal};

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

/// How often an inquiry says pending before it tells the truth.
const PENDING_INQUIRIES: i64 = 2;

/// What became of an authorization.
pub(super) enum Authorized {
    /// The acquirer says yes or no at once.
    Answered(Answer),
    /// The request stays without an answer, at least for now.
    Silent(Silence),
}

/// A row of the table.
struct Row {
    answer: Answer,
    authorization_id: String,
    reference: String,
    last4: String,
    /// The held request is answered once an inquiry was.
    late_answer: bool,
    pending_inquiries: i64,
}

/// Acts on an authorization as its card and amount say.
pub(super) fn authorize(
    connection: &Connection,
    request: &Authorize,
) -> rusqlite::Result<Authorized> {
    let behaviour = behaviour::of(&request.card.pan);
    let silence = (behaviour == Behaviour::TimeOut).then(|| Silence::of(request.amount));
    let (result, decline_code, advice) = match (behaviour, silence) {
        (Behaviour::Decline { code, advice }, _) => ("declined", Some(code), advice),
        (_, Some(Silence::ApprovedAfterReversal)) => ("waiting", None, None),
        (Behaviour::Approve | Behaviour::TimeOut, _) => ("approved", None, None),
    };
    let mut row = Row {
        answer: Answer {
            operation_id: request.operation_id.clone(),
            kind: "authorize".to_owned(),
            amount: request.amount,
            currency: request.currency.clone(),
            result: result.to_owned(),
            approval_code: None,
            rrn: None,
            decline_code: decline_code.map(str::to_owned),
            advice: advice.map(str::to_owned),
        },
        authorization_id: request.authorization_id.clone(),
        reference: request.reference.clone(),
        last4: request.card.last4(),
        late_answer: silence == Some(Silence::AnsweredTwice),
        pending_inquiries: if silence == Some(Silence::PendingThenApproved) {
            PENDING_INQUIRIES
        } else {
            0
        },
    };
    match silence {
        Some(Silence::NeverArrived) => {}
        Some(Silence::ApprovedAfterReversal) => row.save(connection)?,
        _ => row.act(connection)?,
    }
    Ok(silence.map_or_else(|| Authorized::Answered(row.answer), Authorized::Silent))
}

/// Acknowledges a reversal, always and again, and says whether the original's held request may be
/// answered now: an original that was still on its way arrives right after this reversal.
pub(super) fn reverse(
    connection: &Connection,
    request: &Reversal,
) -> rusqlite::Result<(Answer, bool)> {
    let original = find(connection, &request.original_operation_id)?;
    let mut row = Row {
        answer: Answer {
            operation_id: request.operation_id.clone(),
            kind: "reversal".to_owned(),
            amount: request.amount,
            currency: request.currency.clone(),
            result: "approved".to_owned(),
            approval_code: None,
            rrn: None,
            decline_code: None,
            advice: None,
        },
        authorization_id: request.authorization_id.clone(),
        reference: request.reference.clone(),
        last4: original
            .as_ref()
            .map(|row| row.last4.clone())
            .unwrap_or_default(),
        late_answer: false,
        pending_inquiries: 0,
    };
    row.act(connection)?;
    let Some(mut original) = original else {
        return Ok((row.answer, false));
    };
    match original.answer.result.as_str() {
        "waiting" => {
            "approved".clone_into(&mut original.answer.result);
            original.act(connection)?;
            Ok((row.answer, true))
        }
        "approved" => {
            "reversed".clone_into(&mut original.answer.result);
            original.save(connection)?;
            Ok((row.answer, false))
        }
        _ => Ok((row.answer, false)),
    }
}

/// Where an operation stands, or `None` where it never arrived; and whether its held request may
/// be answered now.
pub(super) fn inquire(
    connection: &Connection,
    operation_id: &str,
) -> rusqlite::Result<Option<(Answer, bool)>> {
    let Some(mut row) =
        find(connection, operation_id)?.filter(|row| row.answer.result != "waiting")
    else {
        return Ok(None);
    };
    if row.pending_inquiries > 0 && row.answer.result == "approved" {
        row.pending_inquiries -= 1;
        row.save(connection)?;
        let pending = Answer {
            result: "pending".to_owned(),
            approval_code: None,
            rrn: None,
            ..row.answer
        };
        return Ok(Some((pending, false)));
    }
    let release = row.late_answer && row.answer.result == "approved";
    Ok(Some((row.answer, release)))
}

/// The answer of the operation as it stands now.
pub(super) fn answer(
    connection: &Connection,
    operation_id: &str,
) -> rusqlite::Result<Option<Answer>> {
    Ok(find(connection, operation_id)?.map(|row| row.answer))
}

impl Row {
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
        if answer.result == "approved" && answer.kind == "authorize" {
            answer.approval_code = Some(format!("{:06}", seq % 1_000_000));
        }
        // ISO 8583 field 37 is 12 letters or digits; the letter keeps it from looking like a card.
        answer.rrn = Some(format!("R{seq:011}"));
        self.save(connection)
    }

    fn save(&self, connection: &Connection) -> rusqlite::Result<()> {
        let answer = &self.answer;
        connection
            .prepare_cached("INSERT OR REPLACE INTO operation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?
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

fn find(connection: &Connection, operation_id: &str) -> rusqlite::Result<Option<Row>> {
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
