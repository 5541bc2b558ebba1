//! Getting the tools a command needs, once, under the project. Quick when all is there.

mod browser;
mod npm;
mod rust;

use anyhow::Result;

pub(crate) use browser::chromium;
pub(crate) use npm::{esbuild, node, wasm_opt, workerd};
pub(crate) use rust::{cargo_fuzz, worker_build};

use crate::paths::Paths;

/// What is needed to build and run the product: the wasm target, npm packages, worker-build.
pub(crate) fn for_building(paths: &Paths) -> Result<()> {
    rust::wasm_target()?;
    npm::packages(paths)?;
    rust::install_worker_build(paths)
}

/// What is needed to run what was built.
pub(crate) fn for_running(paths: &Paths) -> Result<()> {
    npm::packages(paths)
}
