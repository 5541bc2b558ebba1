//! One build at a time: two would write the same outputs.

use std::fs::{self, File};

use anyhow::{Context, Result};
use rustix::fs::{FlockOperation, flock};

use crate::paths::Paths;

/// Held while building; given back when dropped, or when the process ends.
pub(crate) struct Lock {
    _file: File,
}

/// Waits for other builds of this target directory, telling so.
pub(super) fn take(paths: &Paths) -> Result<Lock> {
    fs::create_dir_all(&paths.target)?;
    let path = paths.target.join("xtask.lock");
    let file = File::create(&path).with_context(|| path.display().to_string())?;
    if flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
        eprintln!("xtask: waiting for another build");
        flock(&file, FlockOperation::LockExclusive)?;
    }
    Ok(Lock { _file: file })
}
