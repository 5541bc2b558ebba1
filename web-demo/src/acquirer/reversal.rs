//! Reversals: an operation of any kind is undone, whether or not it arrived.

use rusqlite::Connection;

use super::message::Message;
use super::movement;
use super::operation::{self, Row};
use super::processing::{self, Processed};

/// Acknowledges a reversal, always and again. What the original did no longer counts; an original
/// that was still on its way arrives right after this, and its held request may then be answered.
pub(super) fn acknowledge(
    connection: &Connection,
    request: &Message,
    original: &str,
) -> rusqlite::Result<Processed> {
    let mut undone = operation::find(connection, original)?;
    let last4 = undone
        .as_ref()
        .map(|row| row.last4.clone())
        .unwrap_or_default();
    let mut reversal = Row::of(request, last4);
    reversal.approve(connection)?;
    let mut releases = None;
    if let Some(undone) = &mut undone {
        undone.reverse(connection)?;
        movement::reverse(connection, original)?;
        for late in movement::take_waiting(connection, original)? {
            processing::arrive(connection, undone, Some(&late))?;
            releases = Some(original.to_owned());
        }
    }
    Ok(Processed::Answered {
        answer: Box::new(reversal.answer),
        releases,
    })
}
