//! What the README tells a newcomer to type, typed.

use std::fs;
use std::process::{Output, Stdio};

use serde_json::json;
use tests::scratch::Scratch;
use tokio::process::Command;

use crate::world;

/// The first fenced block of this language that mentions `hint`.
fn block(language: &str, hint: &str) -> String {
    let readme = fs::read_to_string(tests::process::root().join("README.md")).expect("README.md");
    let fence = format!("```{language}\n");
    let blocks = readme.split(fence.as_str()).skip(1);
    blocks
        .filter_map(|rest| rest.split("```").next())
        .find(|block| block.contains(hint))
        .unwrap_or_else(|| panic!("README has no {language} block with {hint}"))
        .to_owned()
}

async fn run(command: &mut Command) -> Output {
    let output = command.stdin(Stdio::null()).kill_on_drop(true).output();
    output.await.expect("the program starts")
}

#[tokio::test]
async fn the_readme_alone_takes_a_stranger_to_an_approval() {
    let merchant = world().merchant().await;
    let folder = Scratch::new();
    // What `cargo xtask serve --demo` prints, as far as the script reads it.
    let vault = json!({
        "url": merchant.http.base(),
        "merchants": [{ "secret_key": merchant.secret_key, "origins": [merchant.origin] }],
    });
    fs::write(folder.path().join("vault.json"), vault.to_string()).expect("vault.json");
    fs::write(folder.path().join("pay.mjs"), block("js", "CompactEncrypt")).expect("pay.mjs");
    let modules = tests::process::root().join("node_modules");
    std::os::unix::fs::symlink(modules, folder.path().join("node_modules")).expect("jose");

    let paid = run(Command::new("node")
        .arg("pay.mjs")
        .current_dir(folder.path()))
    .await;
    let said = String::from_utf8_lossy(&paid.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&paid.stderr);
    assert!(said.starts_with("approved visa 4242 "), "{said}{complaint}");

    // The lines of curl, one by one, with the names the text gives them.
    let shop = block("sh", "curl").replace("http://shop.localhost:8788", &merchant.origin);
    let lines: Vec<&str> = shop
        .lines()
        .filter(|line| line.starts_with("curl"))
        .collect();
    assert_eq!(lines.len(), 2);
    for (line, expected) in lines
        .iter()
        .zip([r#""session":"cs_test_"#, r#""reference":"order-1""#])
    {
        let mut shell = Command::new("sh");
        shell.args(["-c", line]);
        shell
            .env("url", merchant.http.base())
            .env("sk", &merchant.secret_key);
        let answered = run(&mut shell).await;
        let said = String::from_utf8_lossy(&answered.stdout).into_owned();
        assert!(said.contains(expected), "{line}: {said}");
    }
}
