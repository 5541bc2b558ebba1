//! The acquirer simulator, a process of its own.

use std::time::Duration;

use anyhow::Result;

use super::data::Data;
use super::ready::Acquirer;
use crate::build;
use crate::http::Client;
use crate::keys::dev;
use crate::paths::Paths;
use crate::process::command;
use crate::supervisor::Supervisor;

/// The name it is registered under.
pub(super) const NAME: &str = "simulator";

/// Starts it with its ledger in the data folder.
pub(super) fn start(paths: &Paths, supervisor: &mut Supervisor, data: &Data) -> Result<Acquirer> {
    let program = build::program(paths, "web-demo")?;
    let port = data.port("acquirer")?;
    let mut acquirer = command(program);
    acquirer
        .args(["acquirer", "--port", &port.to_string(), "--data"])
        .arg(data.ledger())
        // EXPOSE: the simulator checks our signatures with it.
        .env(
            "CARDSEAL_ACQUIRER_SECRET",
            dev::acquirer_secret(paths)?.as_str(),
        );
    supervisor.start("acquirer", acquirer, &data.file("acquirer.log"))?;
    let url = format!("http://127.0.0.1:{port}");
    Ok(Acquirer {
        ledger_url: format!("{url}/ledger"),
        url,
    })
}

/// Waits until it answers.
pub(super) fn wait(supervisor: &mut Supervisor, acquirer: &Acquirer) -> Result<()> {
    let client = Client::new(&acquirer.url);
    supervisor.until("answer from the acquirer", Duration::from_secs(10), || {
        client
            .get("/ledger")
            .ok()
            .filter(|answer| answer.status == 200)
    })?;
    Ok(())
}
