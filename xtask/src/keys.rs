//! `xtask keys`: what keys there are, and making those of a live vault. Prints public facts only.

pub(crate) mod dev;
mod envelope;
mod files;
mod live;
mod pair;
mod rsa;
mod secret;
mod table;
mod vault;

use std::path::PathBuf;

use access::Mode;
use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt as _};

pub(crate) use envelope::Kinds;
pub(crate) use live::{from_environment, load};
pub(crate) use vault::Worker;

use crate::paths::Paths;

/// The command: `keys`, or `keys --mode live --out DIR --origin ORIGIN... [--envelope-keys p256|both|rsa]`.
pub(crate) fn command(paths: &Paths, mut parser: Parser) -> Result<()> {
    let (mut mode, mut out, mut origins) = (Mode::Test, None, Vec::new());
    let mut kinds = Kinds::P256;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("mode") => mode = parse_mode(&parser.value()?.string()?)?,
            Arg::Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Arg::Long("origin") => origins.push(parser.value()?.string()?),
            Arg::Long("envelope-keys") => kinds = Kinds::parse(&parser.value()?.string()?)?,
            other => return Err(other.unexpected().into()),
        }
    }
    let keys = match (mode, out) {
        (Mode::Test, None) => dev::keys(paths, &origins, kinds)?,
        (Mode::Test, Some(_)) => {
            bail!("test keys are derived for each checkout; --out is for --mode live")
        }
        (Mode::Live, out) => {
            let out = out.context("live keys need --out DIR, a folder that only you can read")?;
            live::make(&out, &origins, kinds)?
        }
    };
    print!("{}", table::table(&keys));
    Ok(())
}

/// `test` or `live`.
pub(crate) fn parse_mode(text: &str) -> Result<Mode> {
    match text {
        "test" => Ok(Mode::Test),
        "live" => Ok(Mode::Live),
        other => bail!("--mode is test or live, not {other}"),
    }
}
