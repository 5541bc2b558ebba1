//! Programs of the browser, each built twice: for vaults with a key on P-256, and for those that have RSA keys
//! alone.

use std::path::PathBuf;

use anyhow::Result;

use super::cargo::wasm;
use crate::paths::Paths;

/// Smaller tables instead of faster rounds: one card is sealed, not millions.
pub(super) const RUSTFLAGS: &str =
    "--cfg aes_backend_soft=\"compact\" --cfg sha2_backend_soft=\"compact\"";

/// One build of one of them.
pub(super) struct Program {
    /// What its files are called.
    pub(super) name: &'static str,
    /// Cargo's target folder: features differ, and cargo would compile all anew at each turn.
    target: &'static str,
    features: &'static [&'static str],
}

impl Program {
    /// What every shopper gets.
    pub(super) const fn with_p256(name: &'static str) -> Self {
        Self {
            name,
            target: "tokenizer",
            features: &[],
        }
    }

    /// What those get whose vault offers nothing else.
    pub(super) const fn with_rsa(name: &'static str) -> Self {
        Self {
            name,
            target: "tokenizer-rsa",
            features: &["--features", "rsa"],
        }
    }

    /// Compiles it from a package and gives the wasm.
    pub(super) fn compile(&self, paths: &Paths, package: &str) -> Result<PathBuf> {
        let target = paths.target.join(self.target);
        wasm(paths, package, "frame", &target, |build| {
            build.args(self.features).env("RUSTFLAGS", RUSTFLAGS);
        })
    }
}
