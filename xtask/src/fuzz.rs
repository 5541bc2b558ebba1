//! `xtask fuzz [TARGET] [--seconds N] [--prove]`: coverage-guided fuzzing of what reads hostile input.
//!
//! libFuzzer without a sanitizer runs on stable Rust, and loses nothing: no crate of ours has
//! `unsafe` code. What the fuzzer learns stays under `.cardseal/fuzz`, and so does what it finds.

mod campaign;
mod status;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt as _};

use crate::build::cargo_step;
use crate::paths::Paths;
use crate::process::{command as program, output};
use crate::set_up;
use campaign::{Campaign, Outcome};

/// A workspace of its own, as its flags and its C++ are nothing for the others.
const CRATE: &str = "tests/fuzz";

/// Each target of `tests/fuzz` and the longest input worth trying, in bytes: a little more than its
/// reader takes.
const TARGETS: [(&str, u32); 4] = [
    ("typing", 256),
    ("page_message", 4_608),
    ("envelope", 4_608),
    ("key_set", 8_704),
];

/// The command.
pub(crate) fn command(paths: &Paths, mut parser: Parser) -> Result<()> {
    let (mut only, mut seconds, mut prove) = (None, 60, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(name) if only.is_none() => only = Some(name.string()?),
            Arg::Long("seconds") => seconds = parser.value()?.parse()?,
            Arg::Long("prove") => prove = true,
            other => return Err(other.unexpected().into()),
        }
    }
    // libFuzzer takes 0 for "without end".
    if seconds == 0 {
        bail!("--seconds must be 1 or more");
    }
    let chosen = TARGETS
        .iter()
        .filter(|(name, _)| only.as_deref().is_none_or(|only| only == *name));
    let chosen: Vec<_> = chosen.collect();
    if chosen.is_empty() {
        bail!(
            "there is no target of that name: {}",
            TARGETS.map(|(name, _)| name).join(", ")
        );
    }
    let programs = build(paths, prove)?;
    let work = work(paths, prove)?;
    // One after the other: a machine's cores are not ours alone.
    let outcomes = chosen.into_iter().map(|(name, longest)| {
        let campaign = Campaign {
            name,
            program: programs.join(name),
            longest: *longest,
            seconds,
            seeds: paths.root.join(CRATE).join("seeds").join(name),
            work: work.join(name),
        };
        Ok((*name, campaign.run()?))
    });
    judge(&outcomes.collect::<Result<Vec<_>>>()?, prove)
}

/// Prints what came of it. Finding nothing is good if something was tried, unless a bug was planted:
/// that must be found, and by more than a seed.
fn judge(outcomes: &[(&str, Outcome)], planted: bool) -> Result<()> {
    for (name, outcome) in outcomes {
        let found = outcome.found.as_ref();
        let found = found.map_or_else(|| "nothing".into(), |path| path.display().to_string());
        if outcome.found.is_some() && !planted {
            eprintln!("{}", outcome.report);
        }
        println!("{name}: {}, found {found}", outcome.status);
    }
    let is_bad =
        |outcome: &Outcome| outcome.found.is_some() != planted || outcome.status.executions == 0;
    let bad = outcomes.iter().filter(|(_, outcome)| is_bad(outcome));
    match (bad.count(), planted) {
        (0, _) => Ok(()),
        (count, true) => bail!("{count} planted bugs were not found by trying"),
        (count, false) => bail!("{count} targets broke, or were not tried"),
    }
}

/// Compiles every target and gives the folder of the programs.
fn build(paths: &Paths, planted: bool) -> Result<PathBuf> {
    let cargo_fuzz = set_up::cargo_fuzz(paths)?;
    let mut ask = program("rustc");
    ask.args(["--print", "host-tuple"]);
    let host = String::from_utf8(output(ask, "rustc")?)?;
    let target = paths.target.join("fuzz");
    let mut build = program(cargo_fuzz);
    build
        .args(["fuzz", "build", "--fuzz-dir", CRATE, "--sanitizer", "none"])
        .args(["--target", host.trim()])
        .args(planted.then_some("--features=planted_bug"))
        .current_dir(&paths.root)
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("RUSTFLAGS");
    cargo_step(build, "build of the fuzz targets")
        .context("libFuzzer is C++: a compiler for it must be there")?;
    Ok(target.join(host.trim()).join("release"))
}

/// Where the inputs are kept. A proof begins with the seeds alone.
fn work(paths: &Paths, planted: bool) -> Result<PathBuf> {
    let private = paths.root.join(".cardseal/fuzz");
    if !planted {
        return Ok(private.join("work"));
    }
    let proof = private.join("proof");
    if proof.exists() {
        fs::remove_dir_all(&proof)?;
    }
    Ok(proof)
}
