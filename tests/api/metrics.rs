//! What the vault tells of itself: all of it, in the format it says, moved by what happens, and nothing of
//! what a caller sent.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use serde_json::json;
use tests::answer::Answer;
use tests::cards::{DO_NOT_HONOR, PUBLISHED, TIMES_OUT, VISA};
use tests::eventually::eventually;
use tests::http::Request;
use tests::merchant::Merchant;
use tests::process::root;
use tests::scan::Scanner;
use tests::sealer::random_id;

use crate::world;

const PLANTED: &str = "5555555555554444";

async fn scrape() -> Answer {
    let request = Request::new("GET", "/metrics").bearer(world().vault.admin_key());
    world().http().send(request).await.expect(200)
}

/// The numbers of a text by name and labels; fails where a line is not what the format allows there.
fn samples(text: &str) -> BTreeMap<String, f64> {
    let body = text.strip_suffix("# EOF\n").expect("the last line");
    let (mut family, mut samples) = (String::new(), BTreeMap::new());
    for line in body.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            rest.split_once(' ')
                .expect("a type")
                .0
                .clone_into(&mut family);
        } else if let Some(rest) = line.strip_prefix("# ") {
            let (what, rest) = rest.split_once(' ').expect("what the line is");
            assert!(["HELP", "UNIT"].contains(&what), "{line}");
            assert!(rest.starts_with(&format!("{family} ")), "{line}");
        } else {
            let (name, number) = line.rsplit_once(' ').expect("a number");
            assert!(!family.is_empty() && name.starts_with(&family), "{line}");
            let number = number.parse().expect("a number");
            let first = samples.insert(name.to_owned(), number).is_none();
            assert!(first, "twice: {line}");
        }
    }
    samples
}

fn families(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    lines
        .map(|line| line.split(' ').next().unwrap().to_owned())
        .collect()
}

/// The name of the merchant's acquirer.
async fn acquirer(merchant: &Merchant) -> String {
    let path = format!("/merchants/{}", merchant.id);
    world()
        .operator()
        .send("GET", &path, None)
        .await
        .expect(200)
        .string("acquirer")
}

#[tokio::test]
async fn every_family_of_the_page_for_operators_is_there_and_no_other() {
    let answer = scrape().await;
    assert_eq!(
        answer.header("content-type"),
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    );
    let page = std::fs::read_to_string(root().join("docs/operations/metrics.md")).unwrap();
    let (_, page) = page.split_once("## Every family").unwrap();
    let rows = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `cardseal_"));
    let listed: BTreeSet<String> = rows
        .filter_map(|row| {
            row.split_once("` | ")
                .map(|(name, _)| format!("cardseal_{name}"))
        })
        .collect();
    println!("{} families", listed.len());
    assert!(listed.len() > 10);
    assert_eq!(families(&answer.text()), listed);
    assert!(samples(&answer.text()).len() > 20);
}

#[tokio::test]
async fn only_the_operator_may_look() {
    let merchant = world().merchant().await;
    let get = || Request::new("GET", "/metrics");
    let http = &merchant.http;
    http.send(get()).await.assert_problem(401, "unauthorized");
    http.send(get().bearer(&merchant.secret_key))
        .await
        .assert_problem(403, "wrong_key_kind");
    let from_browser = get()
        .bearer(world().vault.admin_key())
        .header("origin", &merchant.origin);
    http.send(from_browser)
        .await
        .assert_problem(403, "secret_key_in_browser");
}

