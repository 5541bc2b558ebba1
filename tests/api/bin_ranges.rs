//! Ranges of first digits: brands without a fixed prefix, the choice of a co-badged card, payment tokens.

use envelope::PublicJwk;
use envelope::key_set::{self, Expected, Step, read_ranges, verify_es256};
use serde_json::{Value, json};
use tests::cards::{CO_BADGED, MYDEBIT, TypedCard, VISA, ranges};
use tests::merchant::{Merchant, Token};
use tests::sealer::now;
use tests::vault::Variant;
use tests::world::World;

use crate::wiretap::Wiretap;
use crate::world;

/// The answer to a card with a brand chosen.
async fn tokenize_as(merchant: &Merchant, brand: &str, card: &TypedCard) -> tests::answer::Answer {
    let session = merchant.session().await;
    let envelope = merchant.seal(card, &session);
    merchant.post_envelope_as(brand, &session, envelope).await
}

#[tokio::test]
async fn a_co_badged_card_is_the_brand_that_was_chosen_from_the_token_to_the_acquirer() {
    let wire = Wiretap::to(world().acquirer.url()).await;
    let merchant = world().merchant_behind(wire.url(), json!({})).await;
    for (chosen, used) in [
        (Some("mydebit"), "mydebit"),
        (Some("visa"), "visa"),
        (None, "visa"),
    ] {
        let answer = match chosen {
            Some(brand) => tokenize_as(&merchant, brand, &CO_BADGED).await,
            None => {
                merchant
                    .tokenize(&CO_BADGED, &merchant.session().await)
                    .await
            }
        };
        let answer = answer.expect(201);
        assert_eq!(answer.json()["card"]["brand"], used, "{chosen:?}");
        let token = Token {
            id: answer.string("id"),
            token: answer.string("token"),
        };
        let read = merchant.get(&format!("/v1/tokens/{}", token.id)).await;
        assert_eq!(read.json()["card"]["brand"], used);
        let paid = merchant.authorize(&merchant.payment(&token, 1_200)).await;
        assert_eq!(paid.expect(201).json()["card"]["brand"], used);
        let told = wire.messages().pop().expect("a message");
        assert_eq!(
            (&told["kind"], &told["card"]["brand"]),
            (&json!("authorize"), &json!(used))
        );
    }
}

#[tokio::test]
async fn a_brand_the_card_does_not_bear_is_refused_and_changes_nothing() {
    let merchant = world().merchant().await;
    let session = merchant.session().await;
    for (card, brand) in [
        (&CO_BADGED, "mastercard"),
        (&CO_BADGED, "MyDebit"),
        (&CO_BADGED, "visa, mydebit"),
        (&CO_BADGED, ""),
        (&VISA, "mydebit"),
        (&MYDEBIT, "visa"),
    ] {
        let envelope = merchant.seal(card, &session);
        let answer = merchant.post_envelope_as(brand, &session, &envelope).await;
        answer.assert_problem(422, "invalid_parameter");
        assert_eq!(answer.json()["param"], "Cardseal-Brand", "{brand}");
        if brand == "mastercard" {
            let accepted = merchant
                .post_envelope_as("mydebit", &session, &envelope)
                .await;
            assert_eq!(accepted.expect(201).json()["card"]["brand"], "mydebit");
        }
    }
    // A card with one brand may be named by it.
    let answer = tokenize_as(&merchant, "mydebit", &MYDEBIT).await;
    let _ = answer.expect(201);
}

