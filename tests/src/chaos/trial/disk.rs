//! A small file system of one's own, where the machine gives the right to make one.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rustix::mount::{MountFlags, UnmountFlags, mount, mount_remount, unmount};

use crate::scratch::Scratch;

/// Room for a vault with some payments, and little more.
const SIZE: &str = "size=24m";

/// A tmpfs, gone when dropped.
pub(super) struct Disk {
    scratch: Scratch,
}

impl Disk {
    /// Makes one; or says why not.
    pub(super) fn small() -> Result<Self, String> {
        let scratch = Scratch::new();
        let options = std::ffi::CString::new(SIZE).expect("no zero byte");
        mount(
            "tmpfs",
            scratch.path(),
            "tmpfs",
            MountFlags::empty(),
            options.as_c_str(),
        )
        .map_err(|error| format!("no right to mount a small tmpfs ({error})"))?;
        Ok(Self { scratch })
    }

    pub(super) fn path(&self) -> &Path {
        self.scratch.path()
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }

    /// Writes until there is no room for one byte more.
    pub(super) fn fill(&self) {
        let mut ballast = File::create(self.ballast()).expect("a file");
        for size in [64 * 1024, 1] {
            while ballast.write_all(&vec![1; size]).is_ok() {}
        }
    }

    /// Gives the room back.
    pub(super) fn make_room(&self) {
        fs::remove_file(self.ballast()).expect("the ballast");
    }

    /// Makes it read-only or writable again; or says why not.
    pub(super) fn set_read_only(&self, is_read_only: bool) -> Result<(), String> {
        let flags = if is_read_only {
            MountFlags::RDONLY
        } else {
            MountFlags::empty()
        };
        mount_remount(self.path(), flags, c"").map_err(|error| error.to_string())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = unmount(self.path(), UnmountFlags::DETACH);
    }
}
