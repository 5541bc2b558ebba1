//! `xtask check`: the inner loop. Formatting, lints for every target, arrows, sizes.

use anyhow::{Result, bail};
use lexopt::Parser;

use crate::build::{self, cargo};
use crate::clock::Stopwatch;
use crate::keys::dev;
use crate::paths::Paths;
use crate::process::run;
use crate::{arrows, length, sizes};

/// The command.
pub(crate) fn command(paths: &Paths, mut parser: Parser) -> Result<()> {
    if let Some(argument) = parser.next()? {
        return Err(argument.unexpected().into());
    }
    all(paths)
}

type Check = fn(&Paths) -> Result<()>;

/// Every check, the quick ones first; all of them, so that one run tells everything.
pub(crate) fn all(paths: &Paths) -> Result<()> {
    let watch = Stopwatch::start();
    let checks: [(&str, Check); 7] = [
        ("format", format),
        ("file lengths", |paths| none(&length::violations(paths)?)),
        ("arrows", |paths| {
            none(&arrows::violations(&arrows::read(paths)?))
        }),
        ("types of the npm package", build::check_types),
        ("clippy, native", clippy_native),
        ("clippy, wasm32", |paths| {
            build::lint_shells(paths, &dev::pin(paths)?)
        }),
        ("sizes", |paths| none(&sizes::violations(paths)?)),
    ];
    let mut failed = Vec::new();
    for (name, check) in checks {
        match check(paths) {
            Ok(()) => eprintln!("xtask: {name}: ok"),
            Err(error) => {
                eprintln!("xtask: {name}: {error:#}");
                failed.push(name);
            }
        }
    }
    if failed.is_empty() {
        eprintln!("xtask: check is green ({})", watch.seconds());
        return Ok(());
    }
    bail!("check failed: {}", failed.join(", "))
}

fn format(paths: &Paths) -> Result<()> {
    let mut format = cargo(paths);
    format.args(["fmt", "--all", "--check"]);
    run(format, "cargo fmt --check")
}

fn clippy_native(paths: &Paths) -> Result<()> {
    let mut clippy = cargo(paths);
    clippy
        .args(["clippy", "--quiet", "--workspace", "--all-targets"])
        .args(["--exclude", "edge-worker", "--exclude", "tokenizer-wasm"])
        .args(["--", "-D", "warnings"]);
    run(clippy, "cargo clippy")
}

fn none(violations: &[String]) -> Result<()> {
    if violations.is_empty() {
        return Ok(());
    }
    bail!("\n  {}", violations.join("\n  "))
}
