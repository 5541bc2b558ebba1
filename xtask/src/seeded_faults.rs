//! `xtask chaos --seeded-faults`: what the tests are worth. Each fault is a small change of the product that
//! breaks one promise; with it, the test of that promise must fail.
//!
//! The faults are patches in `tests/seeded-faults`. They are tried on a copy of what git tracks, so the
//! checkout itself is never wrong, not even for a moment.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::clock::Stopwatch;
use crate::paths::Paths;
use crate::process::{command, output};

/// The rooms that faults are put into, each with its folder of patches and its package of tests. The twelve
/// of the rules come last: theirs is the last word.
const ROOMS: [Room; 3] = [
    Room {
        folder: "tests/seeded-faults/edge",
        package: "edge-worker",
        suffix: " in the edge",
    },
    Room {
        folder: "tests/seeded-faults/alarm",
        package: "payments",
        suffix: " in the alarm",
    },
    Room {
        folder: "tests/seeded-faults",
        package: "payments",
        suffix: "",
    },
];

/// One of them.
struct Room {
    folder: &'static str,
    package: &'static str,
    suffix: &'static str,
}

/// A fault and the test that must notice it.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    name: String,
    says: String,
    /// What the fault is called where people list what goes wrong with payments.
    stands_for: String,
    /// What cargo is told to run: a test target and perhaps the beginning of a test's name.
    tests: Vec<String>,
    caught_by: String,
    patch: PathBuf,
}

/// Tries each fault; fails unless all are caught.
pub(crate) fn run(paths: &Paths) -> Result<()> {
    let copy = Copy::make(paths)?;
    let tried = ROOMS.map(|room| try_all(paths, &copy, &room));
    let tried = tried.into_iter().collect::<Result<Vec<_>>>()?;
    for line in summary(&tried) {
        println!("{line}");
    }
    let is_missed = tried.iter().any(|room| room.caught < room.faults);
    ensure!(!is_missed, "a fault was missed");
    Ok(())
}

/// How many faults of a room were caught, of how many.
struct Tried {
    caught: usize,
    faults: usize,
    suffix: &'static str,
}

/// The last lines of the output, one for each room.
fn summary(tried: &[Tried]) -> Vec<String> {
    let line = |room: &Tried| {
        let (caught, faults, suffix) = (room.caught, room.faults, room.suffix);
        format!("{caught} of {faults} caught{suffix}")
    };
    tried.iter().map(line).collect()
}

/// Tries the faults of a room.
fn try_all(paths: &Paths, copy: &Copy, room: &Room) -> Result<Tried> {
    let faults = read_all(&paths.root.join(room.folder))?;
    ensure!(!faults.is_empty(), "there are no seeded faults");
    // The twin: without a fault the same tests pass.
    for fault in &faults {
        let said = copy.test(room.package, fault)?;
        ensure!(
            said.passed,
            "{} fails without a fault:\n{}",
            fault.caught_by,
            said.text
        );
    }
    let mut caught = 0;
    for fault in &faults {
        let watch = Stopwatch::start();
        copy.apply(fault, false)?;
        let said = copy.test(room.package, fault);
        copy.apply(fault, true)?;
        let said = said?;
        let is_caught = !said.passed && said.names_failure_of(&fault.caught_by);
        caught += usize::from(is_caught);
        let verdict = if is_caught { "caught" } else { "MISSED" };
        println!("{verdict}  {}: {}", fault.name, fault.says);
        let (by, seconds) = (&fault.caught_by, watch.seconds());
        println!("        {}, by {by} ({seconds})", fault.stands_for);
        if !is_caught {
            eprintln!("{}", said.text);
        }
    }
    Ok(Tried {
        caught,
        faults: faults.len(),
        suffix: room.suffix,
    })
}

/// What a run of tests said.
struct Said {
    passed: bool,
    text: String,
}

impl Said {
    /// Whether this test failed; that something did not compile is no catch.
    fn names_failure_of(&self, test: &str) -> bool {
        let mut lines = self.text.lines().map(str::trim);
        let end = |line: &str| line == test || line.ends_with(&format!("::{test}"));
        lines.any(|line| line == "failures:") && lines.any(end)
    }
}

/// The checkout once more, to be broken.
struct Copy {
    tree: PathBuf,
    target: PathBuf,
}

