//! `docs/complaints.md`, `docs/accessibility.md`, `docs/compared.md` and `docs/frontend/networks.md` name tests
//! that exist; and every page leads to pages that do.

use std::fs;
use std::path::{Path, PathBuf};

use tests::process::root;

/// Where the files lie that the page names.
const FOLDERS: [&str; 6] = [
    "tests/browser",
    "tokenizer-wasm/npm/tests",
    "core/card/tests",
    "core/card/tests/typing",
    "core/form/src",
    "xtask/src",
];
const COMPLAINTS: usize = 27;
const NEEDS: usize = 13;
const FEATURES: usize = 44;
const NETWORKS: usize = 30;

/// The tests that a row names: a file in backticks, and a sentence of it in quotation marks.
fn named(row: &str) -> Vec<(&str, &str)> {
    let mut pairs = Vec::new();
    let mut rest = row;
    while let Some((before, after)) = rest.split_once("` “") {
        let (_, file) = before.rsplit_once('`').unwrap_or_default();
        let (sentence, after) = after.split_once('”').unwrap_or_default();
        pairs.push((file, sentence));
        rest = after;
    }
    pairs
}

fn exists((file, sentence): (&str, &str)) -> bool {
    FOLDERS.iter().any(|folder| {
        let text = fs::read_to_string(root().join(folder).join(file));
        text.is_ok_and(|text| text.contains(sentence))
    })
}

/// The numbered rows of a page's one table, the tests that are named checked.
fn rows(page: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| "));
    let rows: Vec<String> = rows.skip(1).map(str::to_owned).collect();
    for (number, row) in (1..).zip(&rows) {
        assert!(row.starts_with(&format!("| {number} |")), "{row}");
        for test in named(row) {
            assert!(exists(test), "{page} names {test:?}");
        }
    }
    rows
}

/// The same of a page whose every row claims something.
fn claims(page: &str, count: usize) {
    let rows = rows(page);
    assert_eq!(rows.len(), count);
    for row in rows {
        assert!(!named(&row).is_empty(), "{row}");
    }
}

#[test]
fn everything_that_is_said_of_bad_networks_has_a_test_that_exists() {
    claims("docs/frontend/networks.md", NETWORKS);
}

#[test]
fn every_need_of_a_shopper_has_a_test_that_exists() {
    claims("docs/accessibility.md", NEEDS);
}

#[test]
fn every_complaint_of_others_has_a_test_that_exists() {
    claims("docs/complaints.md", COMPLAINTS);
    assert!(!exists(("popup.test.mjs", "a sentence that no test has")));
}

#[test]
fn every_feature_that_is_claimed_beside_others_has_a_test_that_exists() {
    let rows = rows("docs/compared.md");
    assert_eq!(rows.len(), FEATURES);
    let cell = |row: &str| row.split('|').nth(13).map(|cell| cell.trim().to_owned());
    let claimed = rows.iter().filter(|row| cell(row).as_deref() == Some("Y"));
    let mut count = 0;
    for row in claimed {
        assert!(!named(row).is_empty(), "{row}");
        count += 1;
    }
    assert!(count > 20, "{count}");
}

/// Every page below a folder.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| {
        if path.is_dir() {
            pages(&path)
        } else {
            vec![path]
        }
    };
    let files = paths.flat_map(below);
    files
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .collect()
}

/// The files that a page leads to and that are not there.
fn dead<'text>(text: &'text str, folder: &Path) -> Vec<&'text str> {
    let links = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next());
    let files = links.filter(|link| !link.is_empty() && !link.contains(':'));
    files.filter(|link| !folder.join(link).exists()).collect()
}

#[test]
fn every_link_between_the_documents_leads_to_a_file() {
    let mut all = pages(&root().join("docs"));
    all.extend(
        [
            "README.md",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "SECURITY.md",
        ]
        .map(|it| root().join(it)),
    );
    assert!(all.len() > 30, "{}", all.len());
    for page in &all {
        let text = fs::read_to_string(page).unwrap();
        let found = dead(&text, page.parent().unwrap());
        assert!(found.is_empty(), "{}: {found:?}", page.display());
    }
    let twin = "[a](payments.md), [b](https://x.example), [c](#here) and [d](nowhere.md#there)";
    assert_eq!(dead(twin, &root().join("docs")), ["nowhere.md"]);
}
