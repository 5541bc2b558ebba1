//! A wrong method, path, host, version, media type, id or pace is refused by its code, never by a 5xx.

use std::time::Duration;

use tests::answer::Answer;
use tests::cards::VISA;
use tests::http::Request;
use tests::sealer::random_id;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::world;

#[tokio::test]
async fn every_route_refuses_the_methods_it_does_not_take_and_paths_that_are_none() {
    let merchant = world().merchant().await;
    let (id, mid) = (random_id(), &merchant.id);
    let routes = [
        ("/healthz".into(), "GET HEAD"),
        ("/.well-known/cardseal-keys".into(), "GET HEAD"),
        ("/.well-known/cardseal-ranges".into(), "GET HEAD"),
        ("/v1/frame".into(), "GET HEAD"),
        ("/v1/sessions".into(), "POST"),
        ("/v1/sessions/renew".into(), "POST OPTIONS"),
        (format!("/v1/sessions/{id}"), "GET HEAD"),
        ("/v1/tokens".into(), "POST OPTIONS"),
        (format!("/v1/tokens/{id}"), "GET HEAD DELETE"),
        ("/v1/authorizations".into(), "GET HEAD POST"),
        (format!("/v1/authorizations/{id}"), "GET HEAD"),
        (format!("/v1/authorizations/{id}/captures"), "POST"),
        (format!("/v1/authorizations/{id}/void"), "POST"),
        (format!("/v1/authorizations/{id}/refunds"), "POST"),
        (format!("/v1/authorizations/{id}/confirm"), "POST"),
        ("/v1/verifications".into(), "POST"),
        (format!("/v1/verifications/{id}"), "GET HEAD"),
        ("/v1/admin/merchants".into(), "GET HEAD POST"),
        (format!("/v1/admin/merchants/{mid}"), "GET HEAD PUT PATCH"),
        ("/v1/admin/acquirers".into(), "GET HEAD"),
        ("/v1/admin/bin-ranges".into(), "GET HEAD PUT"),
        ("/v1/admin/acquirers/a".into(), "PUT"),
        (format!("/v1/admin/merchants/{mid}/keys"), "POST"),
        (format!("/v1/admin/merchants/{mid}/keys/k"), "PUT DELETE"),
        ("/v1/admin/sweep".into(), "POST"),
    ];
    let mut refused = 0;
    for (path, takes) in &routes {
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            let request = merchant.request(method, path.clone());
            let answer: Answer = merchant.http.send(request).await;
            assert!(answer.status < 500, "{method} {path}: {}", answer.status);
            let taken = takes.split(' ').any(|taken| taken == method);
            assert_eq!(
                answer.status == 405,
                !taken,
                "{method} {path}: {}",
                answer.status
            );
            if !taken {
                if method != "HEAD" {
                    answer.assert_problem(405, "method_not_allowed");
                }
                let allow: Vec<&str> = answer.header("allow").split(", ").collect();
                assert_eq!(allow.join(" "), *takes, "{path}");
                refused += 1;
            }
        }
    }
    println!("{refused} methods refused");
    assert!(refused > 50);
    for path in [
        "/",
        "/v1",
        "/v1/",
        "/v2/tokens",
        "/V1/tokens",
        "/v1//tokens",
        "/v1/tokens/a/b",
        "/v1/authorizations/a/charges",
        "/favicon.ico",
        "/.env",
        "/v1/admin",
        "/v1/admin/keys",
        "/%2e%2e/etc/passwd",
        "/v1/%74okens",
    ] {
        let answer = merchant.http.send(merchant.request("GET", path)).await;
        assert_eq!(
            answer.code().as_deref(),
            Some("not_found"),
            "{path}: {}",
            answer.status
        );
        answer.assert_problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_request_for_another_host_finds_nothing() {
    let merchant = world().merchant().await;
    for host in ["attacker.example", "vault.example:80"] {
        let request = merchant
            .request("GET", "/v1/authorizations")
            .header("host", host);
        merchant
            .http
            .send(request)
            .await
            .assert_problem(404, "not_found");
    }
    let health = Request::new("GET", "/healthz").header("host", "load-balancer.internal");
    let _ = merchant.http.send(health).await.expect(200);
}

#[tokio::test]
async fn a_version_that_does_not_exist_is_refused_and_the_one_that_does_is_echoed() {
    let merchant = world().merchant().await;
    let get = || merchant.request("GET", "/v1/authorizations");
    let answer = merchant
        .http
        .send(get().header("cardseal-version", "2026-12-01"))
        .await
        .expect(200);
    assert_eq!(answer.header("cardseal-version"), "2026-12-01");
    for version in ["2020-01-01", "latest", ""] {
        let answer = merchant
            .http
            .send(get().header("cardseal-version", version))
            .await;
        answer.assert_problem(400, "unknown_version");
    }
}

#[tokio::test]
async fn media_types_other_than_json_are_refused_before_credentials() {
    let merchant = world().merchant().await;
    for path in ["/v1/authorizations", "/v1/sessions"] {
        for media_type in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jose",
            "multipart/form-data",
        ] {
            let request = Request::new("POST", path).body(media_type, "{}");
            merchant
                .http
                .send(request)
                .await
                .assert_problem(415, "unsupported_media_type");
        }
        let request = Request::new("POST", path).json("{}");
        merchant
            .http
            .send(request)
            .await
            .assert_problem(401, "unauthorized");
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up_and_nobody_else_waits() {
    let merchant = world().merchant().await;
    let session = merchant.session().await;
    let address = merchant
        .http
        .base()
        .strip_prefix("http://")
        .unwrap()
        .to_owned();
    let mut slow = Vec::new();
    for (length, chunked) in [(100, false), (4_000, false), (0, true)] {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        let framing = if chunked {
            "transfer-encoding: chunked".into()
        } else {
            format!("content-length: {length}")
        };
        let head = format!(
            "POST /v1/tokens HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/jose\r\n\
             cardseal-session: {}\r\n{framing}\r\n\r\n",
            session.statement
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
            .write_all(if chunked { b"3\r\neyJ\r\n" } else { b"eyJ" })
            .await
            .unwrap();
        slow.push(stream);
    }
    // Others are served meanwhile.
    let _ = merchant.tokenize(&VISA, &session).await.expect(201);
    for mut stream in slow {
        let mut answer = Vec::new();
        let mut buffer = [0; 4096];
        let deadline = Duration::from_secs(30);
        let text = loop {
            let read = tokio::time::timeout(deadline, stream.read(&mut buffer))
                .await
                .expect("an answer")
                .unwrap();
            answer.extend_from_slice(&buffer[..read]);
            let text = String::from_utf8_lossy(&answer).into_owned();
            if read == 0 || text.contains("request_timeout") {
                break text;
            }
        };
        assert!(
            text.starts_with("HTTP/1.1 408") && text.contains("request_timeout"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn ids_sessions_and_keys_of_any_length_and_content_are_refused() {
    let merchant = world().merchant().await;
    let long = "x".repeat(8_000);
    for text in [
        "%00",
        "%ff",
        "'%20OR%201=1",
        "..%2f..%2f",
        "%F0%9F%92%B3",
        &long,
    ] {
        for path in [
            format!("/v1/tokens/{text}"),
            format!("/v1/authorizations/{text}"),
            format!("/v1/sessions/{text}"),
        ] {
            let answer = merchant.get(&path).await;
            assert!(
                (400..500).contains(&answer.status) || path.contains("/sessions/"),
                "{:.60}: {}",
                path,
                answer.status
            );
            assert!(answer.status < 500, "{:.60}: {}", path, answer.status);
        }
    }
    for (name, value) in [
        ("authorization", &long),
        ("cardseal-session", &long),
        ("idempotency-key", &long),
    ] {
        let request = Request::new("POST", "/v1/tokens")
            .header(name, value)
            .body("application/jose", "x");
        let answer = merchant.http.send(request).await;
        assert!(
            (400..500).contains(&answer.status),
            "{name}: {}",
            answer.status
        );
    }
}
