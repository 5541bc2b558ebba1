//! A token becomes one authorization.

use serde_json::json;
use tests::cards::{DECLINED, TypedCard, VISA};
use tests::ledger::Standing;
use tests::sealer::random_id;

use crate::world;

#[tokio::test]
async fn a_token_is_redeemed_for_the_whole_authorization() {
    let merchant = world().merchant().await;
    let token = merchant.token(&VISA).await;
    let body = merchant.payment(&token, 1_200);
    let answer = merchant.authorize(&body).await.expect(201);
    let authorization = answer.json();

    let members: Vec<&String> = authorization.as_object().unwrap().keys().collect();
    assert_eq!(
        members,
        [
            "acquirer",
            "amount",
            "approval_code",
            "capture",
            "captured",
            "card",
            "created",
            "currency",
            "id",
            "object",
            "operations",
            "reference",
            "refunded",
            "rrn",
            "status",
            "version",
        ]
    );
    let expected = json!({
        "object": "authorization", "status": "approved", "amount": 1_200, "currency": "JPY",
        "capture": "automatic", "captured": 1_200, "refunded": 0, "reference": body["reference"],
    });
    for (member, value) in expected.as_object().unwrap() {
        assert_eq!(&authorization[member], value, "{member}");
    }
    let card = &authorization["card"];
    assert_eq!(
        (&card["brand"], &card["last4"], &card["exp"]),
        (&json!("visa"), &json!("4242"), &json!("2031-08"))
    );
    let fingerprint = card["fingerprint"].as_str().unwrap();
    assert!(
        fingerprint.starts_with("fp_") && fingerprint.len() == 25,
        "{fingerprint}"
    );
    assert_eq!(authorization["operations"].as_array().unwrap().len(), 1);
    let operation = &authorization["operations"][0];
    assert_eq!(
        (&operation["kind"], &operation["state"]),
        (&json!("authorize"), &json!("approved"))
    );

    let id = answer.string("id");
    assert!(id.starts_with("auth_test_00"), "{id}");
    let read = merchant
        .get(&format!("/v1/authorizations/{id}"))
        .await
        .expect(200);
    assert_eq!(read.json(), authorization);

    let ledger = world().acquirer.ledger().await;
    assert_eq!(ledger.standing(&id), Standing::Approved);
    assert_eq!(ledger.of_authorization(&id).len(), 1);
    let entry = ledger.of_authorization(&id)[0];
    assert_eq!(entry.operation_id, operation["id"]);
    assert_eq!(
        (entry.amount, entry.currency.as_str(), entry.last4.as_str()),
        (1_200, "JPY", "4242")
    );
}

#[tokio::test]
async fn a_manual_capture_reserves_and_takes_nothing_yet() {
    let merchant = world().merchant().await;
    let token = merchant.token(&VISA).await;
    let mut body = merchant.payment(&token, 700);
    body["capture"] = json!("manual");
    let authorization = merchant.authorize(&body).await.expect(201).json();
    assert_eq!(
        (&authorization["capture"], &authorization["captured"]),
        (&json!("manual"), &json!(0))
    );
}

#[tokio::test]
async fn a_decline_is_an_answer_and_spends_the_token() {
    let merchant = world().merchant().await;
    for (pan, code, advice) in DECLINED {
        let token = merchant.token(&TypedCard::new(pan)).await;
        let answer = merchant
            .authorize(&merchant.payment(&token, 900))
            .await
            .expect(201);
        let authorization = answer.json();
        assert_eq!(authorization["status"], "declined", "{code}");
        assert_eq!(authorization["decline_code"], *code);
        assert_eq!(authorization["advice"].as_str(), *advice, "{code}");
        assert_eq!(authorization["captured"], 0, "{code}");
        merchant
            .authorize(&merchant.payment(&token, 900))
            .await
            .assert_problem(409, "token_used");
        let ledger = world().acquirer.ledger().await;
        assert_eq!(
            ledger.standing(&answer.string("id")),
            Standing::Declined,
            "{code}"
        );
        assert_eq!(
            ledger.of_authorization(&answer.string("id")).len(),
            1,
            "{code}"
        );
    }
}

