//! No source file over 400 lines: a file is one idea.

use std::fs;

use anyhow::Result;

use crate::paths::Paths;
use crate::process::{command, output};

const MOST: usize = 400;
const SOURCES: [&str; 7] = ["rs", "js", "mjs", "ts", "html", "css", "sh"];

/// Files that are too long, each with its length.
pub(crate) fn violations(paths: &Paths) -> Result<Vec<String>> {
    let mut list = command("git");
    list.args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(&paths.root);
    let listed = String::from_utf8(output(list, "git ls-files")?)?;
    Ok(listed
        .lines()
        .filter(|file| {
            SOURCES
                .iter()
                .any(|end| file.rsplit('.').next() == Some(end))
        })
        // Deleted but not yet committed files are listed too.
        .filter_map(|file| Some((file, fs::read_to_string(paths.root.join(file)).ok()?)))
        .filter_map(|(file, text)| too_long(file, &text))
        .collect())
}

fn too_long(file: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > MOST).then(|| format!("{file} has {lines} lines; {MOST} are the most"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_401_lines_is_found_and_one_of_400_is_not() {
        assert_eq!(too_long("a.rs", &"x\n".repeat(400)), None);
        assert!(
            too_long("a.rs", &"x\n".repeat(401))
                .unwrap()
                .contains("401")
        );
    }
}
