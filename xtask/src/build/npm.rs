//! The package for merchants' pages: a script, the subpath of direct entry with its wasms, types, words. What
//! `npm publish` would take.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::direct;
use super::stamp::{Stamp, unless_made};
use crate::clock::Stopwatch;
use crate::paths::Paths;
use crate::process::{command, run};
use crate::set_up;

/// What goes into the package as it lies in the checkout.
const COPIED: [&str; 6] = [
    "tokenizer-wasm/npm/direct.d.ts",
    "tokenizer-wasm/npm/index.d.ts",
    "tokenizer-wasm/npm/package.json",
    "tokenizer-wasm/npm/README.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
];

/// What pages import.
pub(crate) const SCRIPT: &str = "tokenizer.js";
/// What pages import that take cards themselves.
const DIRECT: &str = "direct.js";

/// Bundles the package and gives its folder.
pub(super) fn build(paths: &Paths) -> Result<PathBuf> {
    let out = paths.target.join("npm");
    fs::create_dir_all(&out)?;
    let sources = sources(paths)?;
    let compiled = direct::compile(paths)?;
    let inputs = COPIED
        .map(|file| paths.root.join(file))
        .iter()
        .chain(&sources)
        .chain(&compiled)
        .chain([&paths.root.join("package-lock.json")])
        .try_fold(Stamp::of("npm 2"), |stamp, file| stamp.file(file))?
        .seal();
    unless_made(&out, &inputs, || {
        let watch = Stopwatch::start();
        bundle(paths, "src", &[], &out.join(SCRIPT))?;
        let work = out.join(".work");
        let _ = fs::remove_dir_all(&work);
        fs::create_dir_all(&work)?;
        let programs = direct::finish(paths, &compiled, &work, &out)?;
        bundle(paths, "direct", &programs, &out.join(DIRECT))?;
        fs::remove_dir_all(&work)?;
        for file in COPIED.map(|file| paths.root.join(file)) {
            let name = file.file_name().context("a file has a name")?;
            fs::copy(&file, out.join(name)).with_context(|| file.display().to_string())?;
        }
        eprintln!("xtask: built the npm package ({})", watch.seconds());
        Ok(())
    })?;
    Ok(out)
}

/// Holds the sources against the types that merchants see.
pub(crate) fn check_types(paths: &Paths) -> Result<()> {
    set_up::for_running(paths)?;
    let mut check = command(paths.node_module(".bin/tsc"));
    check
        .args(["--noEmit", "--project", "tokenizer-wasm/npm"])
        .current_dir(&paths.root);
    run(check, "tsc")
}

/// The TypeScript files, in one order.
fn sources(paths: &Paths) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in ["src", "direct"] {
        let folder = paths.root.join("tokenizer-wasm/npm").join(folder);
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            files.push(entry?.path());
        }
    }
    files.sort();
    Ok(files)
}

fn bundle(paths: &Paths, folder: &str, further: &[String], output: &Path) -> Result<()> {
    let mut bundle = command(set_up::esbuild(paths)?);
    bundle
        .arg(format!("tokenizer-wasm/npm/{folder}/index.ts"))
        .args(further)
        .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
        // Modules are always read as UTF-8, and escapes would double the Japanese.
        .args([
            "--charset=utf8",
            "--legal-comments=none",
            "--log-level=warning",
        ])
        .arg(format!("--outfile={}", output.display()))
        .current_dir(&paths.root);
    run(bundle, "esbuild")
}
