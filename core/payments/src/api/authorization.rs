//! `POST /v1/authorizations` and `POST /v1/verifications`

use super::Members;
use super::members::is_free_text;
use crate::Problem;
use crate::command::Purpose;
use crate::machine::Capture;
use access::{Mode, Token};
use card::{Currency, Money};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A body that could be read: redeem this token for this much.
pub struct Authorize {
    /// The token; `None` where the text is no token of this vault, which is answered like an unknown one.
    pub token: Option<Token>,
    /// The session the merchant expects the token to come from.
    pub session: Option<String>,
    /// A payment, or a check of the card.
    pub purpose: Purpose,
    /// Minor units; zero where the card is only checked.
    pub amount: i64,
    /// ISO 4217
    pub currency: Currency,
    /// When it is taken.
    pub capture: Capture,
    /// The merchant's own name for the payment.
    pub reference: String,
    /// What the acquirer is told besides.
    pub besides: Besides,
    /// The merchant's notes, as JSON text.
    pub metadata: Option<String>,
}

/// What the acquirer is told besides the payment itself. It is passed on, and kept only while a payment
/// waits for its shopper.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Besides {
    /// Who buys.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub purchaser: Option<Purchaser>,
    /// What the shopper's statement should say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub statement_descriptor: Option<String>,
}

