//! How a card that was sent has fared.

use alloc::string::String;

use card::CardError;
use strict_json::{Value, write_string};

use crate::http::Reply;

/// The end of one attempt.
pub(crate) enum Outcome {
    /// A token: the vault's answer, for the page.
    Token(Reply),
    /// Something the shopper can correct; the page need not know.
    Card(CardError),
    /// Anything else, by its code.
    Failed(String),
}

impl Outcome {
    pub(crate) fn failed(code: &str) -> Self {
        Self::Failed(String::from(code))
    }

    pub(crate) fn of(reply: Reply) -> Self {
        if reply.status == 201 {
            return Self::Token(reply);
        }
        let code = problem_code(&reply.text).unwrap_or_else(|| String::from("unexpected_answer"));
        match CardError::parse(&code) {
            Some(error) => Self::Card(error),
            None => Self::Failed(code),
        }
    }

    /// The message for the page, if this is news for it: JSON without any card value.
    pub(crate) fn message(&self) -> Option<String> {
        let mut json = String::new();
        match self {
            Self::Token(reply) => {
                json.push_str(r#"{"type":"token","status":201,"body":"#);
                write_string(&mut json, &reply.text);
            }
            Self::Failed(code) => {
                json.push_str(r#"{"type":"error","code":"#);
                write_string(&mut json, code);
            }
            Self::Card(_) => return None,
        }
        json.push('}');
        Some(json)
    }
}

/// The `code` of a problem (RFC 9457).
fn problem_code(text: &str) -> Option<String> {
    let mut problem = strict_json::parse(text.as_bytes(), 4).ok()?.into_object()?;
    problem
        .take("code")
        .and_then(Value::into_string)
        .map(|code| String::from(code.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(status: u16, text: &str) -> Outcome {
        Outcome::of(Reply {
            status,
            text: String::from(text),
        })
    }

    #[test]
    fn the_page_gets_the_answer_of_the_vault_word_for_word() {
        let message = outcome(201, r#"{"token":"tok_test_00a.b"}"#).message();
        let expected = r#"{"type":"token","status":201,"body":"{\"token\":\"tok_test_00a.b\"}"}"#;
        assert_eq!(message.as_deref(), Some(expected));
    }

    #[test]
    fn what_the_shopper_can_correct_is_no_news_for_the_page() {
        let refused = outcome(
            422,
            r#"{"title":"Expired","status":422,"code":"expired_card"}"#,
        );
        assert!(matches!(refused, Outcome::Card(CardError::ExpiredCard)));
        assert!(refused.message().is_none());
    }

    #[test]
    fn any_other_problem_is_told_by_its_code() {
        let message = outcome(410, r#"{"code":"session_expired"}"#).message();
        assert_eq!(
            message.as_deref(),
            Some(r#"{"type":"error","code":"session_expired"}"#)
        );
    }

    #[test]
    fn an_answer_that_is_no_problem_has_a_code_of_its_own() {
        for text in [
            "",
            "<html>",
            "{}",
            r#"{"code":1}"#,
            r#"{"code":"a","code":"b"}"#,
        ] {
            let message = outcome(502, text).message();
            assert_eq!(
                message.as_deref(),
                Some(r#"{"type":"error","code":"unexpected_answer"}"#)
            );
        }
    }
}
