//! The scanner's twin: a number or a code planted in each kind of place and each encoding is found.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use rusqlite::Connection;
use tests::cards::PUBLISHED;
use tests::hex;
use tests::scan::{Encoding, Scanner};
use tests::scratch::Scratch;

use crate::CODES;

fn scanner() -> Scanner {
    Scanner::new(PUBLISHED, &CODES)
}

fn packed(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits.bytes().map(|digit| digit & 15).collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(15))
        .collect()
}

/// A number in every dress, each with the name the scanner must give it.
fn dresses(pan: &str) -> Vec<(Encoding, Vec<u8>)> {
    let reversed: String = pan.chars().rev().collect();
    let hex = |upper: bool| -> Vec<u8> {
        let text = hex::lower(pan.as_bytes());
        if upper { text.to_uppercase() } else { text }.into_bytes()
    };
    let grouped = |separator: &str| {
        let groups: Vec<&str> = (0..pan.len())
            .step_by(4)
            .map(|at| &pan[at..pan.len().min(at + 4)])
            .collect();
        groups.join(separator).into_bytes()
    };
    let mut all = vec![
        (Encoding::Ascii, pan.as_bytes().to_vec()),
        (Encoding::Reversed, reversed.into_bytes()),
        (Encoding::Hex, hex(false)),
        (Encoding::Hex, hex(true)),
        (Encoding::Grouped, grouped(" ")),
        (Encoding::Grouped, grouped("-")),
        (
            Encoding::Utf16,
            pan.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
        (Encoding::Bcd, packed(pan)),
        // In the middle of a byte, as behind a length digit.
        (Encoding::Bcd, packed(&format!("9{pan}"))),
    ];
    for prefix in ["", "x", "xy"] {
        let text = format!("{prefix}{pan} and more");
        all.push((
            Encoding::Base64,
            Base64::encode_string(text.as_bytes()).into_bytes(),
        ));
        all.push((
            Encoding::Base64,
            Base64UrlUnpadded::encode_string(text.as_bytes()).into_bytes(),
        ));
    }
    all
}

#[test]
fn every_number_is_found_in_every_encoding() {
    let scanner = scanner();
    let (mut found, mut seen) = (0, BTreeSet::new());
    for pan in PUBLISHED {
        for (encoding, bytes) in dresses(pan) {
            // Nearly all zeros, packed, looks like any small number; there the scanner does not look.
            let zeros = packed(pan).iter().filter(|byte| **byte != 0).count() < 6;
            if encoding == Encoding::Bcd && zeros {
                continue;
            }
            let text = [&b"\x00\xff before "[..], &bytes, b" after \x00"].concat();
            let hits = scanner.scan_bytes(Path::new("planted"), &text);
            let named = hits
                .iter()
                .any(|hit| hit.encoding == encoding && hit.what == pan[pan.len() - 4..]);
            assert!(named, "{pan} as {encoding:?}: {hits:?}");
            found += 1;
            seen.insert(encoding);
        }
    }
    println!("{found} planted numbers found");
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), Encoding::ALL);
    assert!(found > 400);
}

#[test]
fn a_code_is_found_under_its_names_in_every_encoding_of_text() {
    let scanner = scanner();
    for code in CODES {
        for text in [
            format!(r#"{{"cvc":"{code}"}}"#),
            format!(r#"\"security_code\":\"{code}\""#),
            format!("cvv={code}"),
        ] {
            let hex = hex::lower(text.as_bytes());
            let base64 = Base64::encode_string(text.as_bytes());
            for dress in [text.clone(), hex, base64] {
                let hits = scanner.scan_bytes(Path::new("planted"), dress.as_bytes());
                assert!(
                    hits.iter().any(|hit| hit.what == "code"),
                    "{dress}: {hits:?}"
                );
            }
        }
    }
}

#[test]
fn text_without_numbers_has_no_find() {
    let text = "tok_test_00AQEBAQEBAQEBAQEBAQEBAQ 4242 2031-08 1732233600000 4242424242424241 cvc 739 \
                {\"last4\":\"4242\",\"amount\":739}";
    assert_eq!(
        scanner().scan_bytes(Path::new("clean"), text.as_bytes()),
        []
    );
}

/// Every place a run writes to, in the form it is written there.
#[test]
fn a_number_is_found_in_every_kind_of_file() {
    let folder = Scratch::new();
    let path = |name: &str| folder.path().join(name);
    let pan = PUBLISHED[0];

    // A row of a database, in the file and in a journal that was not yet folded into it.
    let database = Connection::open(path("row.sqlite")).unwrap();
    database
        .execute_batch("CREATE TABLE token (sealed BLOB)")
        .unwrap();
    database
        .execute("INSERT INTO token VALUES (?)", [pan])
        .unwrap();
    drop(database);
    let journal = Connection::open(path("wal.sqlite")).unwrap();
    journal
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE token (sealed BLOB)")
        .unwrap();
    journal
        .execute("INSERT INTO token VALUES (?)", [pan])
        .unwrap();
    // A row that was deleted lies on in a free page.
    let freed = Connection::open(path("freed.sqlite")).unwrap();
    freed
        .execute_batch("CREATE TABLE token (sealed BLOB)")
        .unwrap();
    freed
        .execute("INSERT INTO token VALUES (?)", [pan])
        .unwrap();
    freed.execute("DELETE FROM token", []).unwrap();
    drop(freed);

    fs::write(path("workerd.log"), format!("{{\"message\":\"{pan}\"}}\n")).unwrap();
    fs::write(
        path("answers.bin"),
        format!("200 {{\"x-echo\": \"{pan}\"}}"),
    )
    .unwrap();
    fs::create_dir_all(path("deep/er")).unwrap();
    fs::write(
        path("deep/er/dump"),
        [&[0xff; 5_000], packed(pan).as_slice()].concat(),
    )
    .unwrap();
    fs::write(path(&format!("receipt-{pan}.txt")), "nothing inside").unwrap();

    let report = scanner().scan(&[folder.path()]);
    let mut files: BTreeSet<String> = BTreeSet::new();
    for hit in &report.hits {
        files.insert(
            hit.file
                .strip_prefix(folder.path())
                .unwrap()
                .to_string_lossy()
                .into_owned(),
        );
    }
    println!(
        "{} files, {} bytes, {} finds",
        report.files,
        report.bytes,
        report.hits.len()
    );
    for name in [
        "row.sqlite",
        "wal.sqlite-wal",
        "freed.sqlite",
        "workerd.log",
        "answers.bin",
        "deep/er/dump",
    ] {
        assert!(files.contains(name), "{name}: {files:?}");
    }
    assert!(files.iter().any(|name| name.starts_with("receipt-")));
    drop(journal);
}
