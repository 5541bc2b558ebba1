//! The byte scanner: is a card number or a security code anywhere in these files, in any encoding?

mod encodings;

use std::fs;
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;

use crate::memory::files;
pub use encodings::{Encoding, Needle};

/// What was looked for.
pub struct Scanner {
    needles: Vec<Needle>,
    automaton: AhoCorasick,
    numbers: usize,
}

/// What was found.
#[derive(Default)]
pub struct Report {
    /// How many files were read.
    pub files: usize,
    /// How many bytes they had.
    pub bytes: u64,
    /// Where something was found.
    pub hits: Vec<Hit>,
}

/// One find. It names the card by its last four digits: a report is an output too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The file.
    pub file: PathBuf,
    /// Offset in bytes.
    pub at: usize,
    /// How it was written.
    pub encoding: Encoding,
    /// The last four digits, or `code`.
    pub what: String,
}

impl Scanner {
    /// Looks for these numbers, and for these codes wherever they are called a code.
    ///
    /// Three digits alone are in every file; a code is recognised by the name or the number it stands
    /// beside.
    pub fn new(numbers: &[&str], codes: &[&str]) -> Self {
        let mut needles: Vec<Needle> = numbers
            .iter()
            .flat_map(|number| encodings::of_number(number))
            .collect();
        needles.extend(codes.iter().flat_map(|code| encodings::of_code(code)));
        let automaton = AhoCorasick::builder()
            .match_kind(aho_corasick::MatchKind::Standard)
            .build(needles.iter().map(|needle| &needle.bytes))
            .expect("an automaton");
        Self {
            needles,
            automaton,
            numbers: numbers.len(),
        }
    }

    /// How many numbers are looked for.
    pub fn numbers(&self) -> usize {
        self.numbers
    }

    /// How many byte strings are looked for.
    pub fn needles(&self) -> usize {
        self.needles.len()
    }

    /// Looks through a byte string.
    pub fn scan_bytes(&self, name: &Path, bytes: &[u8]) -> Vec<Hit> {
        self.automaton
            .find_overlapping_iter(bytes)
            .filter_map(|found| {
                let needle = &self.needles[found.pattern().as_usize()];
                needle.fits(bytes, found.start()).then(|| Hit {
                    file: name.to_owned(),
                    at: found.start(),
                    encoding: needle.encoding,
                    what: needle.what.clone(),
                })
            })
            .collect()
    }

    /// Looks through all files below the folders, and their names.
    pub fn scan(&self, folders: &[&Path]) -> Report {
        let mut report = Report::default();
        for file in folders.iter().flat_map(|folder| files(folder)) {
            // A file that went away while we looked (a journal) is gone.
            let Ok(bytes) = fs::read(&file) else { continue };
            report.files += 1;
            report.bytes += bytes.len() as u64;
            report.hits.extend(self.scan_bytes(&file, &bytes));
            let name = file.to_string_lossy().into_owned();
            report.hits.extend(self.scan_bytes(&file, name.as_bytes()));
        }
        report
    }
}
