//! Programs that come from npm, at the versions of package-lock.json.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::clock::Stopwatch;
use crate::paths::Paths;
use crate::process::{command, run};

/// The oldest Node.js that the tools accept.
const NODE_MAJOR: u32 = 20;

/// Installs the packages when the lockfile is not the one installed.
///
/// Install scripts are not run: they only replace small launchers by platform binaries, which are
/// used directly here.
pub(super) fn packages(paths: &Paths) -> Result<()> {
    let wanted = fs::read(paths.root.join("package-lock.json")).context("package-lock.json")?;
    let stamp = paths.node_module(".cardseal-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    require_node()?;
    let watch = Stopwatch::start();
    eprintln!("xtask: installing npm packages");
    let mut install = command("npm");
    install
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .arg("--loglevel=error")
        .current_dir(&paths.root);
    run(install, "npm ci")?;
    fs::write(&stamp, wanted)?;
    eprintln!("xtask: npm packages are ready ({})", watch.seconds());
    Ok(())
}

fn require_node() -> Result<()> {
    let answer = Command::new(node())
        .arg("--version")
        .stderr(Stdio::null())
        .output();
    let major: Option<u32> = answer.ok().and_then(|out| {
        let text = String::from_utf8(out.stdout).ok()?;
        text.trim_start_matches('v').split('.').next()?.parse().ok()
    });
    match major {
        Some(major) if major >= NODE_MAJOR => Ok(()),
        Some(major) => bail!("Node.js {major} is too old: install Node.js {NODE_MAJOR} or newer"),
        None => bail!("Node.js is missing: install Node.js {NODE_MAJOR} or newer, with npm"),
    }
}

/// Node.js as found on PATH.
pub(crate) fn node() -> &'static str {
    "node"
}

/// The Workers runtime for this machine.
pub(crate) fn workerd(paths: &Paths) -> Result<PathBuf> {
    let machine = match machine()? {
        "x64" => "64",
        other => other,
    };
    existing(paths.node_module(&format!("@cloudflare/workerd-linux-{machine}/bin/workerd")))
}

/// The bundler for this machine.
pub(crate) fn esbuild(paths: &Paths) -> Result<PathBuf> {
    existing(paths.node_module(&format!("@esbuild/linux-{}/bin/esbuild", machine()?)))
}

/// The wasm optimizer; a Node.js program.
pub(crate) fn wasm_opt(paths: &Paths) -> Result<PathBuf> {
    existing(paths.node_module(".bin/wasm-opt"))
}

/// The processor in npm's words.
fn machine() -> Result<&'static str> {
    match std::env::consts::ARCH {
        "x86_64" => Ok("x64"),
        "aarch64" => Ok("arm64"),
        other => bail!("there is no Workers runtime for {other}"),
    }
}

fn existing(path: PathBuf) -> Result<PathBuf> {
    if !path.exists() {
        bail!(
            "{} is missing: delete node_modules and run again",
            path.display()
        );
    }
    Ok(path)
}
