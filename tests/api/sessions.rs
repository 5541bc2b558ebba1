//! Card sessions and the frame that shows the form.

use serde_json::json;
use tests::cards::VISA;
use tests::http::Request;
use tests::merchant::Session;

use crate::world;

#[tokio::test]
async fn a_session_is_opened_by_a_server_for_a_registered_origin() {
    let merchant = world().merchant().await;
    let answer = merchant
        .post("/v1/sessions", &json!({ "origin": merchant.origin }))
        .await
        .expect(201);
    let body = answer.json();
    assert_eq!(
        (&body["object"], &body["origin"]),
        (&json!("session"), &json!(merchant.origin))
    );
    assert_eq!(answer.string("id").len(), 22);
    assert!(
        answer
            .string("session")
            .starts_with(&format!("cs_test_{}_", merchant.id))
    );
    assert!(answer.string("session").len() <= 512);
    let read = merchant
        .get(&format!("/v1/sessions/{}", answer.string("id")))
        .await
        .expect(200);
    assert_eq!(read.json()["tokens"], json!([]));

    for origin in [
        "https://attacker.example",
        "https://attacker.example/",
        "null",
    ] {
        let answer = merchant
            .post("/v1/sessions", &json!({ "origin": origin }))
            .await;
        let code = if origin == "https://attacker.example" {
            "origin_not_allowed"
        } else {
            "invalid_parameter"
        };
        assert_eq!(answer.code().as_deref(), Some(code), "{origin}");
    }
}

#[tokio::test]
async fn a_session_lists_its_tokens_and_never_a_secret() {
    let merchant = world().merchant().await;
    let session = merchant.session().await;
    let token = merchant.tokenize(&VISA, &session).await.expect(201);
    let read = merchant
        .get(&format!("/v1/sessions/{}", session.id))
        .await
        .expect(200);
    let tokens = read.json()["tokens"].as_array().unwrap().clone();
    assert_eq!(tokens.len(), 1);
    assert_eq!(
        (&tokens[0]["id"], &tokens[0]["state"]),
        (&json!(token.string("id")), &json!("live"))
    );
    assert_eq!(tokens[0]["card"]["last4"], "4242");
    let secret = token.string("token").split_once('.').unwrap().1.to_owned();
    assert!(!read.text().contains(&secret) && !read.text().contains(&session.statement));
    let read = merchant
        .get(&format!("/v1/tokens/{}", token.string("id")))
        .await
        .expect(200);
    assert!(!read.text().contains(&secret));
}

#[tokio::test]
async fn a_renewed_session_is_the_same_session_with_a_later_end() {
    let merchant = world().merchant().await;
    let opened = merchant
        .post("/v1/sessions", &json!({ "origin": merchant.origin }))
        .await
        .expect(201);
    let session = Session {
        id: opened.string("id"),
        statement: opened.string("session"),
    };
    for _ in 0..3 {
        let _ = merchant.tokenize(&VISA, &session).await.expect(201);
    }
    let renew =
        Request::new("POST", "/v1/sessions/renew").header("cardseal-session", &session.statement);
    let renewed = merchant.http.send(renew).await.expect(200);
    assert_eq!(renewed.string("id"), session.id);
    assert_eq!(renewed.string("origin"), merchant.origin);
    assert!(renewed.string("expires_at") >= opened.string("expires_at"));
    // The five tokens are counted over all renewals.
    let renewed = Session {
        statement: renewed.string("session"),
        ..session
    };
    for _ in 0..2 {
        let _ = merchant.tokenize(&VISA, &renewed).await.expect(201);
    }
    merchant
        .tokenize(&VISA, &renewed)
        .await
        .assert_problem(429, "too_many_requests");

    let none = Request::new("POST", "/v1/sessions/renew");
    merchant
        .http
        .send(none)
        .await
        .assert_problem(401, "unauthorized");
}

