//! A simulated acquirer: JSON over HTTP, signed requests, behaviour chosen by the test number.
//!
//! Its ledger gets one entry each time it acts and is on disk before anyone is answered, so that
//! after any crash of anything it still tells what money moved. It stores a card's last four
//! digits, never the number, and writes no log.

mod behaviour;
mod held;
mod inquiry;
mod ledger;
mod message;
mod movement;
mod operation;
mod processing;
mod reversal;
mod routes;
mod signature;
mod silence;
mod standing;
mod treatment;

use std::time::Duration;

use anyhow::Context;
use serde_json::json;

use crate::arguments::Arguments;
use crate::durable::Store;
use crate::server;
use held::Held;

/// What the routes share.
struct Acquirer {
    store: Store,
    secret: signature::Secret,
    held: Held,
    /// How long a request without answer is held before the connection is closed.
    no_answer: Duration,
}

/// `web-demo acquirer --data DIR --secret S [--port N] [--no-answer-ms 30000]`.
pub(crate) async fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let (listener, address) = server::listen(arguments.number("port", 0)?)?;
    let directory = arguments
        .optional("data")
        .context("--data is missing: where the ledger lies")?;
    let file = crate::durable::file_in(&directory, "acquirer.sqlite")?;
    let acquirer = Acquirer {
        store: Store::open(
            &file,
            &[ledger::SCHEMA, operation::SCHEMA, movement::SCHEMA].concat(),
        )?,
        secret: signature::Secret::new(arguments.required("secret", "CARDSEAL_ACQUIRER_SECRET")?),
        held: Held::default(),
        no_answer: Duration::from_millis(arguments.number("no-answer-ms", 30_000)?),
    };
    arguments.finish()?;
    server::announce(&json!({
        "ready": true,
        "pid": std::process::id(),
        "url": format!("http://{address}"),
        "ledger_url": format!("http://{address}/ledger"),
    }))?;
    server::serve(listener, routes::router(acquirer)).await
}
