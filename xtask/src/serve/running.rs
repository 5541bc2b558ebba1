//! A vault that runs, and everything around it.

use std::path::PathBuf;

use access::Mode;
use anyhow::{Context, Result, anyhow};

use super::data::Data;
use super::options::Options;
use super::ready::Ready;
use super::sweeper::{self, Sweeper};
use super::{acquirer, onboarding, workerd};
use crate::build;
use crate::http::Client;
use crate::keys::{self, Worker};
use crate::paths::Paths;
use crate::set_up;
use crate::supervisor::Supervisor;

/// The processes and how to reach them. Dropping it ends them.
pub(crate) struct Running {
    // First, so that nobody sweeps a vault that is being ended.
    sweeper: Option<Sweeper>,
    pub(crate) supervisor: Supervisor,
    pub(crate) ready: Ready,
    /// Where further processes write what they say.
    pub(crate) logs: PathBuf,
    data: Data,
}

impl Running {
    /// Builds what changed, starts all, registers what was asked for, and sweeps from then on.
    pub(crate) fn start(paths: &Paths, options: &Options) -> Result<Self> {
        if !build::already_built() {
            set_up::for_running(paths)?;
        }
        let pin = match options.mode {
            Mode::Test => keys::dev::pin(paths)?,
            Mode::Live => live(options)?.pin,
        };
        let bundle = build::vault(paths, &pin, options.variant)?;
        if options.demo {
            build::program(paths, "web-demo")?;
        }
        let data = Data::open(&options.data)?;
        let port = options.port.map_or_else(|| data.port("vault"), Ok)?;
        let hosts = ["127.0.0.1", "localhost", "vault.localhost"];
        let origins = hosts.map(|host| format!("http://{host}:{port}"));
        let worker = match options.mode {
            Mode::Test => keys::dev::keys(paths, &origins, options.envelope_keys)?.expose()?,
            Mode::Live => live(options)?,
        };
        let [url, _, browser_url] = origins;
        let ready = Ready {
            ready: true,
            pid: std::process::id(),
            url,
            browser_url,
            // EXPOSE: printed on the ready line, as the command promises.
            admin_key: worker.admin_key.as_ref().map(|key| key.to_string()),
            merchants: None,
            acquirer: None,
        };
        let mut running = Self {
            sweeper: None,
            supervisor: Supervisor::new(options.until_eof)?,
            ready,
            logs: options.data.clone(),
            data,
        };
        running
            .boot(paths, options, &bundle, &worker, port)
            .map_err(|error| {
                let said = running.last_words();
                anyhow!("{error:#}{said}")
            })?;
        Ok(running)
    }

    fn boot(
        &mut self,
        paths: &Paths,
        options: &Options,
        bundle: &build::Bundle,
        worker: &Worker,
        port: u16,
    ) -> Result<()> {
        let supervisor = &mut self.supervisor;
        if options.demo {
            self.ready.acquirer = Some(acquirer::start(paths, supervisor, &self.data)?);
        }
        workerd::start(paths, options, supervisor, &self.data, bundle, worker, port)?;
        workerd::wait(supervisor, &self.ready.url)?;
        let Some(admin_key) = &self.ready.admin_key else {
            return Ok(());
        };
        let origin = worker.origin.as_deref().context("no origin")?;
        let vault = Client::new(&self.ready.url).bearer(admin_key).at(origin);
        if let Some(simulator) = &self.ready.acquirer {
            acquirer::wait(supervisor, simulator)?;
            let origins = &options.shop_origins;
            let merchants = onboarding::register(paths, &vault, simulator, origins)?;
            self.ready.merchants = Some(merchants);
        }
        onboarding::sweep(&vault)?;
        let sweep = move || onboarding::sweep(&vault);
        self.sweeper = Some(Sweeper::start(sweeper::EVERY, sweep));
        Ok(())
    }

    /// The end of what the vault's process said, for an error message.
    pub(super) fn last_words(&self) -> String {
        let log = self.data.file("workerd.log");
        match workerd::tail(&log) {
            Ok(text) if !text.is_empty() => format!("\n{}:\n{text}", log.display()),
            _ => String::new(),
        }
    }
}

fn live(options: &Options) -> Result<Worker> {
    match &options.keys {
        Some(directory) => {
            keys::load(directory).with_context(|| format!("--keys {}", directory.display()))
        }
        None => keys::from_environment(),
    }
}
