//! The fonts that merchants can name: the operator's WOFF2 files, checked and put among the frame's files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256};

use crate::paths::Paths;

/// The variable that names the operator's folder.
const FOLDER: &str = "CARDSEAL_FONTS";

/// Where the operator names none: one to try the option with.
const OURS: &str = "@fontsource/varela-round/files/varela-round-latin-400-normal.woff2";

/// All of them travel inside the worker, which a platform wants small.
const MOST: usize = 16;

/// The most bytes of one, which a shopper waits for.
const LARGEST: usize = 256 * 1024;

/// How a WOFF2 file begins (W3C WOFF File Format 2.0, 4.1): this, four bytes of what is in it, its length.
const SIGNATURE: &[u8; 4] = b"wOF2";

/// The file of each font, in one order. What is none goes no further than here.
pub(super) fn files(paths: &Paths) -> Result<Vec<PathBuf>> {
    std::env::var_os(FOLDER).map_or_else(
        || Ok(vec![paths.node_module(OURS)]),
        |folder| inside(&paths.root.join(folder)),
    )
}

fn inside(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = fs::read_dir(folder)
        .with_context(|| format!("{FOLDER}: {}", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<PathBuf>>>()?;
    files.sort();
    let count = files.len();
    ensure!(
        count <= MOST,
        "{}: {count} files; {MOST} fonts are the most",
        folder.display()
    );
    files.iter().try_for_each(|file| check(file))?;
    Ok(files)
}

fn check(file: &Path) -> Result<()> {
    let shown = file.display();
    // The build of the edge writes the name into Rust, which is UTF-8.
    let name = file.file_name().and_then(|name| name.to_str());
    let kind = name.map(Path::new).and_then(Path::extension);
    ensure!(
        kind.is_some_and(|kind| kind == "woff2"),
        "{shown}: not named .woff2"
    );
    let bytes = fs::read(file).with_context(|| shown.to_string())?;
    let length = bytes.len();
    ensure!(
        length <= LARGEST,
        "{shown}: {length} bytes; {LARGEST} are the most"
    );
    ensure!(is_woff2(&bytes), "{shown}: not a WOFF2 font, whole");
    Ok(())
}

/// Begins as one, and is as long as it says.
fn is_woff2(bytes: &[u8]) -> bool {
    let says = bytes
        .get(8..12)
        .and_then(|length| length.try_into().ok())
        .map(u32::from_be_bytes);
    bytes.starts_with(SIGNATURE) && says.map(u64::from) == u64::try_from(bytes.len()).ok()
}

/// Puts the files into a folder of the frame's files, in the place of those of an earlier build, and prints the
/// hash of each as a merchant writes it.
pub(super) fn place(files: &[PathBuf], out: &Path) -> Result<()> {
    let folder = out.join("fonts");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    for file in files {
        let bytes = fs::read(file).with_context(|| file.display().to_string())?;
        let name = file.file_name().context("a file has a name")?;
        fs::write(folder.join(name), &bytes)?;
        let hash = Base64::encode_string(&Sha256::digest(&bytes));
        eprintln!("xtask: font {}: sha256-{hash}", name.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As much of a font as is looked at here, this many bytes long.
    fn font(length: usize) -> Vec<u8> {
        let mut bytes = [
            b"wOF2\0\x01\0\0".as_slice(),
            &u32::try_from(length).unwrap().to_be_bytes(),
        ]
        .concat();
        bytes.resize(length, 7);
        bytes
    }

    /// What becomes of a folder with these files: the names in the frame's folder, or what is said.
    fn placed(test: &str, files: &[(&str, &[u8])]) -> Result<Vec<String>, String> {
        let scratch = std::env::temp_dir().join(format!("fonts-{test}-{}", std::process::id()));
        let source = scratch.join("source");
        fs::create_dir_all(&source).unwrap();
        for (name, bytes) in files {
            fs::write(source.join(name), bytes).unwrap();
        }
        let result = inside(&source).and_then(|files| place(&files, &scratch));
        let names = inside(&scratch.join("fonts")).map(|files| {
            let name = |file: &PathBuf| file.file_name().unwrap().to_str().unwrap().to_owned();
            files.iter().map(name).collect()
        });
        fs::remove_dir_all(&scratch).unwrap();
        result.map_err(|error| format!("{error:#}"))?;
        Ok(names.unwrap())
    }

    #[test]
    fn fonts_are_placed_as_they_stand_and_an_empty_folder_is_none() {
        let (small, largest) = (font(12), font(LARGEST));
        let files = [("b.woff2", small.as_slice()), ("a.woff2", &largest)];
        assert_eq!(placed("two", &files).unwrap(), ["a.woff2", "b.woff2"]);
        assert!(placed("none", &[]).unwrap().is_empty());
    }

    #[test]
    fn what_is_no_woff2_font_is_refused_by_name() {
        let whole = font(40);
        let woff = [b"wOFF", &whole[4..]].concat();
        for (at, bytes) in [
            b"".as_slice(),
            b"wOF2",
            &woff,
            &whole[..39],
            &[&whole, b"\0".as_slice()].concat(),
        ]
        .into_iter()
        .enumerate()
        {
            let error = placed(&format!("no-font-{at}"), &[("x.woff2", bytes)]).unwrap_err();
            assert!(
                error.ends_with("x.woff2: not a WOFF2 font, whole"),
                "{error}"
            );
        }
        let error = placed("named", &[("x.ttf", &whole)]).unwrap_err();
        assert!(error.ends_with("x.ttf: not named .woff2"), "{error}");
    }

    #[test]
    fn a_font_too_large_and_fonts_too_many_are_refused_with_the_limit() {
        let error = placed("large", &[("x.woff2", &font(LARGEST + 1))]).unwrap_err();
        assert!(
            error.ends_with("x.woff2: 262145 bytes; 262144 are the most"),
            "{error}"
        );
        let names: Vec<String> = (0..=MOST).map(|at| format!("{at}.woff2")).collect();
        let bytes = font(12);
        let files: Vec<_> = names
            .iter()
            .map(|name| (name.as_str(), bytes.as_slice()))
            .collect();
        assert_eq!(placed("most", &files[1..]).unwrap().len(), MOST);
        let error = placed("many", &files).unwrap_err();
        assert!(
            error.ends_with("17 files; 16 fonts are the most"),
            "{error}"
        );
    }

    #[test]
    fn a_folder_that_is_not_there_is_said_with_the_variable_that_names_it() {
        let error = inside(Path::new("/nowhere/fonts")).unwrap_err();
        assert!(format!("{error:#}").starts_with("CARDSEAL_FONTS: /nowhere/fonts"));
    }
}