#[tokio::test]
async fn the_frame_is_shown_to_a_registered_origin_and_its_session_takes_a_card() {
    let merchant = world().merchant().await;
    let path = |key: &str, origin: &str| format!("/v1/frame?key={key}&origin={origin}");
    let page = merchant
        .http
        .get(&path(&merchant.publishable_key, &merchant.origin))
        .await
        .expect(200);
    assert!(page.header("content-type").starts_with("text/html"));
    let ancestors = format!("frame-ancestors {};", merchant.origin);
    assert!(
        page.header("content-security-policy").contains(&ancestors),
        "{:?}",
        page.headers
    );

    // The session the page carries is a good one.
    let text = page.text();
    let statement = text
        .split('"')
        .find(|part| part.starts_with("cs_test_"))
        .expect("a session")
        .to_owned();
    let renew = Request::new("POST", "/v1/sessions/renew").header("cardseal-session", &statement);
    let renewed = merchant.http.send(renew).await.expect(200);
    let session = Session {
        id: renewed.string("id"),
        statement: renewed.string("session"),
    };
    let _ = merchant.tokenize(&VISA, &session).await.expect(201);

    // Each navigation mints a session of its own.
    let other = merchant
        .http
        .get(&path(&merchant.publishable_key, &merchant.origin))
        .await
        .expect(200);
    assert!(!other.text().contains(&statement));
}

#[tokio::test]
async fn the_frame_of_a_stranger_is_a_page_that_nobody_may_show() {
    let (merchant, other) = (world().merchant().await, world().merchant().await);
    let strict = world()
        .merchant_with("", json!({ "server_sessions_only": true }))
        .await;
    let (pk, origin) = (&merchant.publishable_key, &merchant.origin);
    let made_up = format!("{}{}", &pk[..pk.len() - 43], "A".repeat(43));
    let get = |path: String| Request::new("GET", path);
    let strangers = [
        get(format!("/v1/frame?key={pk}&origin={}", other.origin)),
        get(format!("/v1/frame?key={made_up}&origin={origin}")),
        get(format!(
            "/v1/frame?key={}&origin={origin}",
            merchant.secret_key
        )),
        get(format!("/v1/frame?key={pk}")),
        get(format!("/v1/frame?origin={origin}")),
        get("/v1/frame".into()),
        get("/v1/frame/cs_test_nothing".into()),
        get(format!(
            "/v1/frame?key={}&origin={}",
            strict.publishable_key, strict.origin
        )),
        get(format!("/v1/frame?key={pk}&origin={origin}"))
            .header("referer", "https://attacker.example/"),
        get(format!("/v1/frame?key={pk}&origin={origin}")).header("sec-fetch-dest", "document"),
    ];
    let mut first = None;
    for stranger in strangers {
        let page = merchant.http.send(stranger).await;
        assert_eq!(page.status, 404, "{}", page.text());
        assert!(
            page.header("content-security-policy")
                .contains("frame-ancestors 'none'")
        );
        let first = first.get_or_insert_with(|| page.clone());
        assert_eq!(page.bytes(), first.bytes());
    }
    let friend = get(format!("/v1/frame?key={pk}&origin={origin}"))
        .header("referer", format!("{origin}/checkout"))
        .header("sec-fetch-dest", "iframe");
    let _ = merchant.http.send(friend).await.expect(200);
    let session = merchant.session().await;
    let _ = merchant
        .http
        .get(&format!("/v1/frame/{}", session.statement))
        .await
        .expect(200);
    // A merchant that wants its servers to open sessions gets the frame for those.
    let session = strict.session().await;
    let _ = strict
        .http
        .get(&format!("/v1/frame/{}", session.statement))
        .await
        .expect(200);
}

#[tokio::test]
async fn the_frames_script_and_wasm_are_the_bytes_their_names_say() {
    use sha2::{Digest as _, Sha384};
    let merchant = world().merchant().await;
    let path = format!(
        "/v1/frame?key={}&origin={}",
        merchant.publishable_key, merchant.origin
    );
    let page = merchant.http.get(&path).await.expect(200).text();
    let script = asset(&page, ".js");
    let code = merchant.http.get(&script).await.expect(200);
    let wasm = asset(&code.text(), ".wasm");
    for (path, media_type) in [(script, "text/javascript"), (wasm, "application/wasm")] {
        let answer = merchant.http.get(&path).await.expect(200);
        assert!(
            answer.header("content-type").starts_with(media_type),
            "{:?}",
            answer.headers
        );
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        let name = tests::hex::lower(&Sha384::digest(&answer.body)[..16]);
        assert!(path.contains(&name), "{path} is not {name}");
    }
    merchant
        .http
        .get("/assets/00000000000000000000000000000000.js")
        .await
        .assert_problem(404, "not_found");
}

/// The first asset of this kind that a text names.
fn asset(text: &str, kind: &str) -> String {
    let found = text.match_indices("/assets/").find_map(|(at, _)| {
        let name = &text[at..];
        let end = name.find(kind)? + kind.len();
        (end < 60).then(|| name[..end].to_owned())
    });
    found.unwrap_or_else(|| panic!("no asset {kind}"))
}
