//! `xtask build`: the frame first, then the edge that embeds it.

mod brotli;
mod cargo;
mod direct;
mod documents;
mod edge;
mod fonts;
mod frame;
mod languages;
mod lock;
mod npm;
mod program;
mod redirect;
mod stamp;

use std::path::PathBuf;

use anyhow::Result;
use lexopt::{Arg, Parser, ValueExt as _};

pub(crate) use brotli::as_a_front_does;
pub(crate) use cargo::{cargo, step as cargo_step};
pub(crate) use edge::{Bundle, Variant};
pub(crate) use languages::{files as languages, folder as languages_of};
pub(crate) use npm::{SCRIPT, check_types};

use crate::keys::dev;
use crate::paths::Paths;
use crate::set_up;

/// Set for children when everything is built: they do not look again.
pub(crate) const BUILT: &str = "CARDSEAL_BUILT";

/// The command: `build [--pin PIN]`. What it makes is what `wrangler deploy` uploads.
pub(crate) fn command(paths: &Paths, mut parser: Parser) -> Result<()> {
    let mut pin = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("pin") => pin = Some(parser.value()?.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let pin = pin.map_or_else(|| dev::pin(paths), Ok)?;
    let bundle = vault(paths, &pin, Variant::Shipped)?;
    edge::publish(paths, &bundle)?;
    eprintln!("xtask: built {}", bundle.directory.display());
    Ok(())
}

/// Builds frame and edge for one root pin. Quick when nothing changed.
pub(crate) fn vault(paths: &Paths, pin: &str, variant: Variant) -> Result<Bundle> {
    if already_built() {
        return Ok(edge::bundle(paths, pin, variant));
    }
    let _lock = lock::take(paths)?;
    set_up::for_building(paths)?;
    let frame = frame::build(paths, pin)?;
    edge::build(paths, pin, &frame, variant)
}

/// Builds the card page's files for one root pin and gives their folder.
pub(crate) fn frame(paths: &Paths, pin: &str) -> Result<PathBuf> {
    let _lock = lock::take(paths)?;
    set_up::for_building(paths)?;
    frame::build(paths, pin)
}

/// Builds the package for merchants' pages and gives its folder.
pub(crate) fn npm(paths: &Paths) -> Result<PathBuf> {
    let _lock = lock::take(paths)?;
    set_up::for_building(paths)?;
    npm::build(paths)
}

/// Clippy for the crates that are compiled to wasm, each with the flags of its build.
pub(crate) fn lint_shells(paths: &Paths, pin: &str) -> Result<()> {
    let frame = frame(paths, pin)?;
    frame::lint(paths)?;
    direct::lint(paths)?;
    edge::lint(paths, &frame)
}

/// Whether the parent command has built all that is needed.
pub(crate) fn already_built() -> bool {
    std::env::var_os(BUILT).is_some()
}

/// A native program of the workspace in the profile `dev`.
pub(crate) fn program(paths: &Paths, name: &str) -> Result<PathBuf> {
    let binary = paths.target.join("debug").join(name);
    if !already_built() {
        cargo::native(paths, name, "dev")?;
    }
    Ok(binary)
}

/// The same as fast as it gets, for what is measured or stands beside it.
pub(crate) fn fast_program(paths: &Paths, name: &str) -> Result<PathBuf> {
    cargo::native(paths, name, "native")?;
    Ok(paths.target.join("native").join(name))
}
