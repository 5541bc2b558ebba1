//! `POST /v1/authorizations/{id}/captures`, `…/void`, `…/refunds` and `…/confirm`

use super::Members;
use crate::Problem;
use crate::machine::Kind;
use access::{Mode, Token};

/// Reads how much is wanted: `None` is all that is left. A void has no amount.
pub fn read(kind: Kind, body: &[u8]) -> Result<Option<i64>, Problem> {
    let mut members = Members::of_body(body)?;
    let amount = if kind == Kind::Void {
        None
    } else {
        members.optional("amount", |value| {
            value.as_integer().filter(|amount| *amount > 0)
        })?
    };
    members.end()?;
    Ok(amount)
}

/// Reads the token of a payment that goes on; `None` where the text is no token of this vault.
pub fn read_confirmation(body: &[u8], mode: Mode) -> Result<Option<Token>, Problem> {
    let mut members = Members::of_body(body)?;
    let token = members.secret("token")?;
    members.end()?;
    Ok(Token::parse(&token, mode))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    #[test]
    fn an_amount_is_a_positive_whole_number_or_left_out() {
        assert_eq!(read(Kind::Capture, b"{}"), Ok(None));
        assert_eq!(read(Kind::Refund, br#"{"amount":700}"#), Ok(Some(700)));
        for amount in ["0", "-1", "1.5", "null", "\"1\""] {
            let body = format!(r#"{{"amount":{amount}}}"#);
            assert_eq!(
                read(Kind::Capture, body.as_bytes()),
                Err(Problem::invalid("amount")),
                "{amount}"
            );
        }
    }

    #[test]
    fn a_void_takes_all_or_nothing() {
        assert_eq!(read(Kind::Void, b"{}"), Ok(None));
        assert_eq!(
            read(Kind::Void, br#"{"amount":700}"#),
            Err(Code::UnknownParameter.into())
        );
    }

    #[test]
    fn a_confirmation_brings_the_token_and_nothing_else() {
        let problem = |body: &[u8]| read_confirmation(body, Mode::Test).err();
        assert_eq!(problem(b"{}"), Some(Problem::invalid("token")));
        assert_eq!(
            problem(br#"{"token":"x","amount":1}"#),
            Some(Code::UnknownParameter.into())
        );
        let unknown = read_confirmation(br#"{"token":"x"}"#, Mode::Test);
        assert!(unknown.ok().unwrap().is_none());
    }
}
