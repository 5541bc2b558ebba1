//! `POST /v1/sessions`

use super::Members;
use crate::Problem;
use access::{Mode, Origin, ReturnUrl, SessionKind};
use card::{Currency, Money};

/// A body that could be read: open a card session.
pub struct OpenSession {
    /// The origin of the page that will show the form.
    pub origin: Origin,
    /// How it will be shown.
    pub kind: SessionKind,
    /// The most its tokens may be redeemed for.
    pub cap: Option<Money>,
    /// The one currency its tokens may be redeemed in.
    pub currency: Option<Currency>,
    /// Where the shopper goes with the token; there for a redirect session and for no other.
    pub return_url: Option<ReturnUrl>,
}

/// Reads the body of a session request.
///
/// `customer` comes with cards on file; until those stand it is refused as unknown rather than taken and
/// forgotten.
pub fn read(body: &[u8], mode: Mode) -> Result<OpenSession, Problem> {
    let mut members = Members::of_body(body)?;
    let origin = members
        .optional("origin", |value| Origin::parse(&value.into_string()?, mode))?
        .ok_or(Problem::invalid("origin"))?;
    let kind = members
        .optional("kind", |value| match value.into_string()?.as_str() {
            "hosted" => Some(SessionKind::Hosted),
            "direct" => Some(SessionKind::Direct),
            "redirect" => Some(SessionKind::Redirect),
            _ => None,
        })?
        .unwrap_or(SessionKind::Hosted);
    let return_url = members.optional("return_url", |value| {
        ReturnUrl::parse(&value.into_string()?, &origin)
    })?;
    if return_url.is_some() != (kind == SessionKind::Redirect) {
        return Err(Problem::invalid("return_url"));
    }
    let amount_cap = members.optional("amount_cap", |value| value.as_integer())?;
    let currency = members.optional_currency("currency")?;
    let cap = match (amount_cap, currency) {
        (Some(cap), Some(currency)) => {
            Some(Money::new(cap, currency).ok_or(Problem::invalid("amount_cap"))?)
        }
        (Some(_), None) => return Err(Problem::invalid("currency")),
        (None, _) => None,
    };
    members.end()?;
    Ok(OpenSession {
        origin,
        kind,
        cap,
        currency,
        return_url,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    #[test]
    fn a_session_needs_an_origin_and_a_cap_needs_a_currency() {
        let open = |body: &str| read(body.as_bytes(), Mode::Test);
        assert!(open(r#"{"origin":"https://shop.example"}"#).is_ok());
        let capped =
            open(r#"{"origin":"https://shop.example","amount_cap":5000,"currency":"JPY"}"#);
        assert_eq!(capped.ok().unwrap().cap.map(Money::amount), Some(5000));
        let direct = open(r#"{"origin":"https://shop.example","kind":"direct"}"#);
        assert_eq!(direct.ok().unwrap().kind, SessionKind::Direct);
        let redirect = open(
            r#"{"origin":"https://shop.example","kind":"redirect","return_url":"https://shop.example/back"}"#,
        );
        let back = redirect.ok().unwrap().return_url.unwrap();
        assert_eq!(back.path(), "/back");
        for (body, code, param) in [
            ("{}", Code::InvalidParameter, Some("origin")),
            (
                r#"{"origin":"shop.example"}"#,
                Code::InvalidParameter,
                Some("origin"),
            ),
            (
                r#"{"origin":"https://shop.example","amount_cap":5000}"#,
                Code::InvalidParameter,
                Some("currency"),
            ),
            (
                r#"{"origin":"https://shop.example","amount_cap":0,"currency":"JPY"}"#,
                Code::InvalidParameter,
                Some("amount_cap"),
            ),
            (
                r#"{"origin":"https://shop.example","amount_cap":9223372036854775807,"currency":"JPY"}"#,
                Code::InvalidParameter,
                Some("amount_cap"),
            ),
            (
                r#"{"origin":"https://shop.example","kind":"floating"}"#,
                Code::InvalidParameter,
                Some("kind"),
            ),
            (
                r#"{"origin":"https://shop.example","kind":"redirect"}"#,
                Code::InvalidParameter,
                Some("return_url"),
            ),
            (
                r#"{"origin":"https://shop.example","return_url":"https://shop.example/back"}"#,
                Code::InvalidParameter,
                Some("return_url"),
            ),
            (
                r#"{"origin":"https://shop.example","kind":"redirect","return_url":"https://other.example/"}"#,
                Code::InvalidParameter,
                Some("return_url"),
            ),
            (
                r#"{"origin":"https://shop.example","color":"red"}"#,
                Code::UnknownParameter,
                None,
            ),
        ] {
            let problem = open(body).err().unwrap();
            assert_eq!(
                (problem.code, problem.param.as_deref()),
                (code, param),
                "{body}"
            );
        }
    }
}
