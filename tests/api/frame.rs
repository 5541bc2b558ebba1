//! The frame that shows the form: who gets the page, what it says, and the files it loads.

use std::fs;

use access::SessionKind;
use base64ct::{Base64Unpadded, Encoding as _};
use serde_json::json;
use sha2::{Digest as _, Sha256, Sha384};
use tests::answer::Answer;
use tests::cards::VISA;
use tests::http::Request;
use tests::merchant::{Merchant, Session};
use tests::signer::{Signer, opened};

use crate::world;

/// Where a page of the merchant's own origin finds the frame.
pub(crate) fn address(merchant: &Merchant) -> String {
    format!(
        "/v1/frame?key={}&origin={}",
        merchant.publishable_key, merchant.origin
    )
}

/// The first asset of this kind that a text names.
pub(crate) fn asset(text: &str, kind: &str) -> String {
    let found = text.match_indices("/assets/").find_map(|(at, _)| {
        let name = &text[at..];
        let end = name.find(kind)? + kind.len();
        (end < 60).then(|| name[..end].to_owned())
    });
    found.unwrap_or_else(|| panic!("no asset {kind}"))
}

/// An attribute of the page's root.
pub(crate) fn attribute(page: &Answer, name: &str) -> String {
    let text = page.text();
    let (_, value) = text
        .split_once(&format!(" data-{name}=\""))
        .unwrap_or_else(|| panic!("no data-{name}"));
    value.split('"').next().unwrap_or_default().to_owned()
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

#[tokio::test]
async fn every_language_is_served_as_its_file_stands_under_the_hash_that_the_script_leads_to() {
    let merchant = world().merchant().await;
    let page = merchant.http.get(&address(&merchant)).await.expect(200);
    let script = asset(&page.text(), ".js");
    let code = merchant.http.get(&script).await.expect(200).text();
    let path = |hash: &str| format!("/assets/{}.json", hash.replace(['+', '/'], "-"));
    let hash = |bytes: &[u8]| Base64Unpadded::encode_string(&Sha256::digest(bytes));
    // The only text of 43 such characters besides the pin names the table of all others.
    let named = code
        .split('"')
        .filter(|text| text.len() == 43 && Base64Unpadded::decode_vec(text).is_ok());
    let mut tables = Vec::new();
    for name in named {
        let answer = merchant.http.get(&path(name)).await;
        if answer.status == 200 {
            assert_eq!(hash(&answer.body), name);
            tables.push(answer.text());
        }
    }
    let [table] = tables.as_slice() else {
        panic!("{} tables", tables.len());
    };
    let mut served = 0;
    for file in fs::read_dir(tests::process::root().join("core/form/languages")).unwrap() {
        let file = file.unwrap();
        let bytes = fs::read(file.path()).unwrap();
        let hash = hash(&bytes);
        let answer = merchant.http.get(&path(&hash)).await;
        if file.file_name() == "en.json" {
            // In the script.
            answer.assert_problem(404, "not_found");
            continue;
        }
        assert!(table.contains(&hash), "{:?}", file.file_name());
        let answer = answer.expect(200);
        assert_eq!(answer.body, bytes);
        let media_type = answer.header("content-type");
        assert!(media_type.starts_with("application/json"), "{media_type}");
        served += 1;
    }
    println!("{served} languages served");
    assert!(served > 0);
}

#[tokio::test]
async fn the_page_says_its_session_its_end_and_its_vault() {
    let merchant = world().merchant().await;
    let session = opened(SessionKind::Hosted, &merchant, 5);
    let ends = session.expires_at().millis().to_string();
    let session = Signer::of(&world().vault).sign(&merchant, session);
    let page = merchant
        .http
        .get(&format!("/v1/frame/{}", session.statement))
        .await
        .expect(200);
    let said = |name: &str| attribute(&page, name);
    assert_eq!(said("session"), session.statement);
    assert_eq!(said("session-id"), session.id);
    assert_eq!(said("origin"), merchant.origin);
    assert_eq!(said("env"), "test");
    assert_eq!(said("ends"), ends);
    let left = said("ends").parse::<i64>().unwrap() - said("now").parse::<i64>().unwrap();
    assert!((9 * 60_000..=10 * 60_000).contains(&left), "{left} ms left");
    assert!(!page.text().contains("{{"), "a placeholder is left");

    // One made by its own navigation has the whole quarter of an hour.
    let page = merchant.http.get(&address(&merchant)).await.expect(200);
    let said = |name: &str| attribute(&page, name).parse::<i64>().unwrap();
    let left = said("ends") - said("now");
    assert!((899_000..=900_000).contains(&left), "{left} ms left");
}

#[tokio::test]
async fn a_session_that_slept_through_its_end_gets_the_page_that_can_renew_it() {
    let merchant = world().merchant().await;
    let slept = opened(SessionKind::Hosted, &merchant, 16);
    let slept = Signer::of(&world().vault).sign(&merchant, slept);
    let path = format!("/v1/frame/{}", slept.statement);
    let page = merchant.http.get(&path).await.expect(200);
    let said = |name: &str| attribute(&page, name).parse::<i64>().unwrap();
    assert!(said("ends") <= said("now") && said("now") < said("last"));
    assert_eq!(said("last") - said("ends"), 45 * 60 * 1000);
}

#[tokio::test]
async fn a_session_that_is_over_gets_a_page_that_takes_no_card_and_only_its_origin_may_show() {
    let merchant = world().merchant().await;
    let signer = Signer::of(&world().vault);
    let over = signer.sign(&merchant, opened(SessionKind::Hosted, &merchant, 61));
    let path = format!("/v1/frame/{}", over.statement);
    let page = merchant.http.get(&path).await.expect(410);
    assert!(page.header("content-type").starts_with("text/html"));
    let ancestors = format!("frame-ancestors {};", merchant.origin);
    assert!(
        page.header("content-security-policy").contains(&ancestors),
        "{:?}",
        page.headers
    );
    let said = |name: &str| attribute(&page, name).parse::<i64>().unwrap();
    assert!(said("last") <= said("now"), "the page can tell");
    merchant
        .tokenize(&VISA, &over)
        .await
        .assert_problem(410, "session_expired");

    // To a stranger it is no page at all, and neither is a session that is over of another kind.
    let by_stranger = Request::new("GET", &path).header("referer", "https://attacker.example/");
    let _ = merchant.http.send(by_stranger).await.expect(404);
    for kind in [SessionKind::Direct, SessionKind::Redirect] {
        for minutes in [1, 16, 61] {
            let session = signer.sign(&merchant, opened(kind, &merchant, minutes));
            let path = format!("/v1/frame/{}", session.statement);
            let _ = merchant.http.get(&path).await.expect(404);
        }
    }
}