#[tokio::test]
async fn payments_move_the_counters_by_as_many_as_there_were() {
    let merchant = world().merchant().await;
    let acquirer = acquirer(&merchant).await;
    let before = samples(&scrape().await.text());
    for _ in 0..3 {
        let _ = merchant.pay(&VISA, 100).await.expect(201);
    }
    for _ in 0..2 {
        let _ = merchant.pay(&DO_NOT_HONOR, 100).await.expect(201);
    }
    let late = merchant.pay(&TIMES_OUT, 1_201).await.expect(202);
    let text = scrape().await.text();
    let after = samples(&text);
    let calls = |kind: &str, outcome: &str| {
        format!(
            "cardseal_acquirer_calls_total{{acquirer=\"{acquirer}\",kind=\"{kind}\",outcome=\"{outcome}\"}}"
        )
    };
    assert_eq!(
        after.get(&calls("authorize", "approved")),
        Some(&3.0),
        "{text}"
    );
    assert_eq!(after.get(&calls("authorize", "declined")), Some(&2.0));
    assert_eq!(after.get(&calls("authorize", "no_answer")), Some(&1.0));
    let of_acquirer =
        |family: &str| format!("cardseal_acquirer_{family}{{acquirer=\"{acquirer}\"}}");
    assert_eq!(after.get(&of_acquirer("in_flight")), Some(&0.0));
    let closed = format!(
        "cardseal_acquirer_circuit{{acquirer=\"{acquirer}\",cardseal_acquirer_circuit=\"closed\"}}"
    );
    assert_eq!(after.get(&closed), Some(&1.0));
    assert!(after[&of_acquirer("call_duration_seconds_sum")] >= 10.0);
    assert!(after[&of_acquirer("call_duration_seconds_count")] >= 6.0);
    // Others pay at the same time in this process, so at least as many.
    for (sample, moved) in [
        (
            r#"cardseal_requests_total{route="authorize",status="2xx"}"#,
            6.0,
        ),
        (
            r#"cardseal_requests_total{route="tokenize",status="2xx"}"#,
            6.0,
        ),
        (
            r#"cardseal_request_duration_seconds_count{route="authorize"}"#,
            6.0,
        ),
    ] {
        let grown = after[sample] - before.get(sample).unwrap_or(&0.0);
        assert!(grown >= moved, "{sample} grew by {grown}");
    }
    // In doubt is what the merchants' storage says: at least this one, until the alarm has settled it.
    assert!(after["cardseal_merchants"] >= after["cardseal_merchants_counted"]);
    assert!(after["cardseal_merchants_counted"] >= 1.0);
    assert!(after.contains_key("cardseal_operations_in_doubt"));
    assert!(after.contains_key("cardseal_operations_stuck"));
    let id = late.string("id");
    eventually("reversal", Duration::from_mins(2), || async {
        let read = merchant
            .get(&format!("/v1/authorizations/{id}"))
            .await
            .expect(200);
        (read.json()["status"] == "reversed").then_some(())
    })
    .await;
    let settled = samples(&scrape().await.text());
    assert!(
        settled
            .get(&calls("inquiry", "not_found"))
            .is_some_and(|calls| *calls >= 1.0)
    );
    assert!(
        settled
            .get(&calls("reversal", "approved"))
            .is_some_and(|calls| *calls >= 1.0)
    );
}

/// In a vault of its own nobody else is in doubt.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_doubt_is_counted_over_all_merchants() {
    let world =
        tokio::task::spawn_blocking(|| tests::world::World::start(tests::vault::Variant::Shipped))
            .await
            .unwrap();
    let numbers = || async {
        let request = Request::new("GET", "/metrics").bearer(world.vault.admin_key());
        let text = world.http().send(request).await.expect(200).text();
        [
            "operations_in_doubt",
            "operations_stuck",
            "merchants",
            "merchants_counted",
        ]
        .map(|name| {
            let sample = format!("cardseal_{name} ");
            let mut lines = text.lines();
            lines.find_map(|line| line.strip_prefix(&sample)?.parse().ok())
        })
    };
    let some = |numbers: [u64; 4]| numbers.map(Some);
    assert_eq!(numbers().await, some([0, 0, 0, 0]));
    let (one, other) = (world.merchant().await, world.merchant().await);
    for merchant in [&one, &one, &other] {
        let _ = merchant.pay(&VISA, 100).await.expect(201);
    }
    assert_eq!(numbers().await, some([0, 0, 2, 2]));
    let pending = [&one, &one, &other].map(|merchant| {
        let merchant = merchant.clone();
        tokio::spawn(async move { merchant.pay(&TIMES_OUT, 1_205).await })
    });
    eventually("three in doubt", Duration::from_secs(9), || async {
        (numbers().await == some([3, 0, 2, 2])).then_some(())
    })
    .await;
    for answer in pending {
        let _ = answer.await.unwrap().expect(202);
    }
    eventually("end of all doubts", Duration::from_mins(2), || async {
        (numbers().await == some([0, 0, 2, 2])).then_some(())
    })
    .await;
}

