//! What the page allows itself.

use reqwest::StatusCode;

use crate::process::Playground;

#[tokio::test]
async fn every_answer_allows_own_files_and_frames_of_the_two_vaults_and_nothing_else() {
    let playground = Playground::start();
    let silent = playground.host("http://silent.localhost");
    for path in [
        "/",
        "/playground.js",
        "/inline.js",
        "/base.css",
        "/mark.svg",
        "/nowhere",
    ] {
        let response = playground.get(path).await;
        let headers = response.headers();
        assert_eq!(
            headers["content-security-policy"].to_str().unwrap(),
            format!(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                 frame-src http://vault.localhost:8787 http://3ds.vault.localhost:8787 {silent}; \
                 form-action 'none'; base-uri 'none'; frame-ancestors 'none'; \
                 require-trusted-types-for 'script'; trusted-types 'none'"
            ),
            "{path}"
        );
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "strict-origin");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
        assert_eq!(headers["cache-control"], "no-store");
    }
}

#[tokio::test]
async fn the_page_has_no_script_or_style_of_its_own() {
    let page = Playground::start().page("/").await;
    let inline = |page: &str| {
        ["<script>", "<style", " style=", " onclick=", "javascript:"]
            .iter()
            .any(|sign| page.contains(sign))
    };
    assert!(!inline(&page));
    assert_eq!(page.matches("<script").count(), 1);
    assert!(page.contains(r#"<script type="module" src="/playground.js"></script>"#));
    assert!(
        inline("<p onclick=\"x\">"),
        "the twin: one is found where there is one"
    );
}

#[tokio::test]
async fn an_address_is_sent_to_the_host_name_that_is_registered() {
    let playground = Playground::start();
    let response = playground
        .request("127.0.0.1", "/?lang=ja")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
    let there = playground.host("http://playground.localhost");
    assert_eq!(response.headers()["location"], format!("{there}/?lang=ja"));
}

#[tokio::test]
async fn under_the_name_of_the_vault_that_never_answers_nothing_is_answered() {
    let playground = Playground::start();
    let silent = playground.request("silent.localhost", "/v1/frame").send();
    assert!(silent.await.unwrap_err().is_request());
    let answered = playground.request("playground.localhost", "/v1/frame");
    assert_eq!(
        answered.send().await.unwrap().status(),
        StatusCode::NOT_FOUND
    );
}
