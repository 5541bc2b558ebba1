//! Finding Chromium, and installing it where that is allowed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::process::{command, run};

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// A Chromium to drive: on PATH, or one that Playwright downloaded. Where there is none, Debian's
/// package is installed if `CARDSEAL_INSTALL_SYSTEM=1`, or if we are root on Debian.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    let debian = Path::new("/etc/debian_version").exists();
    let allowed = std::env::var("CARDSEAL_INSTALL_SYSTEM").is_ok_and(|set| set == "1");
    let root = rustix::process::geteuid().is_root();
    if debian && (allowed || root) {
        eprintln!("xtask: installing Debian's chromium");
        apt(root, &["update", "-q"])?;
        apt(
            root,
            &["install", "-q", "-y", "--no-install-recommends", "chromium"],
        )?;
    }
    match find() {
        Some(found) => Ok(found),
        None => bail!(
            "no Chromium found: install it (on Debian: `sudo apt-get install chromium`), \
             or set CARDSEAL_INSTALL_SYSTEM=1 to let this command do so"
        ),
    }
}

fn find() -> Option<PathBuf> {
    on_path().or_else(in_playwright_cache)
}

fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .chain([PathBuf::from("/usr/bin")])
        .flat_map(|directory| NAMES.map(|name| directory.join(name)))
        .find(|file| file.is_file())
}

fn in_playwright_cache() -> Option<PathBuf> {
    let cache = std::env::var_os("PLAYWRIGHT_BROWSERS_PATH").map_or_else(
        || std::env::home_dir().map(|home| home.join(".cache/ms-playwright")),
        |set| Some(PathBuf::from(set)),
    )?;
    let mut browsers: Vec<PathBuf> = fs::read_dir(cache)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .flat_map(|browser| {
            ["chrome-linux64/chrome", "chrome-linux/chrome"].map(|p| browser.join(p))
        })
        .filter(|file| file.is_file())
        .collect();
    // Folder names end in the build number; the last is the newest.
    browsers.sort();
    browsers.pop()
}

fn apt(root: bool, arguments: &[&str]) -> Result<()> {
    let mut apt = if root {
        command("apt-get")
    } else {
        let mut sudo = command("sudo");
        sudo.args(["--non-interactive", "apt-get"]);
        sudo
    };
    apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    run(apt, "apt-get")
}
