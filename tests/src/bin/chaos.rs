//! `chaos --kills N`: kills the vault N times while money moves and says what came of it.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command for people"
)]

use std::process::ExitCode;

use tests::chaos;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let kills = match arguments.as_slice() {
        [] => Some(200),
        [name, number] if name == "--kills" => number.parse().ok().filter(|kills| *kills > 0),
        _ => None,
    };
    let Some(kills) = kills else {
        eprintln!("usage: chaos --kills N");
        return ExitCode::from(2);
    };
    let outcome = chaos::run(kills).await;
    println!("{}", outcome.table());
    match outcome.failure() {
        None => ExitCode::SUCCESS,
        Some(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