#[tokio::test]
async fn the_operator_says_what_a_number_is_and_the_next_card_is_judged_by_it() {
    const TOKEN: TypedCard = TypedCard::new("6087270000000010");
    let mut world = World::start(Variant::Shipped);
    let none = world
        .operator()
        .send("GET", "/bin-ranges", None)
        .await
        .expect(200);
    assert_eq!(
        none.json(),
        json!({ "object": "bin_ranges", "seq": 0, "ranges": [] })
    );
    let merchant = world.merchant().await;
    let judged = async |card: &TypedCard| {
        let answer = merchant.tokenize(card, &merchant.session().await).await;
        answer
            .code()
            .unwrap_or_else(|| answer.json()["card"]["brand"].to_string())
    };
    let set = async |ranges: Value| {
        let body = json!({ "ranges": ranges });
        world.operator().set_ranges(body).await.expect(200).json()["seq"].clone()
    };
    assert_eq!(judged(&MYDEBIT).await, "\"mydebit\"");
    assert_eq!(judged(&TOKEN).await, "unsupported_brand");

    assert_eq!(set(json!([])).await, 2);
    assert_eq!(judged(&MYDEBIT).await, "unsupported_brand");
    assert_eq!(judged(&CO_BADGED).await, "\"visa\"");

    let tokens = json!({ "low": "608727", "high": "608727", "token": true });
    let mydebit = json!({ "low": "945800", "high": "945800", "brand": "mydebit" });
    assert_eq!(set(json!([tokens, mydebit])).await, 3);
    assert_eq!(judged(&TOKEN).await, "payment_token_not_accepted");
    assert_eq!(judged(&MYDEBIT).await, "\"mydebit\"");

    world.vault.restart();
    let kept = world
        .operator()
        .send("GET", "/bin-ranges", None)
        .await
        .expect(200);
    assert_eq!(kept.json()["ranges"], json!([tokens, mydebit]));
    let mut merchant = merchant.clone();
    merchant.reconnect();
    let answer = merchant.tokenize(&TOKEN, &merchant.session().await).await;
    answer.assert_problem(422, "payment_token_not_accepted");
}

#[tokio::test]
async fn ranges_that_could_be_read_in_two_ways_are_not_set() {
    let operator = world().operator();
    let _ = world().merchant().await;
    let before = operator
        .send("GET", "/bin-ranges", None)
        .await
        .expect(200)
        .json();
    let range =
        |low: &str, high: &str, brand: &str| json!({ "low": low, "high": high, "brand": brand });
    let many: Vec<Value> = (0..161)
        .map(|number| {
            range(
                &format!("{}", 945_801 + number),
                &format!("{}", 945_801 + number),
                "mydebit",
            )
        })
        .collect();
    for wrong in [
        json!([
            range("945800", "945809", "mydebit"),
            range("945809", "945810", "mydebit")
        ]),
        json!([range("400000", "400000", "mydebit")]),
        json!([range("945801", "945800", "mydebit")]),
        json!([range("94580", "94580", "mydebit")]),
        json!([range("945800", "945800", "maestro")]),
        json!(many),
        json!({}),
    ] {
        let answer = operator.set_ranges(json!({ "ranges": wrong })).await;
        answer.assert_problem(422, "invalid_parameter");
        assert_eq!(answer.json()["param"], "ranges");
    }
    let after = operator
        .send("GET", "/bin-ranges", None)
        .await
        .expect(200)
        .json();
    assert_eq!(before["ranges"], after["ranges"]);
    assert_eq!(after["ranges"], ranges()["ranges"]);
}

/// The intermediate of a key set, once its chain is verified.
fn signer(key_set: &[u8], expected: &Expected<'_>) -> PublicJwk {
    let mut step = key_set::read(key_set, expected).expect("a key set");
    let mut signer = None;
    while let Step::Check(check) = step {
        let holds = verify_es256(check.key(), check.signing_input(), check.signature());
        signer = Some(check.key().clone());
        step = check.answered(holds).expect("a signature that holds");
    }
    signer.expect("a chain of signatures")
}

#[tokio::test]
async fn anyone_gets_the_ranges_signed_by_the_key_that_signed_the_key_set() {
    let merchant = world().merchant().await;
    let key_set = merchant
        .http
        .get("/.well-known/cardseal-keys")
        .await
        .expect(200);
    let expected = Expected {
        pin: &merchant.publishable_key[merchant.publishable_key.len() - 43..],
        env: "test",
        iss: merchant.http.base(),
        now: now(),
        tolerance: 1,
    };
    let signed = merchant
        .http
        .get("/.well-known/cardseal-ranges")
        .await
        .expect(200);
    let read =
        read_ranges(&signed.body, signer(&key_set.body, &expected), &expected).expect("ranges");
    let holds = verify_es256(read.key(), read.signing_input(), read.signature());
    assert!(holds);
    assert_eq!(read.answered(holds).expect("ranges"), card::TEST_RANGES);

    // The twin: one character of what was signed is another.
    let mut other = signed.body.clone();
    let at = other
        .iter()
        .position(|byte| *byte == b'.')
        .expect("a payload")
        + 9;
    other[at] = if other[at] == b'A' { b'B' } else { b'A' };
    let still_holds = read_ranges(&other, signer(&key_set.body, &expected), &expected)
        .is_ok_and(|read| verify_es256(read.key(), read.signing_input(), read.signature()));
    assert!(!still_holds);
}