/// Requests with a card number in every place a request has.
fn planted(merchant: &Merchant) -> Vec<Request> {
    let mut requests = Vec::new();
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", PLANTED] {
        for path in [
            format!("/{PLANTED}"),
            format!("/v1/{PLANTED}"),
            format!("/v1/tokens/{PLANTED}"),
            format!("/v1/authorizations/{PLANTED}"),
            format!("/v1/sessions/{PLANTED}"),
            format!("/v1/frame/{PLANTED}"),
            format!("/v1/admin/acquirers/{PLANTED}"),
            format!("/v1/admin/merchants/{PLANTED}"),
            format!("/assets/{PLANTED}"),
            format!("/metrics/{PLANTED}"),
            format!("/metrics?{PLANTED}={PLANTED}"),
        ] {
            requests.push(Request::new(method, &path).bearer(&merchant.secret_key));
            requests.push(Request::new(method, &path).bearer(world().vault.admin_key()));
            requests.push(Request::new(method, path).bearer(PLANTED));
        }
    }
    for header in "authorization idempotency-key cardseal-session cardseal-version origin referer \
        user-agent cookie accept content-type x-request-id traceparent sec-fetch-site 5555555555554444"
        .split_whitespace()
    {
        for path in ["/metrics", "/v1/authorizations", "/v1/tokens", "/v1/frame"] {
            requests.push(Request::new("GET", path).header(header, PLANTED));
            requests.push(Request::new("POST", path).header(header, PLANTED).json("{}"));
        }
    }
    for member in
        "token amount currency capture reference session statement_descriptor metadata purchaser \
        5555555555554444"
            .split_whitespace()
    {
        let mut body = json!({ "token": "tok", "amount": 1, "currency": "JPY", "reference": "r" });
        body[member] = json!(PLANTED);
        let request = merchant.request("POST", "/v1/authorizations");
        let request = request.header("idempotency-key", random_id());
        requests.push(request.json(body.to_string()));
        requests.push(
            merchant
                .request("POST", "/v1/sessions")
                .json(body.to_string()),
        );
        let report = json!([{ "type": PLANTED, "body": { "effectiveDirective": PLANTED, member: PLANTED } }]);
        requests.push(
            Request::new("POST", "/v1/reports")
                .body("application/reports+json", report.to_string()),
        );
    }
    requests
}

#[tokio::test]
async fn a_card_number_in_any_place_of_a_request_shows_in_no_metric() {
    let merchant = world().merchant().await;
    let requests = planted(&merchant);
    let sent = requests.len();
    for request in requests {
        let answer = merchant.http.send(request).await;
        assert!(answer.status >= 200);
    }
    // One that a merchant's server sends where free text is allowed goes through, and shows no more.
    let mut payment = merchant.payment(&merchant.token(&VISA).await, 100);
    payment["reference"] = json!("merchant's text");
    payment["metadata"] = json!({ "note": "merchant's note" });
    let _ = merchant.authorize(&payment).await.expect(201);

    let text = scrape().await.text();
    let scanner = Scanner::new(PUBLISHED, &[]);
    let find = |text: &str| {
        scanner
            .scan_bytes(Path::new("metrics"), text.as_bytes())
            .len()
    };
    println!(
        "{sent} requests, {} bytes of metrics, {} needles",
        text.len(),
        scanner.needles()
    );
    assert!(sent > 200);
    assert_eq!(find(&text), 0, "{text}");
    for absent in [
        "merchant's",
        &merchant.id,
        &merchant.publishable_key,
        &merchant.origin,
    ] {
        assert!(!text.contains(absent), "{absent}");
    }

    // The twin: the same text with the number in a label, a name, a help or a number is found.
    let places = [
        (
            "route=\"authorize\"",
            format!("route=\"/v1/tokens/{PLANTED}\""),
        ),
        ("cardseal_requests_total{", format!("cardseal_{PLANTED}{{")),
        (
            "# HELP cardseal_requests ",
            format!("# HELP cardseal_requests {PLANTED} "),
        ),
        (
            "# EOF",
            format!("5555-5555-5555-4444 {}\n# EOF", &merchant.id),
        ),
    ];
    for (place, planted) in places {
        assert!(text.contains(place), "{place}");
        assert!(find(&text.replace(place, &planted)) > 0, "{planted}");
    }
}
