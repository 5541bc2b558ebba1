//! How a card that was sent has fared.

use alloc::string::String;

use card::CardError;
use strict_json::Value;

/// An answer of the vault, whatever its status.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub text: String,
}

/// The end of one attempt.
pub enum Outcome {
    /// A token: the vault's answer, for the page.
    Token(String),
    /// Something the shopper can correct; the page need not know.
    Card(CardError),
    /// Anything else, by its code.
    Failed(String),
}

impl Outcome {
    /// What an answer means.
    pub fn of(reply: Reply) -> Self {
        if reply.status == 201 {
            return Self::Token(reply.text);
        }
        let code = problem_code(&reply.text).unwrap_or_else(|| String::from("unexpected_answer"));
        match CardError::parse(&code) {
            Some(error) => Self::Card(error),
            None => Self::Failed(code),
        }
    }

    /// A failure that no answer tells of.
    pub fn failed(code: &str) -> Self {
        Self::Failed(String::from(code))
    }
}

/// Whether nothing more can come of this session or this page.
pub fn is_final(code: &str) -> bool {
    matches!(
        code,
        "session_expired" | "too_many_requests" | "keys_refused" | "unauthorized"
    )
}

/// Whether the same card may well be taken a moment later, without the shopper doing anything.
pub(crate) fn is_passing(code: &str) -> bool {
    matches!(
        code,
        "network_error" | "overloaded" | "request_timeout" | "keys_unavailable"
    )
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
    fn a_token_is_the_answer_of_the_vault_word_for_word() {
        let body = r#"{"token":"tok_test_00a.b"}"#;
        assert!(matches!(outcome(201, body), Outcome::Token(text) if text == body));
    }

    #[test]
    fn what_the_shopper_can_correct_is_told_apart_from_the_rest() {
        let refused = outcome(
            422,
            r#"{"title":"Expired","status":422,"code":"expired_card"}"#,
        );
        assert!(matches!(refused, Outcome::Card(CardError::ExpiredCard)));
        let ended = outcome(410, r#"{"code":"session_expired"}"#);
        assert!(matches!(ended, Outcome::Failed(code) if is_final(&code) && !is_passing(&code)));
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
            assert!(
                matches!(outcome(502, text), Outcome::Failed(code) if code == "unexpected_answer")
            );
        }
    }
}
