//! Where things lie in the checkout.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders xtask reads and writes. All are absolute.
#[derive(Clone)]
pub(crate) struct Paths {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Cargo's target directory; everything built lies below it.
    pub(crate) target: PathBuf,
    /// Cargo-installed tools and wrappers.
    pub(crate) tools: PathBuf,
    /// The secret of this checkout's development keys.
    pub(crate) dev: PathBuf,
    /// Data of `serve` when no `--data` is given.
    pub(crate) data: PathBuf,
}

impl Paths {
    /// The paths of the checkout this binary was compiled in. `CARGO_TARGET_DIR` is honoured.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask lies outside a workspace")?
            .to_path_buf();
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |set| root.join(set));
        let private = root.join(".cardseal");
        Ok(Self {
            tools: private.join("tools"),
            dev: private.join("dev"),
            data: private.join("data"),
            root,
            target,
        })
    }

    /// A file of a package that npm installed.
    pub(crate) fn node_module(&self, path: &str) -> PathBuf {
        self.root.join("node_modules").join(path)
    }

    /// The checkout's `wrangler.toml`.
    pub(crate) fn wrangler_toml(&self) -> PathBuf {
        self.root.join("wrangler.toml")
    }
}
