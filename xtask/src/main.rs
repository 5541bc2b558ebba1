//! Every developer command of Cardseal: `cargo xtask COMMAND`.
//!
//! A command is a file. Each sets up what it lacks under the project and is quick the second time.

// The commands talk to a person: progress on stderr, results on stdout.
#![allow(clippy::print_stdout, clippy::print_stderr)]

#[cfg(not(target_os = "linux"))]
compile_error!(
    "Cardseal is developed and run on Linux: process supervision and workerd's binaries are for it"
);

mod arrows;
mod bench;
mod bindgen;
mod build;
mod capnp;
mod chaos;
mod check;
mod clock;
mod demo;
mod fuzz;
mod http;
mod keys;
mod length;
mod paths;
mod process;
mod receipt;
mod seeded_faults;
mod serve;
mod set_up;
mod sizes;
mod supervisor;
mod test;
mod wrangler;

use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt as _};

use paths::Paths;

const USAGE: &str = "\
cargo xtask COMMAND

  demo [--check] [--ledger URL]   everything on this machine; --check buys once in a real browser
  test [core|edge|browser]        every test
  check                           fmt, clippy, arrows, sizes: the inner loop
  serve [--port N] [--data DIR] [--mode test|live] [--demo] [--keys DIR] [--allow CIDR]
                                  the vault alone; prints one line of JSON when ready
  sizes                           what a shopper downloads, and whether that is within its bounds
  build [--pin PIN]               what wrangler deploys
  keys [--mode live --out DIR --origin ORIGIN...]
                                  public facts of this checkout's keys, or new live keys
  bench [edge|browser|money|isolation [--short]]
                                  speed and memory of this machine
  chaos [--kills N] [--faults PERCENT] [--payments N] [--seed N] | --seeded-faults
                                  kills, a faulty network, a full disk and a wrong clock while
                                  money moves; then holds every answer against the acquirer's ledger
  fuzz [TARGET] [--seconds N] [--prove]
                                  hostile inputs for every reader, 60 s each; needs a C++ compiler.
                                  --prove plants a bug in each and must find it";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    match arguments.next().as_ref().and_then(|word| word.to_str()) {
        // Hidden: run by xtask's own children.
        Some("child") => return process::become_child(arguments),
        Some("wasm-bindgen") => return bindgen::command_line(arguments),
        _ => {}
    }
    let paths = Paths::find()?;
    let mut parser = Parser::from_env();
    let command = match parser.next()? {
        Some(Arg::Value(command)) => command.string()?,
        Some(Arg::Long("help") | Arg::Short('h')) | None => {
            println!("{USAGE}");
            return Ok(());
        }
        Some(other) => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "bench" => bench::bench(&paths, parser),
        "build" => build::command(&paths, parser),
        "chaos" => chaos::command(&paths, parser),
        "check" => check::command(&paths, parser),
        "demo" => demo::command(&paths, parser),
        "fuzz" => fuzz::command(&paths, parser),
        "keys" => keys::command(&paths, parser),
        "sizes" => sizes::command(&paths, parser),
        "serve" => serve::command(&paths, parser),
        "test" => test::run(&paths, parser),
        other => bail!("there is no command {other}\n\n{USAGE}"),
    }
}
