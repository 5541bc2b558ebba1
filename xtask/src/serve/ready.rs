//! The ready line: what a caller needs to use the vault.

use std::io::Write as _;

use anyhow::Result;
use serde::Serialize;

/// One line of JSON on stdout. Members are null where there is nothing.
#[derive(Serialize)]
#[allow(clippy::struct_field_names)] // The members are frozen.
pub(crate) struct Ready {
    pub(crate) ready: bool,
    /// This process; ending it ends all others.
    pub(crate) pid: u32,
    pub(crate) url: String,
    /// The same vault at a host name of another site than the shops'.
    pub(crate) browser_url: String,
    pub(crate) admin_key: Option<String>,
    pub(crate) merchants: Option<Vec<Merchant>>,
    pub(crate) acquirer: Option<Acquirer>,
}

/// A registered merchant with its keys.
#[derive(Serialize)]
pub(crate) struct Merchant {
    pub(crate) id: String,
    pub(crate) publishable_key: String,
    pub(crate) secret_key: String,
    pub(crate) origins: Vec<String>,
}

/// The acquirer simulator.
#[derive(Serialize)]
pub(crate) struct Acquirer {
    pub(crate) url: String,
    pub(crate) ledger_url: String,
}

impl Ready {
    /// Writes the line, and nothing else ever goes to stdout.
    // EXPOSE: handing out the keys of the running vault is what the line is for.
    pub(crate) fn print(&self) -> Result<()> {
        let mut stdout = std::io::stdout().lock();
        serde_json::to_writer(&mut stdout, self)?;
        stdout.write_all(b"\n")?;
        stdout.flush()?;
        Ok(())
    }
}
