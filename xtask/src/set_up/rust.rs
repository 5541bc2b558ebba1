//! The wasm target of the toolchain, and what cargo installs: worker-build, cargo-fuzz.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use anyhow::{Result, bail};

use crate::clock::Stopwatch;
use crate::paths::Paths;
use crate::process::{command, output, run};

const WASM: &str = "wasm32-unknown-unknown";

/// Kept equal to the `worker` crate's version: its shim must fit the glue that crate generates.
const WORKER_BUILD: &str = "0.8.7";

const CARGO_FUZZ: &str = "0.13.2";

/// Adds the wasm target where it is missing.
pub(super) fn wasm_target() -> Result<()> {
    let mut ask = command("rustc");
    ask.args(["--print", "target-libdir", "--target", WASM]);
    let directory = String::from_utf8(output(ask, "rustc")?)?;
    if PathBuf::from(directory.trim()).exists() {
        return Ok(());
    }
    eprintln!("xtask: adding the Rust target {WASM}");
    let mut add = command("rustup");
    add.args(["target", "add", WASM]);
    if run(add, "rustup").is_err() {
        bail!(
            "the Rust target {WASM} is missing and rustup could not add it: \
             run `rustup target add {WASM}` where rustup reaches its server, \
             or install your system's package for that target"
        );
    }
    Ok(())
}

/// Where worker-build is once installed.
pub(crate) fn worker_build(paths: &Paths) -> PathBuf {
    installed(paths, "worker-build")
}

/// Installs worker-build under the project where it is missing or of another version.
pub(super) fn install_worker_build(paths: &Paths) -> Result<()> {
    install(paths, "worker-build", WORKER_BUILD).map(drop)
}

/// Installs cargo-fuzz likewise, and says where it is.
pub(crate) fn cargo_fuzz(paths: &Paths) -> Result<PathBuf> {
    install(paths, "cargo-fuzz", CARGO_FUZZ)
}

fn installed(paths: &Paths, tool: &str) -> PathBuf {
    paths.tools.join("bin").join(tool)
}

fn install(paths: &Paths, tool: &str, wanted: &str) -> Result<PathBuf> {
    let binary = installed(paths, tool);
    // A missing program is one way of not being the wanted version.
    let version = Command::new(&binary)
        .arg("--version")
        .stderr(Stdio::null())
        .output();
    let is_wanted = |out: Output| {
        // Some say their name first.
        String::from_utf8_lossy(&out.stdout)
            .split_whitespace()
            .last()
            == Some(wanted)
    };
    if version.is_ok_and(is_wanted) {
        return Ok(binary);
    }
    let watch = Stopwatch::start();
    eprintln!("xtask: installing {tool} {wanted} (about a minute, once)");
    fs::create_dir_all(&paths.tools)?;
    // The lockfile of the release first; a registry that lags behind it gets what it has.
    if cargo_install(paths, tool, wanted, &["--locked"]).is_err() {
        cargo_install(paths, tool, wanted, &[])?;
    }
    eprintln!("xtask: {tool} is ready ({})", watch.seconds());
    Ok(binary)
}

fn cargo_install(paths: &Paths, tool: &str, version: &str, more: &[&str]) -> Result<()> {
    let mut install = command("cargo");
    install
        .args(["install", "--quiet", "--debug", "--force"])
        .args(["--version", version, "--bin", tool])
        .args(more)
        .arg("--root")
        .arg(&paths.tools)
        .arg(tool)
        // Outside any workspace, and not in a target directory another cargo holds.
        .current_dir(&paths.tools)
        .env("CARGO_TARGET_DIR", paths.target.join(tool))
        .env_remove("RUSTFLAGS");
    run(install, &format!("cargo install {tool}"))
}
