//! The shop's pages and what they allow themselves.

use std::process::Stdio;

use reqwest::StatusCode;

use crate::process::{Scratch, Shop, TOKENIZER, command};
use crate::shopper::{Shopper, attribute};
use crate::vault::Vault;

#[tokio::test]
async fn the_checkout_page_names_the_vault_and_escapes_what_it_was_given() {
    let shop = Shop::start().await;
    let page = Shopper::with_cart(&shop, &["tenugui"])
        .await
        .page("/checkout")
        .await;
    assert!(page.contains("¥1,200"));
    assert_eq!(
        attribute(&page, "data-vault"),
        "http://vault.localhost:8787"
    );
    assert!(page.contains("pk_test_x&quot;&gt;&lt;b&gt;") && !page.contains("pk_test_x\">"));
}

#[tokio::test]
async fn every_answer_forbids_all_but_own_files_and_the_vaults_frames() {
    let shop = Shop::start().await;
    for path in [
        "/",
        "/cart",
        "/checkout",
        "/checkout.js",
        "/base.css",
        "/pictures/noren.svg",
        "/orders/none",
        "/nowhere",
    ] {
        let response = shop.get(path).await;
        let policy = response.headers()["content-security-policy"]
            .to_str()
            .unwrap();
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
             frame-src http://vault.localhost:8787 http://3ds.vault.localhost:8787; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            "{path}"
        );
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers()["referrer-policy"], "strict-origin");
    }
}

#[tokio::test]
async fn no_page_has_a_script_or_a_style_of_its_own() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["tenugui"]).await;
    let inline = |page: &str| {
        ["<script>", "<style", " style=", " onclick=", "javascript:"]
            .iter()
            .any(|sign| page.contains(sign))
    };
    for (path, scripts) in [("/", 0), ("/cart", 0), ("/checkout", 1), ("/nowhere", 0)] {
        let page = shopper.page(path).await;
        assert!(!inline(&page), "{path}");
        assert_eq!(page.matches("<script").count(), scripts, "{path}");
        assert_eq!(
            page.matches(r#"<script type="module" src="/checkout.js"></script>"#)
                .count(),
            scripts
        );
    }
    assert!(
        inline("<p onclick=\"x\">"),
        "the twin: one is found where there is one"
    );
}

#[tokio::test]
async fn every_file_that_a_page_names_is_there() {
    let shop = Shop::start().await;
    let mut shopper = Shopper::with_cart(&shop, &["tenugui"]).await;
    let mut files = std::collections::BTreeSet::new();
    for path in ["/", "/cart", "/checkout", "/checkout.js", "/base.css"] {
        let page = shopper.page(path).await;
        for rest in page.split(['"', '\'', ' ', '(']) {
            let is_file = [".js", ".css", ".svg"]
                .iter()
                .any(|end| rest.ends_with(end));
            if rest.starts_with('/') && is_file {
                files.insert(rest.to_owned());
            }
        }
    }
    assert!(files.len() > 14, "{files:?}");
    for file in files {
        let response = shop.get(&file).await;
        assert_eq!(response.status(), StatusCode::OK, "{file}");
        let media_type = response.headers()["content-type"]
            .to_str()
            .unwrap()
            .to_owned();
        let (_, ending) = file.rsplit_once('.').unwrap();
        let expected = match ending {
            "js" => "text/javascript",
            "css" => "text/css",
            _ => "image/svg+xml",
        };
        assert_eq!(media_type, expected, "{file}");
    }
    assert_eq!(shop.get("/no.js").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_loader_is_served_as_it_lies_on_disk_and_a_missing_one_is_one_clear_sentence() {
    let shop = Shop::start().await;
    assert_eq!(shop.page("/tokenizer.js").await, TOKENIZER);

    let (_, vault_url) = Vault::start().await;
    let missing = Scratch::new().path().join("tokenizer.js");
    let mut child = command(&vault_url)
        .arg("--tokenizer")
        .arg(&missing)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Open, so that the process does not end for that.
    let _stdin = child.stdin.take();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && output.stdout.is_empty());
    let sentence = format!(
        "Error: cannot read {}: --tokenizer names the built file of @cardseal/tokenizer",
        missing.display()
    );
    assert_eq!(said.lines().next(), Some(sentence.as_str()));
}

#[tokio::test]
async fn an_address_is_sent_to_the_host_name_that_is_registered() {
    let shop = Shop::start().await;
    for path in ["/", "/checkout?product=noren"] {
        let response = shop
            .client
            .get(format!("{}{path}", shop.url))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
        assert_eq!(
            response.headers()["location"],
            format!("http://{}{path}", shop.host())
        );
    }
}
