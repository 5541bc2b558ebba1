//! `chaos [--kills N] [--faults PERCENT] [--payments N] [--seed N]`: breaks everything while money moves
//! and says what came of it.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command for people"
)]

use std::process::ExitCode;

use tests::chaos::trial::{self, Trial};
use tests::chaos::{self, Options};
use tests::vault::Variant;

const USAGE: &str = "usage: chaos [--kills N] [--faults PERCENT] [--payments N] [--seed N]";

#[tokio::main]
async fn main() -> ExitCode {
    let Some(options) = options(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let progress = |line: String| eprintln!("chaos: {line}");
    let outcome = chaos::run(options, progress).await;
    println!("{}", outcome.tables());
    let mut failures: Vec<String> = outcome.failure().into_iter().collect();
    progress("a full disk, writes that fail, and a clock that jumps".to_owned());
    let done = |trial: Trial| {
        println!("{}", trial.table());
        failures.extend(trial.failure());
    };
    trial::all(options.seed, done).await;
    for failure in &failures {
        eprintln!("{failure}");
    }
    if failures.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Option<Options> {
    let mut options = Options {
        variant: Variant::Faults,
        kills: 200,
        faults: 20,
        payments: 1_000,
        clients: 64,
        seed: 1,
    };
    while let Some(name) = arguments.next() {
        let number: u64 = arguments.next()?.parse().ok()?;
        let count = usize::try_from(number).ok()?;
        match name.as_str() {
            "--kills" => options.kills = count,
            "--faults" if number <= 100 => options.faults = number,
            "--payments" => options.payments = count,
            "--seed" => options.seed = number,
            _ => return None,
        }
    }
    Some(options)
}
