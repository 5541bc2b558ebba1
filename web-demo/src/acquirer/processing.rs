//! What the acquirer does with an operation: treat it as its card says, judge it by the books, act.

use rusqlite::Connection;

use super::message::{Answer, Kind, Message, Subject};
use super::movement::{self, Movement};
use super::operation::{self, Row};
use super::reversal;
use super::silence::Silence;
use super::standing::{Refused, Standing};
use super::treatment::{self, Treatment};

/// How often an inquiry says pending before it tells the truth.
const PENDING_INQUIRIES: i64 = 2;

/// What became of a request.
pub(super) enum Processed {
    /// It is answered at once.
    Answered {
        answer: Box<Answer>,
        /// The operation whose held request may be answered now.
        releases: Option<String>,
    },
    /// It stays without an answer, at least for now.
    Silent,
}

/// Does what is asked. A request that comes twice is acted on twice.
pub(super) fn process(connection: &Connection, request: &Message) -> rusqlite::Result<Processed> {
    match &request.subject {
        Subject::Card(card) => {
            let treatment = treatment::of_card(&card.pan, request.amount);
            let row = Row::of(request, card.last4());
            let movement = movement_of(request, &request.operation_id);
            receive(connection, row, movement, treatment)
        }
        Subject::Original(original) if request.kind == Kind::Reversal => {
            reversal::acknowledge(connection, request, original)
        }
        Subject::Original(original) => {
            let last4 = authorization(connection, original, &request.authorization_id)?
                .map(|row| row.last4)
                .unwrap_or_default();
            let treatment = treatment::of_follow_up(&last4, request.amount);
            let row = Row::of(request, last4);
            receive(connection, row, movement_of(request, original), treatment)
        }
    }
}

fn movement_of(request: &Message, authorizing_operation_id: &str) -> Option<Movement> {
    request.moves.map(|kind| Movement {
        operation_id: request.operation_id.clone(),
        authorizing_operation_id: authorizing_operation_id.to_owned(),
        kind,
        amount: request.amount,
    })
}

fn receive(
    connection: &Connection,
    mut row: Row,
    movement: Option<Movement>,
    treatment: Treatment,
) -> rusqlite::Result<Processed> {
    match treatment {
        Treatment::Judged => arrive(connection, &mut row, movement.as_ref())?,
        Treatment::Declined { code, advice } => row.decline(connection, code, advice)?,
        Treatment::Silent(silence) => {
            match silence {
                Silence::NeverArrived => {}
                Silence::ArrivesAfterReversal => {
                    row.save(connection)?;
                    if let Some(movement) = movement {
                        movement.waits(connection)?;
                    }
                }
                Silence::AnswerLost | Silence::AnsweredTwice | Silence::PendingFirst => {
                    row.late_answer = silence == Silence::AnsweredTwice;
                    if silence == Silence::PendingFirst {
                        row.pending_inquiries = PENDING_INQUIRIES;
                    }
                    arrive(connection, &mut row, movement.as_ref())?;
                }
            }
            return Ok(Processed::Silent);
        }
    }
    Ok(Processed::Answered {
        answer: Box::new(row.answer),
        releases: None,
    })
}

/// The operation is there: it is judged by how its authorization stands now, and acted on.
pub(super) fn arrive(
    connection: &Connection,
    row: &mut Row,
    movement: Option<&Movement>,
) -> rusqlite::Result<()> {
    let refused = match movement {
        Some(movement) => refusal(connection, row, movement)?,
        None => None,
    };
    if let Some(refused) = refused {
        return row.decline(connection, refused.as_str(), None);
    }
    row.approve(connection)?;
    movement.map_or(Ok(()), |movement| movement.moved(connection))
}

fn refusal(
    connection: &Connection,
    row: &Row,
    movement: &Movement,
) -> rusqlite::Result<Option<Refused>> {
    let authorizing = &movement.authorizing_operation_id;
    if *authorizing == movement.operation_id {
        return Ok(None);
    }
    let Some(original) = authorization(connection, authorizing, &row.authorization_id)? else {
        return Ok(Some(Refused::NotFound));
    };
    if original.answer.currency != row.answer.currency {
        return Ok(Some(Refused::InvalidTransaction));
    }
    let standing = Standing::of(movement::of_authorization(connection, authorizing)?);
    Ok(standing.refusal(movement.kind, movement.amount))
}

/// The operation that a follow-up names, if it has arrived and belongs to the same authorization.
fn authorization(
    connection: &Connection,
    operation_id: &str,
    authorization_id: &str,
) -> rusqlite::Result<Option<Row>> {
    let found = operation::find(connection, operation_id)?;
    Ok(found.filter(|row| row.has_arrived() && row.authorization_id == authorization_id))
}
