//! The programs of direct entry: the same one twice, once for vaults that have RSA keys alone. Each is a wasm
//! and the script that the generator makes for it.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::cargo::lint as clippy;
use super::frame::optimize;
use super::program::{Program, RUSTFLAGS};
use crate::bindgen;
use crate::paths::Paths;

const PACKAGE: &str = "direct-wasm";

const PROGRAMS: [Program; 2] = [
    Program::with_p256("direct"),
    Program::with_rsa("direct-rsa"),
];

/// Compiles both and gives the files.
pub(super) fn compile(paths: &Paths) -> Result<Vec<PathBuf>> {
    let compile = |program: &Program| program.compile(paths, PACKAGE);
    PROGRAMS.iter().map(compile).collect()
}

/// Puts the finished wasms into `out` and their scripts into `work`; gives how the sources name the scripts.
pub(super) fn finish(
    paths: &Paths,
    compiled: &[PathBuf],
    work: &Path,
    out: &Path,
) -> Result<Vec<String>> {
    let mut aliases = Vec::new();
    for (Program { name, .. }, compiled) in PROGRAMS.iter().zip(compiled) {
        bindgen::for_the_web(compiled, name, work)?;
        let generated = work.join([name, "_bg.wasm"].concat());
        optimize(paths, &generated, &out.join([name, ".wasm"].concat()))?;
        let script = work.join([name, ".js"].concat());
        aliases.push(format!("--alias:cardseal-{name}={}", script.display()));
    }
    Ok(aliases)
}

/// Clippy with the flags of the build.
pub(super) fn lint(paths: &Paths) -> Result<()> {
    clippy(
        paths,
        PACKAGE,
        &paths.target.join("tokenizer"),
        None,
        |clippy| {
            clippy.env("RUSTFLAGS", RUSTFLAGS);
        },
    )
}
