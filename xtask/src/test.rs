//! `xtask test [core|edge|browser]`: every test, from the quickest to the slowest.

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt as _};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bindgen;
use crate::build::{self, BUILT, Variant, cargo, cargo_step};
use crate::check;
use crate::clock::Stopwatch;
use crate::keys::dev;
use crate::paths::Paths;
use crate::process::{command, this_binary};
use crate::set_up;

/// The command. Without a part: `check`, then all parts.
pub(crate) fn run(paths: &Paths, mut parser: Parser) -> Result<()> {
    let mut part = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(name) if part.is_none() => part = Some(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let watch = Stopwatch::start();
    match part.as_deref() {
        None => {
            // What is missing is said before half an hour of work.
            set_up::chromium()?;
            check::all(paths)?;
            core(paths)?;
            edge(paths)?;
            browser(paths)?;
        }
        Some("core") => core(paths)?,
        Some("edge") => edge(paths)?,
        Some("browser") => browser(paths)?,
        Some(other) => bail!("there is no part {other}: core, edge or browser"),
    }
    eprintln!("xtask: all tests passed ({})", watch.seconds());
    Ok(())
}

/// The rules, natively; and the programs around them.
fn core(paths: &Paths) -> Result<()> {
    let mut test = cargo(paths);
    // The default members are the core crates.
    test.args(["test", "--quiet"]);
    cargo_step(test, "tests of core")?;
    // What only one wasm of the browser is built with.
    let mut test = cargo(paths);
    test.args(["test", "--quiet", "--package", "envelope"])
        .args(["--features", "rsa", "--test", "rsa"]);
    cargo_step(test, "tests of core, sealing with RSA")?;
    // One by one, so that each is built with the features it has when it runs.
    for package in ["xtask", "web-demo", "edge-worker", "direct-wasm"] {
        let mut test = cargo(paths);
        test.args(["test", "--quiet", "--package", package]);
        cargo_step(test, &format!("tests of {package}"))?;
    }
    Ok(())
}

/// The whole vault on workerd, over HTTP.
fn edge(paths: &Paths) -> Result<()> {
    let pin = dev::pin(paths)?;
    for variant in [Variant::Shipped, Variant::Faults, Variant::CheckThenAct] {
        build::vault(paths, &pin, variant)?;
    }
    let mut test = system(paths)?;
    test.args(["test", "--quiet", "--package", "tests", "--lib", "--bins"])
        .args([
            "--test", "api", "--test", "overload", "--test", "scan", "--test", "chaos",
        ]);
    cargo_step(test, "tests of the edge")
}

/// The npm package and the card page in a real Chromium.
fn browser(paths: &Paths) -> Result<()> {
    let chromium = set_up::chromium()?;
    build::vault(paths, &dev::pin(paths)?, Variant::Shipped)?;
    let mut package = command(set_up::node());
    package
        .args(["--test", "--test-reporter=dot"])
        .args(scripts(&paths.root.join("tokenizer-wasm/npm/tests"))?)
        .current_dir(&paths.root)
        .env("CARDSEAL_CHROMIUM", &chromium)
        .env("CARDSEAL_NPM_PACKAGE", build::npm(paths)?);
    cargo_step(package, "tests of the npm package")?;
    let mut test = system(paths)?;
    test.args(["test", "--quiet", "--package", "tests", "--test", "browser"])
        // Each has a browser of several processes: more at once only wait for each other.
        .args(["--", "--test-threads=2"])
        .env("CARDSEAL_CHROMIUM", chromium);
    cargo_step(test, "tests in the browser")
}

/// The test files of a folder.
fn scripts(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    Ok(files)
}

/// Cargo with what the whole-system tests read from the environment. Everything they start is
/// built here, so that no test waits for a compiler.
pub(crate) fn system(paths: &Paths) -> Result<Command> {
    let web_demo = build::program(paths, "web-demo")?;
    let tokenizer = build::npm(paths)?.join(build::SCRIPT);
    let mut cargo = cargo(paths);
    cargo
        .env(bindgen::XTASK, this_binary())
        .env("CARDSEAL_WEB_DEMO", web_demo)
        .env("CARDSEAL_TOKENIZER", tokenizer)
        .env("CARDSEAL_WORKERD", set_up::workerd(paths)?)
        .env("CARDSEAL_NODE_MODULES", paths.node_module(""))
        .env("CARDSEAL_TARGET", &paths.target)
        .env(BUILT, "1");
    Ok(cargo)
}
