//! A card is checked for an amount of zero: no money, and nothing follows.

use std::time::Duration;

use serde_json::{Value, json};
use tests::cards::{DECLINED, DO_NOT_HONOR, TIMES_OUT, TypedCard, VISA};
use tests::eventually::eventually;
use tests::merchant::{Merchant, Token};
use tests::sealer::random_id;

use crate::wiretap::Wiretap;
use crate::world;

const PATH: &str = "/v1/verifications";

fn check_of(merchant: &Merchant, token: &Token) -> Value {
    json!({ "token": token.token, "currency": "JPY", "reference": merchant.reference() })
}

async fn check(merchant: &Merchant, card: &TypedCard) -> tests::answer::Answer {
    let body = check_of(merchant, &merchant.token(card).await);
    merchant.post_as(&random_id(), PATH, &body).await
}

/// Kind, amount and result of all the acquirer did.
async fn done(id: &str) -> Vec<(String, i64, String)> {
    let ledger = world().acquirer.ledger().await;
    let entries = ledger.of_authorization(id).into_iter();
    entries
        .map(|entry| (entry.kind.clone(), entry.amount, entry.result.clone()))
        .collect()
}

#[tokio::test]
async fn a_card_is_checked_for_nothing_and_the_token_is_spent() {
    let merchant = world().merchant().await;
    let token = merchant.token(&VISA).await;
    let body = check_of(&merchant, &token);
    let answer = merchant.post_as(&random_id(), PATH, &body).await;
    let checked = answer.expect(201);
    let expected = json!({
        "object": "verification", "status": "approved", "amount": 0, "currency": "JPY",
        "capture": "automatic", "captured": 0, "refunded": 0, "reference": body["reference"],
    });
    for (member, value) in expected.as_object().unwrap() {
        assert_eq!(&checked.json()[member], value, "{member}");
    }
    assert_eq!(checked.json()["card"]["last4"], "4242");
    let operation = &checked.json()["operations"][0];
    assert_eq!(
        (
            &operation["kind"],
            &operation["state"],
            &operation["amount"]
        ),
        (&json!("verify"), &json!("approved"), &json!(0))
    );
    let id = checked.string("id");
    let read = merchant.get(&format!("{PATH}/{id}")).await.expect(200);
    assert_eq!(read.json(), checked.json());
    let ledger = world().acquirer.ledger().await;
    let entries = ledger.of_authorization(&id);
    assert_eq!(entries.len(), 1);
    assert_eq!(
        (
            entries[0].kind.as_str(),
            entries[0].amount,
            entries[0].result.as_str()
        ),
        ("verify", 0, "approved")
    );
    assert_eq!(entries[0].operation_id, operation["id"]);

    merchant
        .authorize(&merchant.payment(&token, 100))
        .await
        .assert_problem(409, "token_used");
    let again = check_of(&merchant, &token);
    let again = merchant.post_as(&random_id(), PATH, &again).await;
    again.assert_problem(409, "token_used");
}

