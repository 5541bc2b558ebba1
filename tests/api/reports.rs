//! What browsers report of the card page is counted, and nothing of it is kept.

use std::time::Duration;

use serde_json::{Value, json};
use tests::answer::Answer;
use tests::eventually::eventually;
use tests::http::Request;
use tests::sealer::random_id;

use crate::world;

const MEDIA_TYPE: &str = "application/reports+json";
const SOON: Duration = Duration::from_secs(10);

async fn report(body: impl AsRef<[u8]>) -> Answer {
    let request = Request::new("POST", "/v1/reports").body(MEDIA_TYPE, body);
    world().http().send(request).await
}

/// A violation as Chromium reports it, with a text of one's own wherever a page could put one.
fn violation(directive: &str, planted: &str) -> Value {
    let url = format!("https://vault.example/v1/frame?{planted}");
    json!({
        "type": "csp-violation", "age": 53, "url": url, "user_agent": planted,
        "body": {
            "documentURL": url, "referrer": planted, "blockedURL": planted, "sourceFile": null,
            "effectiveDirective": directive, "originalPolicy": planted, "disposition": "enforce",
            "statusCode": 200, "sample": format!("Element innerHTML|{planted}"), "lineNumber": 1,
        },
    })
}

/// The counts the log has of reports.
fn counts() -> Vec<Value> {
    let log = world().vault.log();
    let lines = log
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines
        .filter(|line| line["event"] == "page_reports")
        .map(|mut line| line["counts"].take())
        .collect()
}

#[tokio::test]
async fn reports_are_counted_by_type_and_directive_and_nothing_else_of_them_is_kept() {
    let marker = random_id();
    let integrity = json!({
        "type": "integrity-violation", "age": 1, "url": marker, "user_agent": marker,
        "body": { "documentURL": marker, "blockedURL": marker, "destination": "script", "reportOnly": false },
    });
    let reports = json!([
        violation("connect-src", &marker),
        violation("connect-src", &marker),
        violation("frame-ancestors", &marker),
        violation(&marker, &marker),
        integrity,
        { "type": marker, marker.clone(): marker, "body": null },
    ]);
    let answer = report(reports.to_string()).await.expect(204);
    assert_eq!(answer.body, b"");
    let counted = json!({
        "csp-violation": { "connect-src": 2, "frame-ancestors": 1, "other": 1 },
        "integrity-violation": { "none": 1 },
        "other": { "none": 1 },
    });
    eventually("line of counts", SOON, async || {
        counts().contains(&counted).then_some(())
    })
    .await;
    // The request's own name is in the log, so what is sought there can be found.
    let log = world().vault.log();
    assert!(log.contains(answer.header("request-id")));
    assert!(!log.contains(&marker));
}

#[tokio::test]
async fn a_body_that_is_no_list_of_reports_is_refused_and_counts_nothing() {
    // A directive that no other test reports.
    let known = violation("manifest-src", "x").to_string();
    let malformed = [
        String::new(),
        "null".into(),
        "{}".into(),
        known.clone(),
        format!("[{known}"),
        format!("[{known}]x"),
        format!("\u{feff}[{known}]"),
        format!("[{known},1]"),
        format!("[{known},null]"),
        format!("[{known},[]]"),
        format!("[{known},{{}}]"),
        format!("[{known},{{\"type\":1}}]"),
        format!("[{known},{{\"type\":\"csp-violation\",\"body\":\"x\"}}]"),
        format!("[{known},{{\"type\":\"csp-violation\",\"type\":\"x\"}}]"),
        format!("[{known},{}{}]", "[".repeat(2_000), "]".repeat(2_000)),
        format!(
            "[{known},{{\"type\":\"x\",\"a\":{}",
            "{\"a\":".repeat(2_000)
        ),
    ];
    for body in &malformed {
        report(body).await.assert_problem(400, "malformed_request");
    }
    let good = format!("[{known}]");
    let padded = |length: usize| {
        let mut body = good.clone().into_bytes();
        body.resize(length, b' ');
        body
    };
    report(padded(16 * 1024 + 1))
        .await
        .assert_problem(413, "too_large");
    for media_type in ["application/json", "application/csp-report", "text/plain"] {
        let request = Request::new("POST", "/v1/reports").body(media_type, &good);
        world()
            .http()
            .send(request)
            .await
            .assert_problem(415, "unsupported_media_type");
    }
    // The twin: the same report is counted once it comes as it should.
    let _ = report(padded(16 * 1024)).await.expect(204);
    eventually("the one count", SOON, async || {
        let found = counts().into_iter();
        let found: Vec<Value> = found
            .filter(|counts| counts.to_string().contains("manifest-src"))
            .collect();
        (!found.is_empty()).then(|| {
            assert_eq!(found, [json!({ "csp-violation": { "manifest-src": 1 } })]);
        })
    })
    .await;
    println!("{} bodies refused", malformed.len() + 4);
}
