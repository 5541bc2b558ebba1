//! What is said over the wire: six kinds of operation, and one answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::standing::Move;

/// What is asked.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Authorize,
    Verify,
    Capture,
    Void,
    Refund,
    Reversal,
}

impl Kind {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Authorize => "authorize",
            Self::Verify => "verify",
            Self::Capture => "capture",
            Self::Void => "void",
            Self::Refund => "refund",
            Self::Reversal => "reversal",
        }
    }
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Capture {
    Automatic,
    Manual,
}

/// The body of `POST /v1/operations` with the members of every kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    kind: Kind,
    operation_id: String,
    authorization_id: String,
    amount: i64,
    currency: String,
    reference: String,
    capture: Option<Capture>,
    card: Option<Card>,
    original_operation_id: Option<String>,
    statement_descriptor: Option<String>,
    purchaser: Option<Value>,
}

/// A well-formed body. It may hold a card number, so it cannot be printed or stored as it is.
pub(super) struct Message {
    pub(super) kind: Kind,
    pub(super) operation_id: String,
    pub(super) authorization_id: String,
    /// Minor units.
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) reference: String,
    /// What it does to money, if anything.
    pub(super) moves: Option<Move>,
    pub(super) subject: Subject,
}

/// What an operation is about.
pub(super) enum Subject {
    Card(Card),
    /// The id of an earlier operation, whether or not that one arrived.
    Original(String),
}

impl Message {
    /// The message in a body, or `None` where a member is missing, unknown or out of range.
    /// The parser's own message is dropped: it may quote the card.
    pub(super) fn parse(body: &[u8]) -> Option<Self> {
        let body: Body = serde_json::from_slice(body).ok()?;
        let names_purchase = body.statement_descriptor.is_some() || body.purchaser.is_some();
        let subject = match (body.card, body.original_operation_id) {
            (Some(card), None) => Some(Subject::Card(card)),
            (None, Some(original)) if !names_purchase && original != body.operation_id => {
                Some(Subject::Original(original))
            }
            _ => None,
        }?;
        let is_about_card = matches!(body.kind, Kind::Authorize | Kind::Verify);
        let subject_fits = match &subject {
            Subject::Card(card) => is_about_card && card.is_well_formed(),
            Subject::Original(_) => !is_about_card,
        };
        let amount_fits = match body.kind {
            Kind::Verify => body.amount == 0,
            // Also a verification can be reversed.
            Kind::Reversal => body.amount >= 0,
            _ => body.amount > 0,
        };
        let is_currency =
            body.currency.len() == 3 && body.currency.bytes().all(|byte| byte.is_ascii_uppercase());
        let moves = match (body.kind, body.capture) {
            (Kind::Authorize, Some(Capture::Automatic)) => Some(Move::Sale),
            (Kind::Authorize, Some(Capture::Manual)) => Some(Move::Authorize),
            (Kind::Capture, None) => Some(Move::Capture),
            (Kind::Void, None) => Some(Move::Void),
            (Kind::Refund, None) => Some(Move::Refund),
            (Kind::Verify | Kind::Reversal, None) => None,
            _ => return None,
        };
        (subject_fits && amount_fits && is_currency).then_some(Self {
            kind: body.kind,
            operation_id: body.operation_id,
            authorization_id: body.authorization_id,
            amount: body.amount,
            currency: body.currency,
            reference: body.reference,
            moves,
            subject,
        })
    }
}

/// The card as the acquirer gets it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Card {
    pub(super) pan: String,
    exp: String,
    #[serde(rename = "brand")]
    _brand: Option<String>,
    cvc: Option<String>,
    #[serde(rename = "name")]
    _name: Option<String>,
}

impl Card {
    fn is_well_formed(&self) -> bool {
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let exp_is_month = self.exp.split_once('-').is_some_and(|(year, month)| {
            (year.len(), month.len()) == (4, 2) && all_digits(year) && all_digits(month)
        });
        let cvc_fits = self
            .cvc
            .as_ref()
            .is_none_or(|cvc| matches!(cvc.len(), 3 | 4) && all_digits(cvc));
        (12..=19).contains(&self.pan.len()) && all_digits(&self.pan) && exp_is_month && cvc_fits
    }

    /// All of the number that this acquirer keeps.
    pub(super) fn last4(&self) -> String {
        self.pan
            .chars()
            .skip(self.pan.len().saturating_sub(4))
            .collect()
    }
}

/// The answer to an operation and to an inquiry about it.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Answer {
    pub(super) operation_id: String,
    pub(super) kind: String,
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) result: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) approval_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rrn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) decline_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) advice: Option<String>,
}

#[cfg(test)]
mod tests;