/// Who buys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Purchaser {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Address>,
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Address {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line1: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

const MAX_METADATA: usize = 20;

/// Reads the body of an authorization request.
pub fn read(body: &[u8], mode: Mode) -> Result<Authorize, Problem> {
    let mut members = Members::of_body(body)?;
    let amount = members
        .optional_integer("amount")?
        .ok_or(Problem::invalid("amount"))?;
    let capture = members
        .optional("capture", |value| Capture::parse(&value.into_string()?))?
        .unwrap_or(Capture::Automatic);
    let statement_descriptor = members.optional_text("statement_descriptor", 22)?;
    let mut request = redemption(members, mode)?;
    let money = Money::new(amount, request.currency).ok_or(Problem::invalid("amount"))?;
    request.amount = money.amount();
    request.capture = capture;
    request.besides.statement_descriptor = statement_descriptor;
    Ok(request)
}

/// Reads the body of a verification request: the same without an amount and what goes with one.
pub fn read_verification(body: &[u8], mode: Mode) -> Result<Authorize, Problem> {
    let mut request = redemption(Members::of_body(body)?, mode)?;
    request.purpose = Purpose::Verification;
    Ok(request)
}

/// What both have, and nothing else.
fn redemption(mut members: Members, mode: Mode) -> Result<Authorize, Problem> {
    let token = members.secret("token")?;
    let request = Authorize {
        token: Token::parse(&token, mode),
        session: members.optional_text("session", 22)?,
        purpose: Purpose::Payment,
        amount: 0,
        currency: members
            .optional_currency("currency")?
            .ok_or(Problem::invalid("currency"))?,
        capture: Capture::Automatic,
        reference: members.text("reference", 64)?,
        besides: Besides {
            purchaser: members.object("purchaser")?.map(purchaser).transpose()?,
            statement_descriptor: None,
        },
        metadata: members.object("metadata")?.map(metadata).transpose()?,
    };
    members.end()?;
    Ok(request)
}

fn purchaser(mut members: Members) -> Result<Purchaser, Problem> {
    let purchaser = Purchaser {
        name: members.optional_text("name", 128)?,
        email: members.optional_text("email", 254)?,
        phone: members.optional_text("phone", 32)?,
        billing: members.object("billing")?.map(address).transpose()?,
        shipping: members.object("shipping")?.map(address).transpose()?,
    };
    members.end()?;
    Ok(purchaser)
}

fn address(mut members: Members) -> Result<Address, Problem> {
    let address = Address {
        name: members.optional_text("name", 128)?,
        line1: members.optional_text("line1", 128)?,
        line2: members.optional_text("line2", 128)?,
        city: members.optional_text("city", 64)?,
        state: members.optional_text("state", 64)?,
        postal_code: members.optional_text("postal_code", 16)?,
        country: members.optional("country", |value| {
            let country = value.into_string()?;
            let alpha2 =
                country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
            alpha2.then(|| country.as_str().to_owned())
        })?,
        phone: members.optional_text("phone", 32)?,
    };
    members.end()?;
    Ok(address)
}

/// At most 20 members of text, names up to 40 characters and values up to 200.
fn metadata(mut members: Members) -> Result<String, Problem> {
    let invalid = || Problem::invalid("metadata");
    let mut notes = BTreeMap::new();
    while let Some((name, value)) = members.take_first() {
        let value = value.into_string().ok_or_else(invalid)?;
        if !is_free_text(&name, 40) || !is_free_text(&value, 200) || notes.len() == MAX_METADATA {
            return Err(invalid());
        }
        notes.insert(name, value.as_str().to_owned());
    }
    serde_json::to_string(&notes).map_err(|_| invalid())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    const TOKEN: &str =
        "tok_test_00AQEBAQEBAQEBAQEBAQEBAQ.AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";

    fn body(rest: &str) -> Vec<u8> {
        format!(
            r#"{{"token":"{TOKEN}","amount":1200,"currency":"JPY","reference":"order-1"{rest}}}"#
        )
        .into_bytes()
    }

    fn problem(body: &[u8]) -> (Code, Option<String>) {
        let problem = read(body, Mode::Test).err().expect("a refusal");
        (
            problem.code,
            problem.param.map(std::borrow::Cow::into_owned),
        )
    }

    #[test]
    fn the_shortest_request_takes_the_money_at_once() {
        let request = read(&body(""), Mode::Test).ok().unwrap();
        assert!(request.token.is_some());
        assert_eq!(request.capture, Capture::Automatic);
        assert_eq!((request.amount, request.currency.as_str()), (1200, "JPY"));
    }

    #[test]
    fn the_longest_request_is_read_whole() {
        let request = read(
            &body(
                r#","capture":"manual","session":"AQEBAQEBAQEBAQEBAQEBAQ","statement_descriptor":"CARDSEAL SHOP",
                "purchaser":{"name":"山田 花子","email":"hanako@example.jp","phone":"+81 3 1234 5678",
                    "billing":{"line1":"1-2-3","city":"渋谷区","postal_code":"150-0001","country":"JP"}},
                "metadata":{"cart":"77","channel":"web"}"#,
            ),
            Mode::Test,
        )
        .ok()
        .unwrap();
        assert_eq!(request.capture, Capture::Manual);
        assert_eq!(
            request.metadata.as_deref(),
            Some(r#"{"cart":"77","channel":"web"}"#)
        );
        assert_eq!(
            request
                .besides
                .purchaser
                .unwrap()
                .billing
                .unwrap()
                .country
                .as_deref(),
            Some("JP")
        );
    }

    #[test]
    fn a_verification_has_no_amount_and_nothing_that_goes_with_one() {
        let whole = format!(r#"{{"token":"{TOKEN}","currency":"JPY","reference":"r"}}"#);
        let request = read_verification(whole.as_bytes(), Mode::Test)
            .ok()
            .unwrap();
        assert_eq!(
            (request.purpose, request.amount),
            (Purpose::Verification, 0)
        );
        for member in [
            r#""amount":0"#,
            r#""capture":"manual""#,
            r#""statement_descriptor":"X""#,
        ] {
            let body = whole.replace('}', &format!(",{member}}}"));
            let problem = read_verification(body.as_bytes(), Mode::Test)
                .err()
                .unwrap();
            assert_eq!(problem.code, Code::UnknownParameter, "{member}");
        }
    }

    #[test]
    fn every_wrong_member_is_refused_by_name() {
        for (rest, code, param) in [
            (r#","color":"red""#, Code::UnknownParameter, None),
            (r#","amount":1"#, Code::DuplicateParameter, None),
            (
                r#","capture":"later""#,
                Code::InvalidParameter,
                Some("capture"),
            ),
            (r#","session":5"#, Code::InvalidParameter, Some("session")),
            (
                r#","metadata":[]"#,
                Code::InvalidParameter,
                Some("metadata"),
            ),
            (
                r#","metadata":{"a":1}"#,
                Code::InvalidParameter,
                Some("metadata"),
            ),
            (
                r#","metadata":null"#,
                Code::InvalidParameter,
                Some("metadata"),
            ),
            (r#","purchaser":{"nick":"x"}"#, Code::UnknownParameter, None),
            (
                r#","purchaser":{"billing":{"country":"jp"}}"#,
                Code::InvalidParameter,
                Some("country"),
            ),
            (
                r#","statement_descriptor":"a name that is too long""#,
                Code::InvalidParameter,
                Some("statement_descriptor"),
            ),
        ] {
            assert_eq!(
                problem(&body(rest)),
                (code, param.map(str::to_owned)),
                "{rest}"
            );
        }
    }

    #[test]
    fn an_amount_is_a_positive_whole_number_of_minor_units() {
        for amount in [
            "0",
            "-1",
            "1.5",
            "1e3",
            "\"1200\"",
            "null",
            "1000000000001",
            "99999999999999999999",
        ] {
            let text = format!(
                r#"{{"token":"{TOKEN}","amount":{amount},"currency":"JPY","reference":"r"}}"#
            );
            assert_eq!(
                problem(text.as_bytes()),
                (Code::InvalidParameter, Some("amount".into())),
                "{amount}"
            );
        }
    }

    #[test]
    fn a_card_number_in_any_text_is_refused() {
        for rest in [
            r#","statement_descriptor":"4242424242424242""#,
            r#","metadata":{"note":"4242 4242 4242 4242"}"#,
            r#","metadata":{"4242424242424242":"note"}"#,
            r#","purchaser":{"name":"4242424242424242"}"#,
            r#","purchaser":{"shipping":{"line2":"4242-4242-4242-4242"}}"#,
        ] {
            assert_eq!(problem(&body(rest)).0, Code::InvalidParameter, "{rest}");
        }
    }

    #[test]
    fn what_is_no_object_is_malformed() {
        for text in [
            "",
            "[]",
            "null",
            "{",
            "{}{}",
            "\u{feff}{}",
            "{\"a\":{\"b\":{\"c\":{\"d\":{}}}}}",
        ] {
            assert_eq!(problem(text.as_bytes()).0, Code::MalformedRequest, "{text}");
        }
    }

    #[test]
    fn a_text_that_is_no_token_reads_as_none() {
        let text = br#"{"token":"nonsense","amount":1200,"currency":"JPY","reference":"r"}"#;
        assert!(read(text, Mode::Test).ok().unwrap().token.is_none());
    }
}
