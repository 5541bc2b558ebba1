//! `xtask serve`: the vault on workerd with persistent storage, for one mode.

mod acquirer;
mod data;
mod onboarding;
mod options;
mod ready;
mod running;
mod sweeper;
mod workerd;

use anyhow::{Result, bail};
use lexopt::Parser;

pub(crate) use data::free_port;
pub(crate) use options::{Options, playground_origin, shop_origins};
pub(crate) use running::Running;

use crate::paths::Paths;
use crate::supervisor::End;

/// The command. Stdout is one line of JSON, when the vault is ready.
pub(crate) fn command(paths: &Paths, parser: Parser) -> Result<()> {
    let options = Options::parse(paths, parser)?;
    let mut running = Running::start(paths, &options)?;
    running.ready.print()?;
    running.wait()
}

impl Running {
    /// Waits until someone stops it. A vault that ends by itself is an error.
    pub(crate) fn wait(&mut self) -> Result<()> {
        match self.supervisor.wait()? {
            End::Asked => Ok(()),
            End::Child(how) => bail!("{how}{}", self.last_words()),
        }
    }
}
