//! What the package says at length: the folder that its sentences on the console name, and every page that one
//! leads to.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::paths::Paths;

/// Where both lie, in the checkout as in the package.
const DOCS: &str = "docs";
const FOLDER: &str = "docs/frontend";
/// What the pages there lead to.
const FURTHER: [&str; 9] = [
    "docs/acquirer-protocol.md",
    "docs/adr/0011-what-was-typed-stays.md",
    "docs/direct.md",
    "docs/languages.md",
    "docs/openapi.yaml",
    "docs/operations/bin-ranges.md",
    "docs/operations/fonts.md",
    "docs/redirect.md",
    "docs/test-cards.md",
];

/// The files, as they are called in both.
pub(super) fn list(paths: &Paths) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = FURTHER.map(PathBuf::from).to_vec();
    for entry in fs::read_dir(paths.root.join(FOLDER)).context(FOLDER)? {
        files.push(Path::new(FOLDER).join(entry?.file_name()));
    }
    files.sort();
    Ok(files)
}

/// Puts them into the package, and takes out what is no longer among them.
pub(super) fn copy(paths: &Paths, out: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(out.join(DOCS));
    for file in list(paths)? {
        let (from, to) = (paths.root.join(&file), out.join(&file));
        fs::create_dir_all(to.parent().context("a file has a folder")?)?;
        fs::copy(&from, to).with_context(|| from.display().to_string())?;
    }
    Ok(())
}