impl Copy {
    fn make(paths: &Paths) -> Result<Self> {
        let home = paths.target.join("seeded-faults");
        let copy = Self {
            tree: home.join("tree"),
            target: home.join("target"),
        };
        let _ = fs::remove_dir_all(&copy.tree);
        let mut list = command("git");
        list.args([
            "ls-files",
            "-z",
            "--",
            "core",
            "xtask",
            "web-demo",
            "edge-worker",
            "tokenizer-wasm",
        ])
        .args([
            "tests",
            "Cargo.toml",
            "Cargo.lock",
            "rust-toolchain.toml",
            "docs",
        ])
        .current_dir(&paths.root);
        let files = String::from_utf8(output(list, "git ls-files")?)?;
        for file in files.split_terminator('\0') {
            let (from, to) = (paths.root.join(file), copy.tree.join(file));
            fs::create_dir_all(to.parent().context("a file has a folder")?)?;
            if from.is_file() {
                fs::copy(&from, &to).with_context(|| file.to_owned())?;
            }
        }
        Ok(copy)
    }

    fn apply(&self, fault: &Fault, reverse: bool) -> Result<()> {
        let mut apply = command("git");
        apply
            .arg("apply")
            .args(reverse.then_some("--reverse"))
            .arg(&fault.patch)
            .current_dir(&self.tree)
            // The copy lies in a folder that git ignores; it must not be taken for a part of it.
            .env(
                "GIT_CEILING_DIRECTORIES",
                self.tree.parent().unwrap_or(Path::new("/")),
            );
        output(apply, &fault.name).map(drop)
    }

    fn test(&self, package: &str, fault: &Fault) -> Result<Said> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let ran = Command::new(cargo)
            .args(["test", "--package", package])
            .args(&fault.tests)
            .current_dir(&self.tree)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUST_BACKTRACE", "0")
            .output()
            .context("cargo")?;
        let text = [ran.stdout, ran.stderr].concat();
        Ok(Said {
            passed: ran.status.success(),
            text: String::from_utf8_lossy(&text).into_owned(),
        })
    }
}

fn read_all(folder: &Path) -> Result<Vec<Fault>> {
    let mut files = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|end| end == "patch"));
    files.sort();
    files.into_iter().map(read).collect()
}

fn read(patch: PathBuf) -> Result<Fault> {
    let text = fs::read_to_string(&patch)?;
    let name = patch
        .file_stem()
        .context("a name")?
        .to_string_lossy()
        .into_owned();
    let line = |title: &str| {
        let found = text.lines().find_map(|line| line.strip_prefix(title));
        found
            .map(|rest| rest.trim().to_owned())
            .with_context(|| format!("{name}: no {title}"))
    };
    let tests = line("Tests:")?;
    let mut words = tests.split_whitespace();
    let tests = match words.next() {
        Some("lib") => vec!["--lib".to_owned()],
        Some(target) => vec!["--test".to_owned(), target.to_owned()],
        None => bail!("{name}: which tests?"),
    };
    Ok(Fault {
        says: line("Fault:")?,
        stands_for: line("Stands for:")?,
        caught_by: line("Caught by:")?,
        tests: tests.into_iter().chain(words.map(str::to_owned)).collect(),
        name,
        patch,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    #[test]
    fn each_fault_names_the_test_that_catches_it() {
        let faults = ROOMS.map(|room| read_all(&root().join(room.folder)).unwrap());
        assert_eq!(faults.each_ref().map(Vec::len), [3, 2, 12]);
        for fault in faults.iter().flatten() {
            assert!(!fault.says.is_empty() && !fault.caught_by.is_empty());
            assert!(!fault.stands_for.is_empty());
        }
        let [edge, _, core] = faults;
        assert_eq!(core[0].tests, ["--test", "exhaustive", "two_keys"]);
        assert_eq!(edge[0].tests, ["--lib", "settle"]);
    }

    #[test]
    fn each_fault_can_still_be_put_into_the_product() {
        for fault in ROOMS
            .map(|room| read_all(&root().join(room.folder)).unwrap())
            .iter()
            .flatten()
        {
            let mut apply = Command::new("git");
            apply.args(["apply", "--check"]).arg(&fault.patch);
            let applied = apply.current_dir(root()).status().unwrap();
            assert!(applied.success(), "{} does not apply any more", fault.name);
        }
    }

    #[test]
    fn the_last_word_is_that_of_the_twelve() {
        let tried = ROOMS.map(|room| {
            let faults = read_all(&root().join(room.folder)).unwrap().len();
            Tried {
                caught: faults,
                faults,
                suffix: room.suffix,
            }
        });
        let lines = summary(&tried);
        assert_eq!(lines.last().unwrap(), "12 of 12 caught");
        assert_eq!(lines[0], "3 of 3 caught in the edge");
    }

    #[test]
    fn a_build_that_fails_is_no_catch() {
        let said = |text: &str| Said {
            passed: false,
            text: text.into(),
        };
        assert!(!said("error: could not compile `payments`\n").names_failure_of("x"));
        assert!(!said("failures:\n    y\n").names_failure_of("x"));
        assert!(said("failures:\n\nfailures:\n    a::x\n").names_failure_of("x"));
    }
}
