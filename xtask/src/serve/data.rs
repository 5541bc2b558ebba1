//! The data folder: who uses it, what lies where, which ports it had.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::fs::{FlockOperation, flock};
use rustix::io::{FdFlags, fcntl_setfd};

use crate::clock::Deadline;

/// How long a predecessor that was killed may take to be gone.
const PREDECESSOR: Duration = Duration::from_secs(10);

/// A data folder in use.
pub(super) struct Data {
    root: PathBuf,
    /// Children inherit it: the lock is free only when the last process that writes here is gone.
    _lock: File,
}

impl Data {
    /// Opens the folder, waiting for a predecessor's processes to end.
    pub(super) fn open(root: &Path) -> Result<Self> {
        fs::create_dir_all(root).with_context(|| root.display().to_string())?;
        let lock = File::create(root.join("lock"))?;
        let deadline = Deadline::after(PREDECESSOR);
        while flock(&lock, FlockOperation::NonBlockingLockExclusive).is_err() {
            if deadline.passed() {
                bail!(
                    "another vault uses {}: stop it or give another --data",
                    root.display()
                );
            }
            thread::sleep(Duration::from_millis(20));
        }
        fcntl_setfd(&lock, FdFlags::empty())?;
        let data = Self {
            root: root.to_path_buf(),
            _lock: lock,
        };
        for folder in [data.storage(), data.ledger()] {
            fs::create_dir_all(folder)?;
        }
        Ok(data)
    }

    /// The objects' files.
    pub(super) fn storage(&self) -> PathBuf {
        self.root.join("storage")
    }

    /// The acquirer simulator's ledger.
    pub(super) fn ledger(&self) -> PathBuf {
        self.root.join("ledger")
    }

    /// Any other file.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The port a process had before, if it is free; otherwise a free one, remembered. So what is
    /// in doubt finds its acquirer again after a restart.
    pub(super) fn port(&self, process: &str) -> Result<u16> {
        let file = self.file(&format!("{process}.port"));
        let before = fs::read_to_string(&file)
            .ok()
            .and_then(|text| text.trim().parse().ok());
        if let Some(port) = before
            && TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
        {
            return Ok(port);
        }
        let port = free_port()?;
        fs::write(file, port.to_string())?;
        Ok(port)
    }
}

/// A loopback port that nobody listens at.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_kept_while_it_is_free_and_replaced_when_it_is_not() {
        let root = std::env::temp_dir().join(format!("data-{}", std::process::id()));
        let data = Data::open(&root).unwrap();
        let port = data.port("acquirer").unwrap();
        assert_eq!(data.port("acquirer").unwrap(), port);
        let _taken = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        assert_ne!(data.port("acquirer").unwrap(), port);
        fs::remove_dir_all(&root).unwrap();
    }
}
