//! What the fault build can do, and that what ships cannot.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use tests::cards::VISA;
use tests::eventually::eventually;
use tests::ledger::Standing;
use tests::memory::files;
use tests::sealer::random_id;
use tokio::sync::Mutex;

use crate::{faulty_world, world};

/// A panic takes along whatever else the instance is doing, so these tests take turns.
static TURN: Mutex<()> = Mutex::const_new(());

#[tokio::test]
async fn after_a_panic_the_next_request_succeeds_and_the_token_it_hit_is_not_lost() {
    let _turn = TURN.lock().await;
    let merchant = faulty_world().merchant().await;
    for _ in 0..3 {
        let token = merchant.token(&VISA).await;
        let body = merchant.payment(&token, 100);
        let request = merchant
            .authorize_request(&random_id(), &body)
            .header("cardseal-fault", "panic");
        // No answer, or an answer that is an error: a panic is never a yes.
        if let Ok(answer) = merchant.http.try_send(request).await {
            assert!(answer.status >= 500, "{} {}", answer.status, answer.text());
            assert!(!answer.text().contains("4242"), "{}", answer.text());
        }
        let paid = merchant.authorize(&body).await;
        assert_eq!(paid.expect(201).json()["status"], "approved");
        assert_eq!(
            faulty_world()
                .acquirer
                .ledger()
                .await
                .authorizes(body["reference"].as_str().unwrap()),
            1
        );
    }
    assert!(
        faulty_world().vault.faults("panic") >= 3,
        "the panics happened"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_under_way_when_another_request_panics_are_settled_as_the_acquirer_has_them() {
    const PAYMENTS: usize = 16;
    let _turn = TURN.lock().await;
    let merchant = faulty_world().merchant_held(2_000).await;
    let (mut bodies, mut sent) = (Vec::new(), Vec::new());
    for _ in 0..PAYMENTS {
        let token = merchant.token(&VISA).await;
        let body = merchant.payment(&token, 100);
        bodies.push(body.clone());
        let merchant = merchant.clone();
        sent.push(tokio::spawn(async move {
            merchant
                .http
                .try_send(merchant.authorize_request(&random_id(), &body))
                .await
        }));
    }
    let references: Vec<&str> = bodies
        .iter()
        .filter_map(|body| body["reference"].as_str())
        .collect();
    eventually(
        "all calls to the acquirer",
        Duration::from_secs(20),
        || async {
            let ledger = faulty_world().acquirer.ledger().await;
            references
                .iter()
                .all(|reference| ledger.authorizes(reference) == 1)
                .then_some(())
        },
    )
    .await;
    let token = merchant.token(&VISA).await;
    let body = merchant.payment(&token, 100);
    let request = merchant
        .authorize_request(&random_id(), &body)
        .header("cardseal-fault", "panic");
    let _ = merchant.http.try_send(request).await;
    let mut lost = 0;
    for answer in sent {
        lost += usize::from(
            answer
                .await
                .unwrap()
                .map_or(true, |answer| answer.status != 201),
        );
    }
    println!("{lost} of {PAYMENTS} payments lost their answer");
    for reference in references {
        let path = format!("/v1/authorizations?reference={reference}");
        let settled = eventually("end of a payment", Duration::from_mins(1), || async {
            let found = merchant.get(&path).await.expect(200).json()["data"].clone();
            (found[0]["status"] == "approved").then(|| found[0]["id"].as_str().unwrap().to_owned())
        })
        .await;
        let ledger = faulty_world().acquirer.ledger().await;
        assert_eq!(
            (ledger.authorizes(reference), ledger.standing(&settled)),
            (1, Standing::Approved)
        );
    }
}

#[tokio::test]
async fn what_ships_ignores_the_switches() {
    let merchant = world().merchant().await;
    for fault in ["panic", "hang-before-call", "hang-after-answer"] {
        let token = merchant.token(&VISA).await;
        let body = merchant.payment(&token, 100);
        let request = merchant
            .authorize_request(&random_id(), &body)
            .header("cardseal-fault", fault);
        let _ = merchant.http.send(request).await.expect(201);
        assert_eq!(world().vault.faults(fault), 0);
    }
}

#[tokio::test]
async fn the_fault_build_stops_at_its_two_points() {
    // The twin: where the switches are, they do something.
    let _turn = TURN.lock().await;
    let merchant = faulty_world().merchant().await;
    for fault in ["hang-before-call", "hang-after-answer"] {
        let token = merchant.token(&VISA).await;
        let body = merchant.payment(&token, 100);
        let before = faulty_world().vault.faults(fault);
        let request = merchant
            .authorize_request(&random_id(), &body)
            .header("cardseal-fault", fault);
        let sender = merchant.clone();
        let hanging = tokio::spawn(async move { sender.http.try_send(request).await });
        eventually(fault, Duration::from_secs(20), || async {
            (faulty_world().vault.faults(fault) > before).then_some(())
        })
        .await;
        let asked = faulty_world()
            .acquirer
            .ledger()
            .await
            .authorizes(body["reference"].as_str().unwrap());
        assert_eq!(asked, usize::from(fault == "hang-after-answer"), "{fault}");
        hanging.abort();
    }
}

#[tokio::test]
async fn the_wasm_that_ships_holds_no_switch_and_the_fault_build_holds_them_all() {
    // Both are built by the time both worlds run.
    let _ = (world().merchant().await, faulty_world().merchant().await);
    let (shipped, faults) = (bundle("edge"), bundle("edge-faults"));
    for switch in [
        "cardseal-fault",
        "hang-before-call",
        "hang-after-answer",
        "CARDSEAL_FAULT_CLOCK",
    ] {
        let found = |wasm: &[u8]| contains(wasm, switch.as_bytes());
        assert!(!found(&shipped), "{switch} ships");
        assert!(
            found(&faults),
            "{switch} is in no fault build: the search proves nothing"
        );
    }
    println!(
        "shipped {} bytes, faults {} bytes",
        shipped.len(),
        faults.len()
    );
}

fn bundle(variant: &str) -> Vec<u8> {
    let target =
        std::env::var_os("CARDSEAL_TARGET").or_else(|| std::env::var_os("CARGO_TARGET_DIR"));
    let target = target.map_or_else(|| tests::process::root().join("target"), PathBuf::from);
    let bundles = files(&target.join(variant).join("bundle"));
    let wasm = bundles
        .iter()
        .rfind(|file| file.extension().is_some_and(|end| end == "wasm"));
    fs::read(wasm.unwrap_or_else(|| panic!("no bundle of {variant}"))).unwrap()
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len())
        .any(|window| window.eq_ignore_ascii_case(part))
}
