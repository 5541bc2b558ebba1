//! What an answer says. It is a claim: whether it is believed is for [`Asked::weigh`] to decide.

use crate::connectors::outbound::Heard;
use payments::acquirer::{Advice, Asked, Claim, Finding, Verdict};
use payments::api::free_text::holds_card_number;
use strict_json::{Object, Value};

/// An answer nests nothing we read.
const DEPTH: usize = 2;

/// The answer to an operation.
pub(super) fn operation(asked: &Asked, heard: Option<Heard>) -> Finding {
    match heard {
        Some(Heard { status: 200, body }) => members(&body)
            .and_then(claim)
            .map_or(Finding::NoAnswer, |claim| asked.weigh(claim)),
        _ => Finding::NoAnswer,
    }
}

/// The answer to an inquiry. "Not found" counts only in the acquirer's own words: any proxy on the way can
/// answer 404.
pub(super) fn inquiry(asked: &Asked, heard: Option<Heard>) -> Finding {
    match heard {
        Some(Heard { status: 404, body }) => {
            let result = members(&body).and_then(|mut members| text(&mut members, "result"));
            if result.as_deref() == Some("not_found") {
                Finding::NotFound
            } else {
                Finding::NoAnswer
            }
        }
        heard => operation(asked, heard),
    }
}

fn members(body: &[u8]) -> Option<Object> {
    strict_json::parse(body, DEPTH).ok()?.into_object()
}

/// Members we do not know are the acquirer's business.
fn claim(mut members: Object) -> Option<Claim> {
    let result = text(&mut members, "result")?;
    let verdict = match result.as_str() {
        "approved" => Verdict::Approved {
            approval_code: code(&mut members, "approval_code"),
            rrn: code(&mut members, "rrn"),
        },
        "declined" => Verdict::Declined {
            decline_code: word(&mut members, "decline_code")
                .unwrap_or_else(|| "declined".to_owned()),
            advice: text(&mut members, "advice").and_then(|advice| Advice::parse(&advice)),
        },
        "reversed" => Verdict::Reversed,
        "pending" => Verdict::Pending,
        _ => return None,
    };
    Some(Claim {
        operation: text(&mut members, "operation_id")?,
        kind: text(&mut members, "kind")?,
        amount: members.take("amount")?.as_integer()?,
        currency: text(&mut members, "currency")?,
        verdict,
    })
}

fn text(members: &mut Object, name: &str) -> Option<String> {
    members
        .take(name)
        .and_then(Value::into_string)
        .map(|text| text.to_string())
}

/// An approval code or reference number (ISO 8583 fields 38 and 37): kept and shown to the merchant, so
/// nothing longer, stranger or like a card number gets in.
fn code(members: &mut Object, name: &str) -> Option<String> {
    let plain = |code: &String| code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let fits = |code: &String| (1..=12).contains(&code.len()) && !holds_card_number(code);
    text(members, name).filter(plain).filter(fits)
}

fn word(members: &mut Object, name: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let fits = |word: &String| (1..=40).contains(&word.len()) && !holds_card_number(word);
    text(members, name)
        .filter(|word| word.bytes().all(plain))
        .filter(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use payments::machine::Kind;

    fn asked() -> Asked {
        Asked {
            operation: "op_1".into(),
            kind: Kind::Authorize,
            amount: 1200,
            currency: "JPY".into(),
        }
    }

    #[allow(
        clippy::unnecessary_wraps,
        reason = "as the functions under test take it"
    )]
    fn heard(status: u16, body: &str) -> Option<Heard> {
        Some(Heard {
            status,
            body: body.as_bytes().to_vec(),
        })
    }

    const APPROVED: &str = r#"{"operation_id":"op_1","kind":"authorize","amount":1200,"currency":"JPY","result":"approved","approval_code":"000001","rrn":"R00000000001","new":[1]}"#;

    #[test]
    fn an_approval_carries_its_codes() {
        let approved = Finding::Approved {
            approval_code: Some("000001".into()),
            rrn: Some("R00000000001".into()),
        };
        assert_eq!(operation(&asked(), heard(200, APPROVED)), approved);
        assert_eq!(inquiry(&asked(), heard(200, APPROVED)), approved);
    }

    #[test]
    fn whatever_is_not_a_plain_answer_is_no_answer() {
        for heard in [
            None,
            heard(500, APPROVED),
            heard(302, APPROVED),
            heard(404, r#"{"result":"not_found"}"#),
            heard(200, ""),
            heard(200, "<html>"),
            heard(200, &APPROVED.replace("1200", "1201")),
            heard(200, &APPROVED.replace("approved", "maybe")),
            heard(200, &[APPROVED, "x"].concat()),
        ] {
            assert_eq!(operation(&asked(), heard), Finding::NoAnswer);
        }
    }

    #[test]
    fn not_found_counts_only_in_the_acquirers_own_words() {
        assert_eq!(
            inquiry(&asked(), heard(404, r#"{"result":"not_found"}"#)),
            Finding::NotFound
        );
        for body in ["", "Not Found", "{}", r#"{"result":"approved"}"#] {
            assert_eq!(inquiry(&asked(), heard(404, body)), Finding::NoAnswer);
        }
    }

    #[test]
    fn a_card_number_in_a_code_goes_no_further() {
        let declined = |code: &str| {
            let body = r#"{"operation_id":"op_1","kind":"authorize","amount":1200,"currency":"JPY","result":"declined","decline_code":""}"#;
            operation(
                &asked(),
                heard(
                    200,
                    &body.replace(r#"_code":""#, &[r#"_code":""#, code].concat()),
                ),
            )
        };
        let with = |code: &str| Finding::Declined {
            decline_code: code.into(),
            advice: None,
        };
        assert_eq!(declined("do_not_honor"), with("do_not_honor"));
        assert_eq!(declined("4242424242424242"), with("declined"));
    }
}
