//! The page, its files, and both languages.

use std::collections::BTreeSet;
use std::process::Stdio;

use reqwest::StatusCode;

use crate::process::{Package, Playground, SCRIPTS, command};

#[tokio::test]
async fn the_page_names_the_vault_and_escapes_what_it_was_given() {
    let page = Playground::start().page("/").await;
    assert!(page.contains("data-vault=\"http://vault.localhost:8787\""));
    assert!(page.contains("pk_test_x&quot;&gt;&lt;b&gt;") && !page.contains("pk_test_x\">"));
}

#[tokio::test]
async fn the_page_is_whole_in_the_language_of_the_link_and_else_of_the_browser() {
    let playground = Playground::start();
    for (path, preferred, tag, sentence) in [
        ("/", "ja,en;q=0.5", "ja", "カードフォームを試す"),
        ("/", "fr", "en", "Try the card form"),
        ("/?lang=ja", "en", "ja", "カードフォームを試す"),
        ("/?lang=en", "ja", "en", "Try the card form"),
        ("/nowhere", "ja", "ja", "ページが見つかりません"),
        ("/nowhere", "en", "en", "Nothing here"),
    ] {
        let request = playground
            .request("playground.localhost", path)
            .header("accept-language", preferred);
        let response = request.send().await.unwrap();
        assert!(!response.headers().contains_key("set-cookie"), "{path}");
        let page = response.text().await.unwrap();
        assert!(page.contains(&format!("<html lang=\"{tag}\">")), "{path}");
        assert!(page.contains(sentence), "{path}");
        assert!(!page.contains("{{"), "{path}");
        assert!(page.contains("href=\"/?lang=ja\"") && page.contains("href=\"/?lang=en\""));
    }
}

#[tokio::test]
async fn the_cards_of_the_guide_are_on_the_page() {
    let page = Playground::start().page("/?lang=en").await;
    for row in [
        "4242 4242 4242 4242</td><td>Visa</td><td>Approved ",
        "4000 0000 0000 9995</td><td>Visa</td><td>Declined <code>insufficient_funds</code>",
        "4000 0045 8000 0002</td><td>Visa, MyDebit</td><td>Approved <code></code></td><td class=\"soft\">Two brands",
    ] {
        assert!(page.contains(row), "{row}");
    }
    assert!(!page.contains("reserved"));
}

#[tokio::test]
async fn every_file_that_the_page_and_its_scripts_name_is_there() {
    let playground = Playground::start();
    let mut files = BTreeSet::new();
    let mut unread = vec!["/".to_owned()];
    while let Some(path) = unread.pop() {
        let text = playground.page(&path).await;
        for rest in text.split('"') {
            let is_file = [".js", ".css", ".svg"]
                .iter()
                .any(|end| rest.ends_with(end));
            if rest.starts_with('/') && is_file && files.insert(rest.to_owned()) {
                unread.push(rest.to_owned());
            }
        }
    }
    assert!(files.len() > 14, "{files:?}");
    for file in files {
        let response = playground.get(&file).await;
        assert_eq!(response.status(), StatusCode::OK, "{file}");
        let (_, ending) = file.rsplit_once('.').unwrap();
        let expected = match ending {
            "js" => "text/javascript",
            "css" => "text/css",
            _ => "image/svg+xml",
        };
        assert_eq!(response.headers()["content-type"], expected, "{file}");
    }
    let nowhere = playground.get("/no.js").await;
    assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_package_is_served_as_it_lies_on_disk_and_a_missing_file_is_one_clear_sentence() {
    let playground = Playground::start();
    for (name, script) in SCRIPTS {
        assert_eq!(playground.page(&format!("/{name}")).await, script);
    }

    let empty = Package::new();
    let mut child = command()
        .arg("--package")
        .arg(empty.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Open, so that the process does not end for that.
    let _stdin = child.stdin.take();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && output.stdout.is_empty());
    let sentence = format!(
        "Error: cannot read {}: --package names the folder of the built @cardseal/tokenizer",
        empty.path().join("tokenizer.js").display()
    );
    assert_eq!(said.lines().next(), Some(sentence.as_str()));
}
