//! `xtask bench`: builds what is measured, then runs the program of `tests` that measures.

use std::process::Command;

use anyhow::Result;
use lexopt::{Arg, Parser, ValueExt as _};

use crate::build::{self, Variant, cargo_step};
use crate::keys::dev;
use crate::paths::Paths;
use crate::set_up;
use crate::test::system;

/// What can be measured by itself.
const PARTS: [&str; 4] = ["edge", "browser", "money", "isolation"];

/// `bench [edge|browser|money|isolation [--short]]`: speed and memory of this machine.
pub(crate) fn bench(paths: &Paths, mut parser: Parser) -> Result<()> {
    let mut arguments = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(part)
                if arguments.is_empty() && PARTS.iter().any(|known| part == *known) =>
            {
                arguments.push(part.string()?);
            }
            Arg::Long("short") if arguments == ["money"] || arguments == ["isolation"] => {
                arguments.push("--short".to_owned());
            }
            other => return Err(other.unexpected().into()),
        }
    }
    build::vault(paths, &dev::pin(paths)?, Variant::Shipped)?;
    let mut run = system(paths)?;
    if arguments.first().is_none_or(|part| part == "browser") {
        run.env("CARDSEAL_CHROMIUM", set_up::chromium()?);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    program(paths, run, "bench", &arguments)
}

/// Builds and runs a program of `tests` beside a simulator that is as fast as it gets.
pub(crate) fn program(
    paths: &Paths,
    mut run: Command,
    name: &str,
    arguments: &[&str],
) -> Result<()> {
    // A simulator at opt-level 0 would be what is measured.
    run.env("CARDSEAL_WEB_DEMO", build::fast_program(paths, "web-demo")?);
    run.args([
        "run",
        "--quiet",
        "--profile",
        "native",
        "--package",
        "tests",
        "--bin",
        name,
        "--",
    ])
    .args(arguments);
    cargo_step(run, name)
}
