//! Calling cargo for the crates of the workspace.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::clock::Stopwatch;
use crate::paths::Paths;
use crate::process::{command, run};

/// Compiles a native program of the workspace.
pub(crate) fn native(paths: &Paths, name: &str, profile: &str) -> Result<()> {
    let mut build = cargo(paths);
    build.args(["build", "--quiet", "--package", name, "--profile", profile]);
    run(build, &format!("cargo build of {name}"))
}

/// Compiles a shell to wasm in a target directory of its own and gives the file. Flags differ
/// between shells and variants, and cargo would rebuild everything at each turn.
pub(super) fn wasm(
    paths: &Paths,
    package: &str,
    profile: &str,
    target: &Path,
    configure: impl FnOnce(&mut Command),
) -> Result<PathBuf> {
    let mut build = cargo(paths);
    build
        .args([
            "build",
            "--quiet",
            "--lib",
            "--package",
            package,
            "--profile",
            profile,
        ])
        .args(["--target", "wasm32-unknown-unknown"])
        .env("CARGO_TARGET_DIR", target);
    configure(&mut build);
    run(build, &format!("cargo build of {package}"))?;
    let file = format!("{}.wasm", package.replace('-', "_"));
    let directory = target.join("wasm32-unknown-unknown").join(profile);
    Ok(directory.join(file))
}

/// Clippy over a shell, in the target directory of its build. `cfg` holds for the shell alone, so
/// that its dependencies are compiled once.
pub(super) fn lint(
    paths: &Paths,
    package: &str,
    target: &Path,
    cfg: Option<&str>,
    configure: impl FnOnce(&mut Command),
) -> Result<()> {
    let mut clippy = cargo(paths);
    clippy
        .args(["clippy", "--quiet", "--lib", "--package", package])
        .args(["--target", "wasm32-unknown-unknown"])
        .env("CARGO_TARGET_DIR", target);
    configure(&mut clippy);
    clippy.args(["--", "-D", "warnings"]);
    if let Some(cfg) = cfg {
        clippy.args(["--cfg", cfg]);
    }
    let with = cfg.map_or(String::new(), |cfg| format!(" with {cfg}"));
    step(clippy, &format!("clippy, {package} for wasm32{with}"))
}

/// Runs one step of a longer command and tells how long it took.
pub(crate) fn step(command: Command, what: &str) -> Result<()> {
    let watch = Stopwatch::start();
    run(command, what)?;
    eprintln!("xtask: {what}: ok ({})", watch.seconds());
    Ok(())
}

/// Cargo in the checkout.
pub(crate) fn cargo(paths: &Paths) -> Command {
    let mut cargo = command("cargo");
    cargo.current_dir(&paths.root);
    cargo
}
