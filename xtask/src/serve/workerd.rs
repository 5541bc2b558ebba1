//! Starting workerd and waiting until the vault answers.

use std::fs;
use std::path::Path;
use std::time::Duration;

use access::Mode;
use anyhow::{Context, Result, bail};

use super::data::Data;
use super::options::Options;
use crate::build::Bundle;
use crate::capnp::{self, Local};
use crate::http::Client;
use crate::keys::Worker;
use crate::paths::Paths;
use crate::process::command;
use crate::set_up;
use crate::supervisor::Supervisor;
use crate::wrangler;

/// How long the vault may take to answer its first request.
const READY: Duration = Duration::from_secs(30);

/// What the fault build reads its clock's error from.
const CLOCK: &str = "CARDSEAL_FAULT_CLOCK";

/// Starts workerd on `port`.
pub(super) fn start(
    paths: &Paths,
    options: &Options,
    supervisor: &mut Supervisor,
    data: &Data,
    bundle: &Bundle,
    worker: &Worker,
    port: u16,
) -> Result<()> {
    let mut names: Vec<&str> = worker.secrets.iter().map(|(name, _)| *name).collect();
    names.extend(options.clock_ahead.map(|_| CLOCK));
    let mode = match options.mode {
        Mode::Test => "test",
        Mode::Live => "live",
    };
    let text = capnp::generate(
        &wrangler::read(&paths.wrangler_toml())?,
        &Local {
            port,
            behind_proxy: options.mode == Mode::Live,
            bundle: &bundle.directory,
            storage: &data.storage(),
            vars: &[("CARDSEAL_MODE", mode)],
            secrets: &names,
            allow: &options.allow,
        },
    )?;
    let config = data.file("workerd.capnp");
    fs::write(&config, text)?;
    let mut workerd = command(set_up::workerd(paths)?);
    workerd
        // `embed` with absolute paths needs the root as an import path.
        .args(["serve", "--import-path=/"])
        .arg(&config)
        // The process sees these variables and no others of the user's.
        .env_clear()
        // EXPOSE: `fromEnvironment` is how workerd takes secrets.
        .envs(
            worker
                .secrets
                .iter()
                .map(|(name, value)| (name, value.as_str())),
        );
    if let Some(ahead) = options.clock_ahead {
        workerd.env(CLOCK, ahead.to_string());
    }
    let pid = supervisor.start("workerd", workerd, &data.file("workerd.log"))?;
    fs::write(data.file("workerd.pid"), pid.to_string())?;
    Ok(())
}

/// Waits until the vault says that it can work.
pub(super) fn wait(supervisor: &mut Supervisor, url: &str) -> Result<()> {
    let client = Client::new(url);
    let answer = supervisor.until("answer from the vault", READY, || {
        let answer = client.get("/healthz").ok()?;
        (answer.status != 502).then_some(answer)
    })?;
    if answer.status != 200 {
        bail!("the vault is not well: {} {}", answer.status, answer.body);
    }
    Ok(())
}

/// The end of a log, to be shown when its process failed.
pub(super) fn tail(log: &Path) -> Result<String> {
    const LINES: usize = 20;
    let text = fs::read_to_string(log).context("log")?;
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(LINES);
    Ok(lines.get(from..).unwrap_or_default().join("\n"))
}
