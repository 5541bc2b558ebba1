//! Inquiries: what became of an operation, as far as the acquirer tells.

use rusqlite::Connection;

use super::message::Answer;
use super::operation;

/// What an inquiry hears, and whether the operation's held request may be answered now. `None`
/// where the operation never arrived.
pub(super) fn inquire(
    connection: &Connection,
    operation_id: &str,
) -> rusqlite::Result<Option<(Answer, bool)>> {
    let found = operation::find(connection, operation_id)?;
    let Some(mut row) = found.filter(operation::Row::has_arrived) else {
        return Ok(None);
    };
    if row.pending_inquiries > 0 && row.stands() {
        row.pending_inquiries -= 1;
        row.save(connection)?;
        let pending = Answer {
            result: "pending".to_owned(),
            approval_code: None,
            rrn: None,
            decline_code: None,
            advice: None,
            ..row.answer
        };
        return Ok(Some((pending, false)));
    }
    let release = row.late_answer && row.stands();
    Ok(Some((row.answer, release)))
}

/// The answer of the operation as it stands now.
pub(super) fn answer(
    connection: &Connection,
    operation_id: &str,
) -> rusqlite::Result<Option<Answer>> {
    Ok(operation::find(connection, operation_id)?.map(|row| row.answer))
}
