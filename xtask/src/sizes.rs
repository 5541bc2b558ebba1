//! What a shopper downloads before the card form stands, as a number that fails the build.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use lexopt::Parser;

use crate::build;
use crate::keys::dev;
use crate::paths::Paths;

/// One download: its name, its files, and the most they may have together, brotli, in bytes (a KB is
/// 1,000 of them).
struct Budget {
    what: &'static str,
    files: &'static [&'static str],
    most: u64,
}

/// Before the card form stands. The page is filled for its session on the way: that is room kept free.
const FRAME: Budget = Budget {
    what: "the frame",
    files: &["card.html", "card.js", "card.wasm"],
    most: 40_000 - SESSION,
};

/// The same where the vault offers RSA keys alone.
const RSA_FRAME: Budget = Budget {
    what: "the frame that seals with RSA",
    files: &["card.html", "rsa.js", "rsa.wasm"],
    most: 54_000 - SESSION,
};

/// What the card page by itself loads beside the form's own script.
const REDIRECT: Budget = Budget {
    what: "the script that leads back",
    files: &["redirect.js"],
    most: 1_500,
};

/// The session, its id, the shop's origin and the script's hash, compressed on the way.
const SESSION: u64 = 450;

/// On the merchant's page.
const LOADER: Budget = Budget {
    what: "the loader",
    files: &[build::SCRIPT],
    most: 4_000,
};

/// A language that is not compiled in, when a shopper needs it.
const LANGUAGE: u64 = 1_200;

/// The same in a place of the page.
const INLINE: Budget = Budget {
    what: "the inline loader",
    files: &["inline.js"],
    most: 4_000,
};

/// The same as an element.
const ELEMENT: Budget = Budget {
    what: "the element",
    files: &["element.js"],
    most: 4_400,
};

/// The command.
pub(crate) fn command(paths: &Paths, mut parser: Parser) -> Result<()> {
    if let Some(argument) = parser.next()? {
        return Err(argument.unexpected().into());
    }
    match violations(paths)?.as_slice() {
        [] => Ok(()),
        over => bail!("{}", over.join("; ")),
    }
}

/// Prints the sizes; tells which download is over its budget.
pub(crate) fn violations(paths: &Paths) -> Result<Vec<String>> {
    let frame = build::frame(paths, &dev::pin(paths)?)?;
    let package = build::npm(paths)?;
    let mut over = Vec::new();
    for (budget, folder) in [
        (FRAME, &frame),
        (RSA_FRAME, &frame),
        (REDIRECT, &frame),
        (LOADER, &package),
        (INLINE, &package),
        (ELEMENT, &package),
    ] {
        let sizes = budget.files.iter().map(|file| measure(folder, file));
        over.extend(budget.exceeded_by(&sizes.collect::<Result<Vec<_>>>()?));
    }
    let languages = build::languages_of(&frame);
    for file in build::languages(paths)? {
        let name = file.file_name().context("a file has a name")?;
        let name = name.to_string_lossy();
        over.extend(too_large(&name, measure(&languages, &name)?));
    }
    Ok(over)
}

/// What is wrong with the size of a language.
fn too_large(name: &str, size: u64) -> Option<String> {
    let fits = (1..=LANGUAGE).contains(&size);
    (!fits).then(|| format!("{name} is {size} bytes brotli; {LANGUAGE} are the most"))
}

/// What the build compressed is served as it is; the rest is compressed by whoever serves it.
fn measure(folder: &Path, file: &str) -> Result<u64> {
    let served = folder.join([file, ".br"].concat());
    let bytes = if served.is_file() {
        fs::read(served)?
    } else {
        let file = folder.join(file);
        build::as_a_front_does(&fs::read(&file).with_context(|| file.display().to_string())?)?
    };
    let size = u64::try_from(bytes.len())?;
    eprintln!("xtask:   {file:<12} {size:>7} bytes brotli");
    Ok(size)
}

impl Budget {
    fn exceeded_by(&self, sizes: &[u64]) -> Option<String> {
        let sum: u64 = sizes.iter().sum();
        if sizes.len() != self.files.len() || sizes.contains(&0) {
            return Some(format!("{} has {} measured files", self.what, sizes.len()));
        }
        let (what, most) = (self.what, self.most);
        (sum > most).then(|| format!("{what} is {sum} bytes brotli; {most} are the most"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_one_byte_over_its_budget_fails_and_so_does_one_not_measured() {
        assert_eq!(FRAME.exceeded_by(&[1, 2, FRAME.most - 3]), None);
        assert!(FRAME.exceeded_by(&[1, 2, FRAME.most - 2]).is_some());
        assert!(FRAME.exceeded_by(&[]).is_some());
        assert!(FRAME.exceeded_by(&[1, 0, 1]).is_some());
        assert!(LOADER.exceeded_by(&[4_001]).is_some());
        assert_eq!(too_large("th.json", LANGUAGE), None);
        assert!(too_large("th.json", LANGUAGE + 1).is_some());
        assert!(too_large("th.json", 0).is_some());
    }
}
