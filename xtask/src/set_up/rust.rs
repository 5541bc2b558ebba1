//! The wasm target of the toolchain, and worker-build.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::clock::Stopwatch;
use crate::paths::Paths;
use crate::process::{command, output, run};

const WASM: &str = "wasm32-unknown-unknown";

/// Kept equal to the `worker` crate's version: its shim must fit the glue that crate generates.
const WORKER_BUILD: &str = "0.8.7";

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
    paths.tools.join("bin").join("worker-build")
}

/// Installs worker-build under the project where it is missing or of another version.
pub(super) fn install_worker_build(paths: &Paths) -> Result<()> {
    let binary = worker_build(paths);
    // A missing program is one way of not being the wanted version.
    let version = Command::new(&binary)
        .arg("--version")
        .stderr(Stdio::null())
        .output();
    if version.is_ok_and(|out| String::from_utf8_lossy(&out.stdout).trim() == WORKER_BUILD) {
        return Ok(());
    }
    let watch = Stopwatch::start();
    eprintln!("xtask: installing worker-build {WORKER_BUILD} (about a minute, once)");
    fs::create_dir_all(&paths.tools)?;
    // The lockfile of the release first; a registry that lags behind it gets what it has.
    if install(paths, &["--locked"]).is_err() {
        install(paths, &[])?;
    }
    eprintln!("xtask: worker-build is ready ({})", watch.seconds());
    Ok(())
}

fn install(paths: &Paths, more: &[&str]) -> Result<()> {
    let mut install = command("cargo");
    install
        .args(["install", "--quiet", "--debug", "--force"])
        .args(["--version", WORKER_BUILD, "--bin", "worker-build"])
        .args(more)
        .arg("--root")
        .arg(&paths.tools)
        .arg("worker-build")
        // Outside any workspace, and not in a target directory another cargo holds.
        .current_dir(&paths.tools)
        .env("CARGO_TARGET_DIR", paths.target.join("worker-build"))
        .env_remove("RUSTFLAGS");
    run(install, "cargo install worker-build")
}
