//! `docs/complaints.md` and `docs/compared.md` name tests that exist.

use std::fs;

use tests::process::root;

/// Where the files lie that the page names.
const FOLDERS: [&str; 5] = [
    "tests/browser",
    "tokenizer-wasm/npm/tests",
    "core/card/tests",
    "core/card/tests/typing",
    "xtask/src",
];
const COMPLAINTS: usize = 27;
const FEATURES: usize = 44;

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

#[test]
fn every_complaint_of_others_has_a_test_that_exists() {
    let rows = rows("docs/complaints.md");
    assert_eq!(rows.len(), COMPLAINTS);
    for row in rows {
        assert!(!named(&row).is_empty(), "{row}");
    }
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
