//! `xtask chaos`: the proof that money moves at most once, by breaking everything while it moves.

use anyhow::Result;
use lexopt::{Arg, Parser, ValueExt as _};

use crate::bench::program;
use crate::build::{self, Variant};
use crate::keys::dev;
use crate::paths::Paths;
use crate::seeded_faults;
use crate::test::system;

/// `chaos [--kills N] [--faults PERCENT] [--payments N] [--seed N]`: kills the vault on a faulty network
/// in the middle of payments, fills its disk, moves its clock, and counts what was lost or doubled.
pub(crate) fn command(paths: &Paths, mut parser: Parser) -> Result<()> {
    let mut arguments = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long(name @ ("kills" | "faults" | "payments" | "seed")) => {
                let name = format!("--{name}");
                let number: u64 = parser.value()?.parse()?;
                arguments.extend([name, number.to_string()]);
            }
            Arg::Long("seeded-faults") if arguments.is_empty() => {
                return match parser.next()? {
                    Some(more) => Err(more.unexpected().into()),
                    None => seeded_faults::run(paths),
                };
            }
            other => return Err(other.unexpected().into()),
        }
    }
    build::vault(paths, &dev::pin(paths)?, Variant::Faults)?;
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    program(paths, system(paths)?, "chaos", &arguments)
}