#[tokio::test]
async fn a_verification_is_no_authorization_and_nothing_follows_it() {
    let merchant = world().merchant().await;
    let id = check(&merchant, &VISA).await.expect(201).string("id");
    let paid = merchant.pay(&VISA, 100).await.expect(201).string("id");
    let nobodys = format!("auth_test_00{}", random_id());
    let unknown = merchant.get(&format!("{PATH}/{nobodys}")).await;
    unknown.assert_problem(404, "not_found");
    for path in [
        format!("/v1/authorizations/{id}"),
        format!("{PATH}/{paid}"),
        format!("{PATH}/x"),
    ] {
        assert_eq!(merchant.get(&path).await.bytes(), unknown.bytes(), "{path}");
    }
    let other = merchant.token(&VISA).await;
    for (what, body) in [
        ("captures", json!({})),
        ("void", json!({})),
        ("refunds", json!({})),
        ("confirm", json!({ "token": other.token })),
    ] {
        let answer = merchant.follow_up(&id, what, &body).await;
        assert_eq!(answer.bytes(), unknown.bytes(), "{what}");
        let path = format!("{PATH}/{id}/{what}");
        let answer = merchant.post_as(&random_id(), &path, &body).await;
        assert_eq!(answer.bytes(), unknown.bytes(), "{path}");
    }
    assert_eq!(done(&id).await.len(), 1);
    // The list has the payment, which shows that it would have the other.
    for query in ["", "?status=approved"] {
        let path = format!("/v1/authorizations{query}");
        let list = merchant.get(&path).await.expect(200).json();
        let ids: Vec<&Value> = list["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["id"])
            .collect();
        assert_eq!(ids, [&json!(paid)], "{path}");
    }
    // To another merchant it is not there.
    let stranger = world().merchant().await;
    let foreign = stranger.get(&format!("{PATH}/{id}")).await;
    assert_eq!(foreign.bytes(), unknown.bytes());
}

#[tokio::test]
async fn the_acquirer_is_asked_like_for_a_payment_but_for_nothing() {
    let wire = Wiretap::to(world().acquirer.url()).await;
    let merchant = world().merchant_behind(wire.url(), json!({})).await;
    let mut body = check_of(&merchant, &merchant.token(&VISA).await);
    body["purchaser"] = json!({ "email": "hanako@shop.example" });
    body["metadata"] = json!({ "cart": "77" });
    let answer = merchant.post_as(&random_id(), PATH, &body).await;
    let checked = answer.expect(201).json();
    let messages = wire.messages();
    assert_eq!(messages.len(), 1);
    assert_eq!(
        messages[0],
        json!({
            "operation_id": checked["operations"][0]["id"], "authorization_id": checked["id"],
            "kind": "verify", "amount": 0, "currency": "JPY", "reference": body["reference"],
            "card": { "pan": VISA.pan, "exp": VISA.exp, "brand": "visa", "cvc": VISA.cvc, "name": VISA.name },
            "purchaser": { "email": "hanako@shop.example" },
        })
    );
}

#[tokio::test]
async fn a_card_that_is_declined_is_an_answer() {
    let merchant = world().merchant().await;
    for (pan, code, advice) in DECLINED {
        let answer = check(&merchant, &TypedCard::new(pan)).await.expect(201);
        let checked = answer.json();
        assert_eq!(checked["status"], "declined", "{code}");
        assert_eq!(checked["decline_code"], *code);
        assert_eq!(checked["advice"].as_str(), *advice, "{code}");
        let expected = [("verify".to_owned(), 0, "declined".to_owned())];
        assert_eq!(done(&answer.string("id")).await, expected, "{code}");
    }
}

#[tokio::test]
async fn a_check_under_the_same_key_is_one_check_and_one_answer() {
    let merchant = world().merchant().await;
    for card in [VISA, DO_NOT_HONOR] {
        let body = check_of(&merchant, &merchant.token(&card).await);
        let key = random_id();
        let first = merchant.post_as(&key, PATH, &body).await.expect(201);
        let again = merchant.post_as(&key, PATH, &body).await;
        assert_eq!(again.bytes(), first.bytes());
        assert_eq!(again.header("idempotent-replayed"), "true");
        assert_eq!(first.header("idempotent-replayed"), "");
        assert_eq!(done(&first.string("id")).await.len(), 1);
        let mut other = body.clone();
        other["currency"] = json!("USD");
        let reused = merchant.post_as(&key, PATH, &other).await;
        reused.assert_problem(422, "idempotency_key_reused");
    }
    // A key of authorizations is none of verifications.
    let (key, token) = (random_id(), merchant.token(&VISA).await);
    let _ = merchant
        .authorize_as(&key, &merchant.payment(&token, 100))
        .await
        .expect(201);
    let body = check_of(&merchant, &merchant.token(&VISA).await);
    let _ = merchant.post_as(&key, PATH, &body).await.expect(201);
    let keyless = merchant.post(PATH, &body).await;
    keyless.assert_problem(400, "idempotency_key_missing");
}

#[tokio::test]
async fn a_check_that_is_refused_leaves_the_token_live() {
    let merchant = world()
        .merchant_with("", json!({ "currencies": ["JPY", "USD"] }))
        .await;
    let operator = world().operator();
    let session = merchant
        .session_with(json!({ "amount_cap": 1_000, "currency": "JPY" }))
        .await;
    let answer = merchant.tokenize(&VISA, &session).await.expect(201);
    let token = Token {
        id: answer.string("id"),
        token: answer.string("token"),
    };
    let body = check_of(&merchant, &token);
    let with = |member: &str, value: Value| {
        let mut body = body.clone();
        body[member] = value;
        body
    };
    for (body, status, code) in [
        (with("currency", json!("EUR")), 422, "currency_not_enabled"),
        (with("currency", json!("USD")), 422, "currency_mismatch"),
        (with("currency", json!("YEN")), 422, "invalid_parameter"),
        (with("reference", json!("")), 422, "invalid_parameter"),
        (with("reference", json!(VISA.pan)), 422, "invalid_parameter"),
        (with("amount", json!(0)), 422, "unknown_parameter"),
        (with("capture", json!("manual")), 422, "unknown_parameter"),
        (
            with("statement_descriptor", json!("X")),
            422,
            "unknown_parameter",
        ),
        (with("session", json!(random_id())), 404, "not_found"),
        (with("token", json!(token.id)), 404, "not_found"),
        (json!([]), 400, "malformed_request"),
    ] {
        let answer = merchant.post_as(&random_id(), PATH, &body).await;
        assert_eq!(
            answer.code().as_deref(),
            Some(code),
            "{body}: {}",
            answer.text()
        );
        answer.assert_problem(status, code);
    }
    // An acquirer that checks no cards.
    let name = format!("unable-{}", &merchant.id[..8]);
    let terms = json!({
        "connector": "json", "url": world().acquirer.url(),
        "signing_secret": world().acquirer.signing_secret(),
        "capabilities": ["inquiry", "partial_capture", "multi_capture", "refund_by_reference"],
    });
    let path = format!("/acquirers/{name}");
    let _ = operator.send("PUT", &path, Some(terms)).await.expect(200);
    let able = operator
        .send("GET", &format!("/merchants/{}", merchant.id), None)
        .await
        .string("acquirer");
    for (acquirer, is_able) in [(&name, false), (&able, true)] {
        let state = merchant.get(&format!("/v1/tokens/{}", token.id)).await;
        assert_eq!(state.expect(200).json()["state"], "live");
        let change = json!({ "acquirer": acquirer });
        let changed = operator.change_merchant(&merchant.id, change).await;
        let _ = changed.expect(200);
        let answer = merchant.post_as(&random_id(), PATH, &body).await;
        if is_able {
            assert_eq!(done(&answer.expect(201).string("id")).await.len(), 1);
        } else {
            answer.assert_problem(422, "not_supported_by_acquirer");
        }
    }
    let ledger = world().acquirer.ledger().await;
    let reference = body["reference"].as_str().unwrap();
    assert_eq!(ledger.of_reference(reference).len(), 1);
}

#[tokio::test]
async fn a_check_that_gets_no_answer_is_undone() {
    let merchant = world().merchant().await;
    let answer = check(&merchant, &TIMES_OUT).await.expect(202);
    assert_eq!(answer.json()["status"], "pending");
    let id = answer.string("id");
    let path = format!("{PATH}/{id}");
    let checked = eventually("end of the doubt", Duration::from_mins(2), || async {
        let read = merchant.get(&path).await.expect(200).json();
        (read["status"] == "reversed").then_some(read)
    })
    .await;
    let states: Vec<&Value> = checked["operations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["state"])
        .collect();
    assert_eq!(states, ["reversed", "approved"]);
    // It never arrived, so only its reversal is in the ledger.
    let expected = [("reversal".to_owned(), 0, "approved".to_owned())];
    assert_eq!(done(&id).await, expected);
}
