//! What is read and what is not.

use super::*;
use serde_json::json;

const FOLLOW_UPS: [(&str, Option<Move>); 4] = [
    ("capture", Some(Move::Capture)),
    ("void", Some(Move::Void)),
    ("refund", Some(Move::Refund)),
    ("reversal", None),
];

fn authorize() -> Value {
    json!({
        "operation_id": "op_1", "authorization_id": "auth_1", "kind": "authorize", "amount": 1200,
        "currency": "JPY", "capture": "automatic", "reference": "order-1",
        "card": {"pan": "4242424242424242", "exp": "2030-12", "cvc": "123", "name": "TARO YAMADA"},
        "statement_descriptor": "SHOP", "purchaser": {"email": "a@example.com"},
    })
}

fn verify() -> Value {
    let mut body = authorize();
    body["kind"] = json!("verify");
    body["amount"] = json!(0);
    body.as_object_mut().unwrap().remove("capture");
    body
}

fn follow_up(kind: &str) -> Value {
    json!({
        "operation_id": "op_2", "authorization_id": "auth_1", "kind": kind,
        "original_operation_id": "op_1", "amount": 1200, "currency": "JPY", "reference": "order-1",
    })
}

fn parse(body: &Value) -> Option<Message> {
    Message::parse(body.to_string().as_bytes())
}

#[test]
fn each_kind_is_read_as_what_it_moves() {
    let mut manual = authorize();
    manual["capture"] = json!("manual");
    for (body, kind, moves) in [
        (authorize(), "authorize", Some(Move::Sale)),
        (manual, "authorize", Some(Move::Authorize)),
        (verify(), "verify", None),
    ] {
        let request = parse(&body).unwrap();
        assert_eq!((request.kind.as_str(), request.moves), (kind, moves));
        assert!(matches!(request.subject, Subject::Card(_)));
    }
    for (kind, moves) in FOLLOW_UPS {
        let request = parse(&follow_up(kind)).unwrap();
        assert_eq!((request.kind.as_str(), request.moves), (kind, moves));
        assert!(matches!(request.subject, Subject::Original(id) if id == "op_1"));
    }
}

#[test]
fn optional_members_may_be_absent() {
    for mut least in [authorize(), verify()] {
        for member in ["statement_descriptor", "purchaser"] {
            least.as_object_mut().unwrap().remove(member);
        }
        least["card"] = json!({"pan": "4242424242424242", "exp": "2030-12"});
        assert!(parse(&least).is_some());
    }
}

#[test]
fn a_wrong_member_is_refused_wherever_it_stands() {
    let changes = [
        ("/kind", json!("sale")),
        ("/kind", json!("refund")),
        ("/amount", json!(0)),
        ("/amount", json!(12.5)),
        ("/amount", json!("1200")),
        ("/currency", json!("jpy")),
        ("/capture", json!("later")),
        ("/capture", json!(null)),
        ("/reference", json!(null)),
        ("/card", json!(null)),
        ("/card/pan", json!("4242 4242 4242 4242")),
        ("/card/pan", json!("42424242424")),
        ("/card/exp", json!("12/30")),
        ("/card/cvc", json!("12")),
    ];
    for (place, value) in changes {
        let mut body = authorize();
        *body.pointer_mut(place).unwrap() = value;
        assert!(parse(&body).is_none(), "{place}");
    }
    for place in ["", "/card"] {
        let mut body = authorize();
        body.pointer_mut(place).unwrap()["unknown"] = json!(1);
        assert!(parse(&body).is_none(), "an unknown member in {place:?}");
    }
    assert!(Message::parse(b"").is_none() && Message::parse(b"[]").is_none());
}

#[test]
fn a_member_of_another_kind_is_refused() {
    let card = authorize()["card"].clone();
    for (member, value) in [
        ("amount", json!(1_200)),
        ("capture", json!("automatic")),
        ("original_operation_id", json!("op_0")),
    ] {
        let mut body = verify();
        body[member] = value;
        assert!(parse(&body).is_none(), "verify with {member}");
    }
    let mut original = authorize();
    original["original_operation_id"] = json!("op_0");
    assert!(parse(&original).is_none());
    for (kind, _) in FOLLOW_UPS {
        for (member, value) in [
            ("capture", json!("manual")),
            ("card", card.clone()),
            ("statement_descriptor", json!("SHOP")),
            ("purchaser", json!({})),
            ("original_operation_id", json!("op_2")),
            ("amount", json!(-1)),
        ] {
            let mut body = follow_up(kind);
            body[member] = value;
            assert!(parse(&body).is_none(), "{kind} with {member}");
        }
    }
}

#[test]
fn only_a_verification_and_its_reversal_are_about_no_money() {
    for (kind, _) in FOLLOW_UPS {
        let mut body = follow_up(kind);
        body["amount"] = json!(0);
        assert_eq!(parse(&body).is_some(), kind == "reversal", "{kind}");
    }
}

#[test]
fn of_a_number_only_the_last_four_digits_are_kept() {
    let Some(Subject::Card(card)) = parse(&authorize()).map(|request| request.subject) else {
        panic!("the body is about a card")
    };
    assert_eq!(card.last4(), "4242");
}

#[test]
fn the_protocol_shows_every_kind() {
    let document = include_str!("../../../../docs/acquirer-protocol.md");
    let row = document
        .lines()
        .find(|line| line.starts_with("| `kind` |"))
        .unwrap();
    let mut shown: Vec<_> = row.split('"').skip(1).step_by(2).collect();
    let mut kinds: Vec<_> = FOLLOW_UPS.iter().map(|(kind, _)| *kind).collect();
    kinds.extend(["authorize", "verify"]);
    shown.sort_unstable();
    kinds.sort_unstable();
    assert_eq!(shown, kinds);
}