#[tokio::test]
async fn a_token_is_redeemed_once() {
    let merchant = world().merchant().await;
    let token = merchant.token(&VISA).await;
    let _ = merchant
        .authorize(&merchant.payment(&token, 1_000))
        .await
        .expect(201);
    for _ in 0..3 {
        let again = merchant.payment(&token, 1_000);
        merchant
            .authorize(&again)
            .await
            .assert_problem(409, "token_used");
        assert_eq!(
            world()
                .acquirer
                .ledger()
                .await
                .authorizes(again["reference"].as_str().unwrap()),
            0
        );
    }
    let state = merchant
        .get(&format!("/v1/tokens/{}", token.id))
        .await
        .expect(200);
    assert_eq!(state.json()["state"], "claimed");
}

#[tokio::test]
async fn a_payment_refused_in_the_middle_of_its_transaction_leaves_the_token_live() {
    // The claim comes before the checks of amount and currency, in the same transaction: if it were not
    // rolled back with the refusal, the last redemption would find the token used.
    let merchant = world()
        .merchant_with("", json!({ "currencies": ["JPY", "USD"] }))
        .await;
    let session = merchant
        .session_with(json!({ "amount_cap": 1_000, "currency": "JPY" }))
        .await;
    let answer = merchant.tokenize(&VISA, &session).await.expect(201);
    let token = tests::merchant::Token {
        id: answer.string("id"),
        token: answer.string("token"),
    };
    let pay = |amount: i64, currency: &'static str| {
        let mut body = merchant.payment(&token, amount);
        body["currency"] = json!(currency);
        let merchant = merchant.clone();
        async move {
            (
                merchant.authorize(&body).await,
                body["reference"].as_str().unwrap().to_owned(),
            )
        }
    };
    for (amount, currency, code) in [
        (1_001, "JPY", "amount_over_cap"),
        (1_000, "USD", "currency_mismatch"),
        (1_000, "EUR", "currency_not_enabled"),
    ] {
        let (answer, reference) = pay(amount, currency).await;
        answer.assert_problem(422, code);
        let state = merchant
            .get(&format!("/v1/tokens/{}", token.id))
            .await
            .expect(200);
        assert_eq!(state.json()["state"], "live", "{code}");
        assert_eq!(
            world().acquirer.ledger().await.authorizes(&reference),
            0,
            "{code}"
        );
        let path = format!("/v1/authorizations?reference={reference}");
        assert_eq!(
            merchant.get(&path).await.expect(200).json()["data"],
            json!([]),
            "{code}"
        );
    }
    let (answer, _) = pay(1_000, "JPY").await;
    assert_eq!(answer.expect(201).json()["status"], "approved");
}

#[tokio::test]
async fn a_session_named_with_the_payment_must_be_the_tokens_own() {
    let merchant = world().merchant().await;
    let (session, other) = (merchant.session().await, merchant.session().await);
    let answer = merchant.tokenize(&VISA, &session).await.expect(201);
    let token = tests::merchant::Token {
        id: answer.string("id"),
        token: answer.string("token"),
    };
    for foreign in [other.id, random_id()] {
        let mut body = merchant.payment(&token, 300);
        body["session"] = json!(foreign);
        merchant
            .authorize(&body)
            .await
            .assert_problem(404, "not_found");
    }
    let mut body = merchant.payment(&token, 300);
    body["session"] = json!(session.id);
    let _ = merchant.authorize(&body).await.expect(201);
}

#[tokio::test]
async fn two_cards_that_are_the_same_have_the_same_fingerprint_at_one_merchant_only() {
    let (one, other) = (world().merchant().await, world().merchant().await);
    let mut fingerprints = Vec::new();
    for (merchant, card) in [
        (&one, VISA),
        (
            &one,
            TypedCard {
                exp: "2033-01",
                cvc: None,
                ..VISA
            },
        ),
        (&one, TypedCard::new("4111111111111111")),
        (&other, VISA),
    ] {
        let authorization = merchant.pay(&card, 100).await.expect(201).json();
        fingerprints.push(
            authorization["card"]["fingerprint"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    assert_eq!(fingerprints[0], fingerprints[1]);
    assert_ne!(fingerprints[0], fingerprints[2]);
    assert_ne!(fingerprints[0], fingerprints[3]);
}
