//! What is said over the wire: two kinds of operation, and one answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The body of `POST /v1/operations`, chosen by `kind`.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Operation {
    Authorize(Authorize),
    Reversal(Reversal),
}

/// A request for money. It holds a card number, so it cannot be printed or stored as it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Authorize {
    pub(super) operation_id: String,
    pub(super) authorization_id: String,
    pub(super) amount: i64,
    pub(super) currency: String,
    #[serde(rename = "capture")]
    _capture: Capture,
    pub(super) reference: String,
    pub(super) card: Card,
    #[serde(rename = "statement_descriptor")]
    _statement_descriptor: Option<String>,
    #[serde(rename = "purchaser")]
    _purchaser: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Capture {
    Automatic,
    Manual,
}

/// The card as the acquirer gets it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Card {
    pub(super) pan: String,
    exp: String,
    cvc: Option<String>,
    #[serde(rename = "name")]
    _name: Option<String>,
}

/// A request to undo an earlier operation, whether or not that one arrived.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reversal {
    pub(super) operation_id: String,
    pub(super) authorization_id: String,
    pub(super) original_operation_id: String,
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) reference: String,
}

impl Operation {
    /// The operation in a body, or `None` where a member is missing, unknown or out of range.
    /// The parser's own message is dropped: it may quote the card.
    pub(super) fn parse(body: &[u8]) -> Option<Self> {
        let operation: Self = serde_json::from_slice(body).ok()?;
        let (amount, currency) = match &operation {
            Self::Authorize(it) => (it.amount, &it.currency),
            Self::Reversal(it) => (it.amount, &it.currency),
        };
        let has_card = match &operation {
            Self::Authorize(it) => it.card.is_well_formed(),
            Self::Reversal(_) => true,
        };
        let is_currency =
            currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
        (amount > 0 && is_currency && has_card).then_some(operation)
    }
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
mod tests {
    use super::*;
    use serde_json::json;

    fn authorize() -> Value {
        json!({
            "operation_id": "op_1", "authorization_id": "auth_1", "kind": "authorize", "amount": 1200,
            "currency": "JPY", "capture": "automatic", "reference": "order-1",
            "card": {"pan": "4242424242424242", "exp": "2030-12", "cvc": "123", "name": "TARO YAMADA"},
            "statement_descriptor": "SHOP", "purchaser": {"email": "a@example.com"},
        })
    }

    fn parses(body: &Value) -> bool {
        Operation::parse(body.to_string().as_bytes()).is_some()
    }

    #[test]
    fn both_kinds_are_read_and_optional_members_may_be_absent() {
        assert!(parses(&authorize()));
        let mut least = authorize();
        for member in ["statement_descriptor", "purchaser"] {
            least.as_object_mut().unwrap().remove(member);
        }
        least["card"] = json!({"pan": "4242424242424242", "exp": "2030-12"});
        assert!(parses(&least));
        assert!(parses(&json!({
            "operation_id": "op_2", "authorization_id": "auth_1", "kind": "reversal",
            "original_operation_id": "op_1", "amount": 1200, "currency": "JPY", "reference": "order-1",
        })));
    }

    #[test]
    fn a_wrong_member_is_refused_wherever_it_stands() {
        let changes = [
            ("/kind", json!("refund")),
            ("/amount", json!(0)),
            ("/amount", json!(12.5)),
            ("/amount", json!("1200")),
            ("/currency", json!("jpy")),
            ("/capture", json!("later")),
            ("/reference", json!(null)),
            ("/card/pan", json!("4242 4242 4242 4242")),
            ("/card/pan", json!("42424242424")),
            ("/card/exp", json!("12/30")),
            ("/card/cvc", json!("12")),
        ];
        for (place, value) in changes {
            let mut body = authorize();
            *body.pointer_mut(place).unwrap() = value;
            assert!(!parses(&body), "{place}");
        }
        for place in ["", "/card"] {
            let mut body = authorize();
            body.pointer_mut(place).unwrap()["unknown"] = json!(1);
            assert!(!parses(&body), "an unknown member in {place:?}");
        }
        assert!(Operation::parse(b"").is_none() && Operation::parse(b"[]").is_none());
    }

    #[test]
    fn of_a_number_only_the_last_four_digits_are_kept() {
        let Some(Operation::Authorize(authorize)) =
            Operation::parse(authorize().to_string().as_bytes())
        else {
            panic!("the body is an authorization")
        };
        assert_eq!(authorize.card.last4(), "4242");
    }
}
