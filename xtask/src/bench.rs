//! `xtask bench` and `xtask chaos`: builds what is measured, then runs the programs of `tests`.

use anyhow::Result;
use lexopt::{Arg, Parser, ValueExt as _};

use crate::build::{self, Variant, cargo_step};
use crate::keys::dev;
use crate::paths::Paths;
use crate::test::system;

/// Speed and memory of this machine.
pub(crate) fn bench(paths: &Paths, mut parser: Parser) -> Result<()> {
    if let Some(argument) = parser.next()? {
        return Err(argument.unexpected().into());
    }
    build::vault(paths, &dev::pin(paths)?, Variant::Shipped)?;
    program(paths, "bench", &[])
}

/// `chaos --kills N`: kills the vault in the middle of payments and counts what was lost.
pub(crate) fn chaos(paths: &Paths, mut parser: Parser) -> Result<()> {
    let mut kills: u32 = 30;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("kills") => kills = parser.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    let pin = dev::pin(paths)?;
    for variant in [Variant::Shipped, Variant::Faults] {
        build::vault(paths, &pin, variant)?;
    }
    program(paths, "chaos", &["--kills", &kills.to_string()])
}

fn program(paths: &Paths, name: &str, arguments: &[&str]) -> Result<()> {
    let mut run = system(paths)?;
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
