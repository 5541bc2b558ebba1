//! An acquirer that does not answer: whatever it did, vault and ledger agree in the end.

use std::time::Duration;

use serde_json::{Value, json};
use tests::cards::TIMES_OUT;
use tests::eventually::eventually;
use tests::ledger::Standing;
use tests::merchant::Merchant;
use tests::sealer::random_id;

use crate::world;

const SETTLED: Duration = Duration::from_mins(2);

/// The kinds of time-out by the amount's last two digits, and how each must end.
const KINDS: [(i64, &str, &str, Standing); 5] = [
    (1_201, "never arrived", "reversed", Standing::Undone),
    (
        1_202,
        "approved, answer lost",
        "approved",
        Standing::Approved,
    ),
    (
        1_203,
        "approved after our reversal",
        "reversed",
        Standing::Undone,
    ),
    (1_204, "answered twice", "approved", Standing::Approved),
    (
        1_205,
        "pending, then approved",
        "approved",
        Standing::Approved,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_five_kinds_of_time_out_end_as_the_acquirer_ends_them() {
    let merchant = world().merchant().await;
    let tasks = KINDS.map(|kind| tokio::spawn(time_out(merchant.clone(), kind)));
    for task in tasks {
        task.await.unwrap();
    }
}

async fn time_out(merchant: Merchant, (amount, kind, end, standing): (i64, &str, &str, Standing)) {
    let token = merchant.token(&TIMES_OUT).await;
    let (key, body) = (random_id(), merchant.payment(&token, amount));
    let first = merchant.authorize_as(&key, &body).await.expect(202);
    assert_eq!(first.json()["status"], "pending", "{kind}");
    let (id, reference) = (
        first.string("id"),
        body["reference"].as_str().unwrap().to_owned(),
    );

    let authorization = eventually(kind, SETTLED, || async {
        let read = merchant
            .get(&format!("/v1/authorizations/{id}"))
            .await
            .expect(200)
            .json();
        let ledger = world().acquirer.ledger().await;
        let over = read["status"] == end && ledger.standing(&id) == standing;
        // A reversal may be followed by one more, where the acquirer approved behind it.
        let operations = read["operations"].as_array().unwrap();
        let open = operations
            .iter()
            .any(|one| one["state"] == "sent" || one["state"] == "unknown");
        (over && !open && later_steps_done(kind, &ledger, &id)).then_some(read)
    })
    .await;
    assert_eq!(
        authorization["captured"],
        if end == "approved" {
            json!(amount)
        } else {
            json!(0)
        },
        "{kind}"
    );
    assert_eq!(authorization["stuck"], Value::Null, "{kind}");

    let ledger = world().acquirer.ledger().await;
    let asked = ledger.authorizes(&reference);
    let recorded = usize::from(amount != 1_201);
    assert_eq!(asked, recorded, "{kind}: asked for money {asked} times");
    // The token is spent, and the first answer is the answer.
    merchant
        .authorize(&merchant.payment(&token, amount))
        .await
        .assert_problem(409, "token_used");
    let again = merchant.authorize_as(&key, &body).await;
    assert_eq!(again.bytes(), first.bytes(), "{kind}");
    println!(
        "{kind}: {end}, {} entries",
        ledger.of_authorization(&id).len()
    );
}

/// An approval that came behind a reversal has been found and undone as well.
fn later_steps_done(kind: &str, ledger: &tests::ledger::Ledger, id: &str) -> bool {
    let reversals = ledger
        .of_authorization(id)
        .iter()
        .filter(|entry| entry.kind == "reversal")
        .count();
    kind != "approved after our reversal" || reversals >= 2
}

#[tokio::test]
async fn a_merchant_that_is_switched_off_has_its_doubts_settled_all_the_same() {
    let merchant = world().merchant().await;
    let token = merchant.token(&TIMES_OUT).await;
    let body = merchant.payment(&token, 1_202);
    let id = merchant.authorize(&body).await.expect(202).string("id");
    let off = json!({ "active": false });
    let _ = world()
        .operator()
        .change_merchant(&merchant.id, off.clone())
        .await
        .expect(200);
    // Long enough for the inquiry: seen when the merchant is back.
    let on = json!({ "active": true });
    eventually("end of the doubt", SETTLED, || async {
        let _ = world()
            .operator()
            .change_merchant(&merchant.id, on.clone())
            .await
            .expect(200);
        let read = merchant
            .get(&format!("/v1/authorizations/{id}"))
            .await
            .expect(200)
            .json();
        let settled = read["status"] == "approved";
        let _ = world()
            .operator()
            .change_merchant(&merchant.id, off.clone())
            .await
            .expect(200);
        settled.then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_acquirer_that_nobody_reaches_leaves_the_payment_pending_and_the_vault_well() {
    let merchant = world().merchant().await;
    let operator = world().operator();
    // A port where nobody listens.
    let nobody = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let name = format!("nobody-{}", &merchant.id[..8]);
    let _ = operator
        .register_acquirer(&name, &nobody, world().acquirer.signing_secret())
        .await
        .expect(200);
    let _ = operator
        .change_merchant(&merchant.id, json!({ "acquirer": name }))
        .await
        .expect(200);
    let answer = merchant.pay(&tests::cards::VISA, 100).await.expect(202);
    assert_eq!(answer.json()["status"], "pending");
    let other = world().merchant().await;
    let _ = other.pay(&tests::cards::VISA, 100).await.expect(201);
}
