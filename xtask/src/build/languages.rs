//! The languages of the form that are loaded when needed: files named by their hashes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64ct::{Base64Unpadded, Encoding as _};
use sha2::{Digest as _, Sha256};

use super::brotli;
use crate::paths::Paths;

const SOURCE: &str = "core/form/languages";

/// In the script itself, and so not loaded.
const ALWAYS_THERE: &str = "en.json";

/// The hash of each language by its tag.
const TABLE: &str = "table.json";

/// What the files say of themselves and the page does not need.
const NOT_SAID: &str = "reviewed";

/// English, for the script: its texts by their keys, as JSON.
pub(super) fn english(paths: &Paths) -> Result<String> {
    let file = paths.root.join(SOURCE).join(ALWAYS_THERE);
    let mut texts: serde_json::Map<_, _> = serde_json::from_str(&read(&file)?)?;
    texts.remove(NOT_SAID);
    Ok(serde_json::to_string(&texts)?)
}

/// The file of each language that is loaded when it is needed, in one order.
pub(crate) fn files(paths: &Paths) -> Result<Vec<PathBuf>> {
    let folder = paths.root.join(SOURCE);
    let mut files = fs::read_dir(&folder)
        .with_context(|| folder.display().to_string())?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<PathBuf>>>()?;
    files.retain(|file| !file.ends_with(ALWAYS_THERE));
    files.sort();
    Ok(files)
}

/// Where they lie among the frame's files.
pub(crate) fn folder(frame: &Path) -> PathBuf {
    frame.join("languages")
}

/// Puts the files, as brotli too, into the folder of the frame's files, in the place of those of an earlier
/// build, and beside them the table of their hashes; gives what the script must know, as JSON: the tags, and
/// the hash of the table. A hash cannot be compressed, so every shopper loads one and not one for each language.
pub(super) fn place(files: &[PathBuf], out: &Path) -> Result<[(&'static str, String); 2]> {
    let folder = folder(out);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let mut table = BTreeMap::new();
    for file in files {
        let name = file.file_name().context("a file has a name")?;
        let tag = file.file_stem().context("a file has a name")?;
        let text = read(file)?;
        fs::write(folder.join(name), &text)?;
        brotli::beside(&folder, &name.to_string_lossy())?;
        table.insert(tag.to_string_lossy().into_owned(), hash(text.as_bytes()));
    }
    let hashes = serde_json::to_string(&table)?;
    fs::write(folder.join(TABLE), &hashes)?;
    brotli::beside(&folder, TABLE)?;
    let tags: Vec<&str> = table.keys().map(String::as_str).collect();
    Ok([
        ("CARDSEAL_TAGS", serde_json::to_string(&tags.join(" "))?),
        (
            "CARDSEAL_TABLE",
            serde_json::to_string(&hash(hashes.as_bytes()))?,
        ),
    ])
}

/// A language's file. One that is not whole goes no further than here.
fn read(file: &Path) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    ensure!(
        form::is_language(&text),
        "{}: not a language, whole",
        file.display()
    );
    Ok(text)
}

/// The hash of a language as the script has it: SHA-256 and not the longer ones, because all of these travel
/// to every shopper; without the padding, which the script adds.
fn hash(bytes: &[u8]) -> String {
    Base64Unpadded::encode_string(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_the_hash_of_its_bytes() {
        // SHA-256 of "abc" (FIPS 180-4 example).
        assert_eq!(hash(b"abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0");
        assert_ne!(hash(b"abd"), hash(b"abc"));
    }
}
