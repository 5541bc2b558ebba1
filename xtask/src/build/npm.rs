//! The package for merchants' pages: the pop-up, the inline form and its element, direct entry with its wasms,
//! types, words. What `npm publish` would take.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::stamp::{Stamp, unless_made};
use super::{direct, documents};
use crate::clock::Stopwatch;
use crate::paths::Paths;
use crate::process::{command, run};
use crate::set_up;

/// What goes into the package as it lies in the checkout.
const COPIED: [&str; 8] = [
    "tokenizer-wasm/npm/direct.d.ts",
    "tokenizer-wasm/npm/element.d.ts",
    "tokenizer-wasm/npm/index.d.ts",
    "tokenizer-wasm/npm/inline.d.ts",
    "tokenizer-wasm/npm/package.json",
    "tokenizer-wasm/npm/README.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
];

/// What most pages import.
pub(crate) const SCRIPT: &str = "tokenizer.js";
/// What pages can import for a form of the vault's: each is whole, so that a page loads one.
const FORMS: [Form; 3] = [
    Form {
        script: SCRIPT,
        folder: "src",
        surface: "popup",
    },
    Form {
        script: "inline.js",
        folder: "src/inline",
        surface: "inline",
    },
    Form {
        script: "element.js",
        folder: "src/element",
        surface: "inline",
    },
];
/// Names that only the sources of the forms say to one another.
const INTERNAL: &str = "complain|dress|element|emit|end|enter|fault|heard|leave|load|path|post|refresh|show|surface|timeout";
/// What pages import that take cards themselves.
const DIRECT: &str = "direct.js";

/// One script for a form of the vault's.
struct Form {
    script: &'static str,
    /// Where it begins.
    folder: &'static str,
    /// What the form stands on: `popup`, over the page, or `inline`, in a place of it.
    surface: &'static str,
}

/// Bundles the package and gives its folder.
pub(super) fn build(paths: &Paths) -> Result<PathBuf> {
    let out = paths.target.join("npm");
    fs::create_dir_all(&out)?;
    let sources = sources(paths)?;
    let compiled = direct::compile(paths)?;
    let documents = documents::list(paths)?;
    let documents: Vec<_> = documents.iter().map(|file| paths.root.join(file)).collect();
    let inputs = COPIED
        .map(|file| paths.root.join(file))
        .iter()
        .chain(&documents)
        .chain(&sources)
        .chain(&compiled)
        .chain([&paths.root.join("package-lock.json")])
        .try_fold(Stamp::of("npm 8"), |stamp, file| stamp.file(file))?
        .seal();
    unless_made(&out, &inputs, || {
        let watch = Stopwatch::start();
        for form in FORMS {
            let surface = [
                format!(
                    "--alias:surface=./tokenizer-wasm/npm/src/{}/surface.ts",
                    form.surface
                ),
                format!("--define:IS_MODAL={}", form.surface == "popup"),
                format!("--mangle-props=^({INTERNAL})$"),
            ];
            bundle(paths, form.folder, &surface, &out.join(form.script))?;
        }
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
        documents::copy(paths, &out)?;
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
    let mut folders = ["src", "direct"]
        .map(|name| paths.root.join("tokenizer-wasm/npm").join(name))
        .to_vec();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                files.push(entry.path());
            }
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
