//! The byte scan over whole sessions: nothing of a card in what a browser shows, keeps or sends, nor in
//! what shop, vault and acquirer write down; and a number planted in each of those places is found.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use serde_json::Value;
use tests::memory::files;
use tests::scan::{Hit, Report, Scanner};
use tests::scratch::Scratch;
use tokio::time::timeout;

use tests::shop::Shop;

/// Codes are typed as these, one for each length.
const CODES: [&str; 2] = ["739", "7391"];
/// A session takes half a minute.
const LONGEST: Duration = Duration::from_mins(5);
const PLANTED: &str = "5555555555554444";

/// What the browser's side of a session is written into; the frame of another site may have no storage.
const PLACES: [&str; 19] = [
    "answers.bin",
    "console.txt",
    "cookies.txt",
    "frame-history.txt",
    "frame-markup.txt",
    "frame-performance.txt",
    "memory-planted",
    "page-accessibility.txt",
    "page-cached.txt",
    "page-cookies.txt",
    "page-history.txt",
    "page-indexed.txt",
    "page-local.txt",
    "page-markup.txt",
    "page-messages.txt",
    "page-navigations.txt",
    "page-performance.txt",
    "page-session.txt",
    "requests.bin",
];

/// Runs the script and returns its line.
async fn session(shop: &Shop, outputs: &Scratch, plant: &str) -> Value {
    let output = shop
        .node()
        .arg("tests/browser/scan.mjs")
        .env("CARDSEAL_OUTPUT", outputs.path())
        .env("CARDSEAL_PLANT", plant)
        .output();
    let output = timeout(LONGEST, output)
        .await
        .expect("an end of the session")
        .expect("node");
    let (said, complaints) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    serde_json::from_str(said.trim()).unwrap_or_else(|_| panic!("{said}\n{complaints}"))
}

fn scan(scanner: &Scanner, shop: &Shop, outputs: &Scratch) -> Report {
    let world = &shop.world;
    scanner.scan(&[
        world.vault.data(),
        world.acquirer.data(),
        shop.data(),
        outputs.path(),
    ])
}

/// The folder or file of a find, as one of the places above.
fn place(hit: &Hit, outputs: &Scratch) -> String {
    let inside = hit.file.strip_prefix(outputs.path());
    inside
        .map(|path| path.to_string_lossy().into_owned())
        .unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_card_is_left_where_browser_and_servers_write() {
    let (shop, outputs) = (Shop::start().await, Scratch::new());
    let said = session(&shop, &outputs, "").await;
    let typed: Vec<&str> = said["typed"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let scanner = Scanner::new(&typed, &CODES);
    let report = scan(&scanner, &shop, &outputs);
    println!(
        "{} attempts with {} numbers, looked at {} times, {} linear memories; {} files, {} bytes: {} finds",
        said["attempts"],
        scanner.numbers(),
        said["looks"],
        said["memories"],
        report.files,
        report.bytes,
        report.hits.len()
    );
    assert!(report.hits.is_empty(), "{:#?}", report.hits);
    assert!(said["attempts"].as_u64() >= Some(9) && typed.len() >= 7);
    assert!(said["looks"].as_u64() >= Some(20) && said["memories"].as_u64() >= Some(15));
    for place in PLACES.iter().filter(|place| !place.starts_with("memory")) {
        let bytes = std::fs::metadata(outputs.path().join(place)).map_or(0, |file| file.len());
        assert!(bytes > 0, "{place} was written");
    }
    assert!(outputs.path().join("profile/Default/History").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_in_any_place_of_a_session_is_found() {
    let (shop, outputs) = (Shop::start().await, Scratch::new());
    let _ = session(&shop, &outputs, PLANTED).await;
    let databases = [
        shop.data().join("shop.sqlite"),
        shop.world.acquirer.data().join("acquirer.sqlite"),
        storage(shop.world.vault.data()),
    ];
    let connections: Vec<Connection> = databases.iter().map(|file| plant(file)).collect();

    let scanner = Scanner::new(&[PLANTED], &CODES);
    let report = scan(&scanner, &shop, &outputs);
    let found: BTreeSet<String> = report.hits.iter().map(|hit| place(hit, &outputs)).collect();
    for place in PLACES.iter().chain(&["profile/"]) {
        assert!(
            found.iter().any(|found| found.starts_with(place)),
            "{place}: {found:#?}"
        );
    }
    for file in &databases {
        let folder = file.parent().unwrap();
        assert!(
            report.hits.iter().any(|hit| hit.file.starts_with(folder)),
            "{}",
            file.display()
        );
    }
    println!(
        "{} finds; each of {} places and {} databases has one",
        report.hits.len(),
        PLACES.len() + 1,
        connections.len()
    );
}

/// A database of the vault.
fn storage(data: &Path) -> PathBuf {
    let files = files(&data.join("storage"));
    let found = files.iter().find(|file| file.ends_with("metadata.sqlite"));
    found.expect("a database").clone()
}

/// A row in a database that its program has open; the connection stays, and the journal with it.
fn plant(file: &Path) -> Connection {
    let connection = Connection::open(file).unwrap();
    connection
        .execute_batch("CREATE TABLE planted (text TEXT)")
        .unwrap();
    connection
        .execute("INSERT INTO planted VALUES (?)", [PLANTED])
        .unwrap();
    connection
}
