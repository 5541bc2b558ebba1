//! The world around Cardseal for demonstrations and tests. Each subcommand is a process of its own
//! that meets the vault over HTTP only:
//!
//! - `acquirer`: a simulated acquirer with a ledger, the ground truth of what money moved;
//! - `shop`: a merchant's small shop and the server behind it;
//! - `playground`: the card form with every option, and the code that gives it.
//!
//! A process prints one line of JSON when it is ready and ends on a signal, or, with
//! `--until-stdin-closes`, when whoever started it is gone.

mod acquirer;
mod arguments;
mod durable;
mod language;
mod playground;
mod protection;
mod server;
mod shop;
mod template;
mod texts;

use anyhow::bail;
use arguments::Arguments;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::of_this_process()?;
    raise_open_file_limit();
    if arguments.switch("until-stdin-closes") {
        end_when_stdin_closes();
    }
    match arguments.subcommand() {
        "acquirer" => acquirer::run(arguments).await,
        "shop" => shop::run(arguments).await,
        "playground" => playground::run(arguments).await,
        other => bail!("unknown subcommand {other:?}: use acquirer, shop or playground"),
    }
}

/// A held connection is an open file, and tests hold thousands.
fn raise_open_file_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(Resource::Nofile).maximum;
    // Where it cannot be raised the old limit stands, and `accept` says so when it is reached.
    let _ = setrlimit(
        Resource::Nofile,
        Rlimit {
            current: maximum,
            maximum,
        },
    );
}

/// A parent that is killed cannot stop its children, but its end of their stdin closes.
fn end_when_stdin_closes() {
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        std::process::exit(0);
    });
}
