//! The checkout page and what it allows itself.

use reqwest::StatusCode;

use crate::process::Shop;

#[tokio::test]
async fn the_checkout_page_names_the_vault_and_escapes_what_it_was_given() {
    let shop = Shop::start().await;
    let page = shop.get("/").await.text().await.unwrap();
    assert!(page.contains("¥1,200"));
    assert!(page.contains(r#"data-vault="http://vault.localhost:8787""#));
    assert!(page.contains("pk_test_x&quot;&gt;&lt;b&gt;") && !page.contains("pk_test_x\">"));
}

#[tokio::test]
async fn every_answer_forbids_all_but_own_files_and_the_vaults_frame() {
    let shop = Shop::start().await;
    for path in ["/", "/checkout.js", "/shop.css", "/orders/none", "/nowhere"] {
        let response = shop.get(path).await;
        let policy = response.headers()["content-security-policy"]
            .to_str()
            .unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';"),
            "{path}"
        );
        assert!(
            policy.contains("frame-src http://vault.localhost:8787;"),
            "{path}"
        );
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers()["referrer-policy"], "strict-origin");
    }
}

#[tokio::test]
async fn no_page_has_a_script_or_a_style_of_its_own() {
    let shop = Shop::start().await;
    let page = shop.get("/").await.text().await.unwrap();
    let inline = |page: &str| {
        page.contains("<script>")
            || page.contains("<style")
            || page.contains(" style=")
            || page.contains(" onclick=")
    };
    assert!(!inline(&page));
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(
        page.matches(r#"<script type="module" src="/checkout.js"></script>"#)
            .count(),
        1
    );
    assert!(
        inline("<p onclick=\"x\">"),
        "the twin: one is found where there is one"
    );
}

#[tokio::test]
async fn an_address_is_sent_to_the_host_name_that_is_registered() {
    let shop = Shop::start().await;
    let response = shop.client.get(&shop.url).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(
        response.headers()["location"],
        format!("http://{}", shop.host())
    );
}
