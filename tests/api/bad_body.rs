//! A body that is wrong is refused by its code, is never a 5xx, and changes nothing.

use serde_json::{Value, json};
use tests::cards::VISA;
use tests::sealer::random_id;

use crate::world;

/// A body and how it must be refused.
struct Case {
    body: String,
    status: u16,
    code: &'static str,
    param: Option<&'static str>,
}

fn malformed(body: String) -> Case {
    Case {
        body,
        status: 400,
        code: "malformed_request",
        param: None,
    }
}

fn refused(body: String, status: u16, code: &'static str) -> Case {
    Case {
        body,
        status,
        code,
        param: None,
    }
}

fn invalid(body: String, param: &'static str) -> Case {
    Case {
        body,
        status: 422,
        code: "invalid_parameter",
        param: Some(param),
    }
}

/// What is no JSON, or not the JSON this route reads. `open` lacks its last brace.
fn wrong_texts(text: &str, open: &str) -> Vec<Case> {
    vec![
        malformed(String::new()),
        malformed("null".into()),
        malformed("[]".into()),
        malformed("\"text\"".into()),
        malformed(open.into()),
        malformed(format!("{text}x")),
        malformed(format!("\u{feff}{text}")),
        malformed(format!("{open},}}")),
        malformed(format!("{open},\"a\":'b'}}")),
        malformed(format!("{open},\"a\":01}}")),
        malformed(format!("{open},\"a\":NaN}}")),
        malformed(format!(
            "{open},\"metadata\":{}{}}}",
            "[".repeat(2_000),
            "]".repeat(2_000)
        )),
        malformed(format!(
            "{open},\"purchaser\":{}1{}}}",
            "{\"a\":".repeat(500),
            "}".repeat(500)
        )),
        refused(format!("{open},\"amount\":1}}"), 422, "duplicate_parameter"),
        refused(
            format!("{open},\"\\u0061mount\":1}}"),
            422,
            "duplicate_parameter",
        ),
        refused(
            format!("{open},\"pad\":\"{}\"}}", "x".repeat(17 * 1024)),
            413,
            "too_large",
        ),
    ]
}

/// What has a member too many, too few, or of a wrong value.
fn wrong_members(good: &Value) -> Vec<Case> {
    let with = |member: &str, value: Value| {
        let mut body = good.clone();
        body[member] = value;
        body.to_string()
    };
    let mut cases = vec![
        refused(with("colour", json!("red")), 422, "unknown_parameter"),
        refused(
            with("purchaser", json!({ "nick": "x" })),
            422,
            "unknown_parameter",
        ),
        refused(with("token", json!("tok")), 404, "not_found"),
        invalid(with("capture", json!("later")), "capture"),
        invalid(with("session", json!(5)), "session"),
        invalid(
            with("statement_descriptor", json!("far too long a descriptor")),
            "statement_descriptor",
        ),
        invalid(with("metadata", json!("x")), "metadata"),
    ];
    for member in ["token", "amount", "currency", "reference"] {
        let mut without = good.clone();
        without.as_object_mut().unwrap().remove(member);
        cases.push(invalid(without.to_string(), member));
        for wrong in [json!(null), json!(true), json!([]), json!({})] {
            cases.push(invalid(with(member, wrong), member));
        }
    }
    for currency in ["", "jpy", "JP", "XXXX", "ZZZ"] {
        cases.push(invalid(with("currency", json!(currency)), "currency"));
    }
    let long = "r".repeat(65);
    for reference in ["", &long, "a\u{0}b", "line\nbreak", "4242424242424242"] {
        cases.push(invalid(with("reference", json!(reference)), "reference"));
    }
    cases
}

fn wrong_amounts(text: &str) -> Vec<Case> {
    let amounts = [
        "0",
        "-1",
        "1.5",
        "1e3",
        "\"100\"",
        "1000000000001",
        "99999999999999999999",
        "-0",
    ];
    let with = |amount: &str| text.replace("\"amount\":100", &format!("\"amount\":{amount}"));
    amounts
        .iter()
        .map(|amount| invalid(with(amount), "amount"))
        .collect()
}

