//! The edge: worker-build makes one script and one wasm of edge-worker, with the frame inside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::cargo::wasm;
use super::frame::frame_directory;
use super::stamp::{Stamp, unless_made};
use crate::bindgen;
use crate::clock::Stopwatch;
use crate::paths::Paths;
use crate::process::{command, run, this_binary};
use crate::set_up;

/// What is compiled into the edge.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variant {
    /// What ships.
    Shipped,
    /// With the switches that stop a request at a named point; for crash tests.
    Faults,
    /// With a claim that looks before it takes, which the race test must catch.
    CheckThenAct,
}

impl Variant {
    fn name(self) -> &'static str {
        match self {
            Self::Shipped => "edge",
            Self::Faults => "edge-faults",
            Self::CheckThenAct => "edge-check-then-act",
        }
    }

    fn rustflags(self) -> &'static str {
        match self {
            Self::Shipped => "",
            Self::Faults => "--cfg cardseal_faults",
            Self::CheckThenAct => "--cfg cardseal_check_then_act",
        }
    }
}

/// A finished edge: `index.js` and `index_bg.wasm`.
pub(crate) struct Bundle {
    pub(crate) directory: PathBuf,
}

/// Where a variant's bundle for a root pin lies.
pub(super) fn bundle(paths: &Paths, pin: &str, variant: Variant) -> Bundle {
    Bundle {
        directory: paths.target.join(variant.name()).join("bundle").join(pin),
    }
}

/// Compiles the edge, and runs worker-build when the compiled file is a new one.
pub(super) fn build(paths: &Paths, pin: &str, frame: &Path, variant: Variant) -> Result<Bundle> {
    debug_assert_eq!(frame, frame_directory(paths, pin));
    let bundle = bundle(paths, pin, variant);
    fs::create_dir_all(&bundle.directory)?;
    let target = paths.target.join(variant.name());
    let environment = |build: &mut Command| environment(build, frame, variant);
    let watch = Stopwatch::start();
    let compiled = wasm(paths, "edge-worker", "release", &target, environment)?;
    let inputs = Stamp::of("edge 1")
        .file(&compiled)?
        .file(&paths.root.join("package-lock.json"))?
        .text(&fs::read_to_string(
            paths.root.join("edge-worker/Cargo.toml"),
        )?)
        .seal();
    unless_made(&bundle.directory, &inputs, || {
        let mut build = command(set_up::worker_build(paths));
        environment(&mut build);
        build
            .arg("--release")
            // Only what ships is worth the optimizer's quarter of a minute.
            .args((variant != Variant::Shipped).then_some("--no-opt"))
            .arg("--out-dir")
            .arg(&bundle.directory)
            .current_dir(paths.root.join("edge-worker"))
            .env("CARGO_TARGET_DIR", &target)
            .env(bindgen::XTASK, this_binary())
            .env("WASM_BINDGEN_BIN", bindgen::wrapper(paths)?)
            .env("WASM_OPT_BIN", set_up::wasm_opt(paths)?)
            .env("ESBUILD_BIN", set_up::esbuild(paths)?);
        run(build, "worker-build")?;
        eprintln!("xtask: built {} ({})", variant.name(), watch.seconds());
        Ok(())
    })?;
    Ok(bundle)
}

/// Clippy with the flags of the build, without and with the switches of crash tests.
pub(super) fn lint(paths: &Paths, frame: &Path) -> Result<()> {
    let target = paths.target.join(Variant::Shipped.name());
    for cfg in [None, Some("cardseal_faults")] {
        super::cargo::lint(paths, "edge-worker", &target, cfg, |clippy| {
            environment(clippy, frame, Variant::Shipped);
        })?;
    }
    Ok(())
}

/// The same for cargo here and inside worker-build, so that the second finds its work done.
fn environment(command: &mut Command, frame: &Path, variant: Variant) {
    command
        .env("RUSTFLAGS", variant.rustflags())
        .env("CARDSEAL_FRAME_DIR", frame)
        // worker-build sets it.
        .env("WASM_BINDGEN_USE_JS_SYS", "1");
}

/// Copies a bundle to where `wrangler.toml` looks for it.
pub(super) fn publish(paths: &Paths, bundle: &Bundle) -> Result<()> {
    let main = crate::wrangler::read(&paths.wrangler_toml())?.main;
    let to = paths.root.join(main);
    let to = to
        .parent()
        .context("wrangler.toml: main has no directory")?;
    fs::create_dir_all(to)?;
    for file in ["index.js", "index_bg.wasm"] {
        fs::copy(bundle.directory.join(file), to.join(file)).context(file)?;
    }
    Ok(())
}