#[tokio::test]
async fn a_wrong_body_is_refused_by_its_code_and_the_token_stays_live() {
    let merchant = world().merchant().await;
    let token = merchant.token(&VISA).await;
    let reference = merchant.reference();
    let good =
        json!({ "token": token.token, "amount": 100, "currency": "JPY", "reference": reference });
    let text = good.to_string();
    let mut cases = wrong_texts(&text, &text[..text.len() - 1]);
    cases.extend(wrong_members(&good));
    cases.extend(wrong_amounts(&text));
    for Case {
        body,
        status,
        code,
        param,
    } in &cases
    {
        let request = merchant
            .request("POST", "/v1/authorizations")
            .header("idempotency-key", random_id());
        let answer = merchant.http.send(request.json(body)).await;
        assert_eq!(
            answer.code().as_deref(),
            Some(*code),
            "{} for {body:.200}",
            answer.text()
        );
        answer.assert_problem(*status, code);
        if let Some(param) = param {
            assert_eq!(answer.json()["param"], *param, "{body:.200}");
        }
    }
    println!("{} wrong bodies refused", cases.len());
    assert!(cases.len() > 50);
    assert_eq!(world().acquirer.ledger().await.authorizes(&reference), 0);
    let state = merchant
        .get(&format!("/v1/tokens/{}", token.id))
        .await
        .expect(200);
    assert_eq!(state.json()["state"], "live");
    assert_eq!(
        merchant.get("/v1/authorizations").await.expect(200).json()["data"],
        json!([])
    );
    let _ = merchant.authorize(&good).await.expect(201);
}

#[tokio::test]
async fn bytes_that_are_no_text_are_malformed() {
    let merchant = world().merchant().await;
    for body in [
        &b"\xff\xfe{}"[..],
        b"{\"a\":\"\xc3\x28\"}",
        b"{\"a\":\"\xed\xa0\x80\"}",
        b"\0\0\0\0",
    ] {
        for path in ["/v1/authorizations", "/v1/sessions"] {
            let request = merchant
                .request("POST", path)
                .header("idempotency-key", random_id())
                .json(body);
            merchant
                .http
                .send(request)
                .await
                .assert_problem(400, "malformed_request");
        }
    }
}

#[tokio::test]
async fn a_wrong_operators_request_is_refused_by_its_code_and_changes_nothing() {
    let merchant = world().merchant().await;
    let operator = world().operator();
    let path = format!("/merchants/{}", merchant.id);
    let before = operator.send("GET", &path, None).await.expect(200);
    for (change, param) in [
        (json!({ "origins": ["http://shop.example"] }), "origins"),
        (json!({ "origins": "https://shop.example" }), "origins"),
        (json!({ "origins": ["https://shop.example/"] }), "origins"),
        (json!({ "token_minutes": 4 }), "token_minutes"),
        (json!({ "token_minutes": 61 }), "token_minutes"),
        (json!({ "currencies": ["YEN"] }), "currencies"),
        (json!({ "acquirer": "nobody" }), "acquirer"),
        (json!({ "active": "no" }), "active"),
        (json!({ "name": "" }), "name"),
        (json!({ "name": "4242 4242 4242 4242" }), "name"),
    ] {
        let answer = operator.send("PATCH", &path, Some(change.clone())).await;
        assert_eq!(
            answer.code().as_deref(),
            Some("invalid_parameter"),
            "{change}: {}",
            answer.text()
        );
        answer.assert_invalid("invalid_parameter", param);
    }
    operator
        .send("PATCH", &path, Some(json!({ "colour": 1 })))
        .await
        .assert_problem(422, "unknown_parameter");
    assert_eq!(
        operator.send("GET", &path, None).await.bytes(),
        before.bytes()
    );
    for (body, param) in [
        (
            json!({ "connector": "telex", "url": "https://a.example", "signing_secret": "0123456789abcdef" }),
            "connector",
        ),
        (
            json!({ "connector": "json", "url": "http://a.example", "signing_secret": "0123456789abcdef" }),
            "url",
        ),
        (
            json!({ "connector": "json", "url": "https://a.example", "signing_secret": "short" }),
            "signing_secret",
        ),
    ] {
        operator
            .send("PUT", "/acquirers/wrong", Some(body))
            .await
            .assert_invalid("invalid_parameter", param);
    }
    let listed = operator
        .send("GET", "/acquirers", None)
        .await
        .expect(200)
        .text();
    assert!(!listed.contains("\"wrong\""));
    operator
        .send("GET", "/merchants/0123456789abcdef", None)
        .await
        .assert_problem(404, "not_found");
}
