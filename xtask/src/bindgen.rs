//! wasm-bindgen's command-line half, linked in at the version of Cargo.lock, so that no second
//! installation can drift from the crates.

mod import_names;
mod plain;

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt as _};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

use crate::paths::Paths;

/// The variable that tells the wrapper which xtask to run.
pub(crate) const XTASK: &str = "CARDSEAL_XTASK";

/// Writes the program that worker-build takes for wasm-bindgen: it runs this binary's hidden
/// `wasm-bindgen` command.
pub(crate) fn wrapper(paths: &Paths) -> Result<PathBuf> {
    let path = paths.tools.join("wasm-bindgen");
    let script = format!("#!/bin/sh\nexec \"${XTASK}\" wasm-bindgen \"$@\"\n");
    if fs::read_to_string(&path).is_ok_and(|present| present == script) {
        return Ok(path);
    }
    fs::create_dir_all(&paths.tools)?;
    // Written aside and renamed: another xtask may be running the old one.
    let aside = path.with_extension(std::process::id().to_string());
    fs::write(&aside, script)?;
    fs::set_permissions(&aside, fs::Permissions::from_mode(0o755))?;
    fs::rename(&aside, &path)?;
    Ok(path)
}

/// JavaScript for the browser beside a wasm that the page fetches itself. Writes
/// `NAME.js` and `NAME_bg.wasm` into `out`.
pub(crate) fn for_the_web(wasm: &Path, name: &str, out: &Path) -> Result<()> {
    generate(wasm, name, out, |script| Ok(script.to_owned()))
}

/// The same for the card page, with as little JavaScript as it needs.
pub(crate) fn for_the_card_page(wasm: &Path, name: &str, out: &Path) -> Result<()> {
    generate(wasm, name, out, plain::simplify)
}

fn generate(
    wasm: &Path,
    name: &str,
    out: &Path,
    rewrite: impl FnOnce(&str) -> Result<String>,
) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name(name).web(true)?;
    // Every browser that runs WebAssembly has it.
    bindgen.encode_into(EncodeInto::Always);
    // The page passes the integrity-checked response; there must be no default location.
    bindgen.omit_default_module_path(true).typescript(false);
    bindgen
        .remove_name_section(true)
        .remove_producers_section(true);
    let mut output = bindgen.generate_output().context("wasm-bindgen")?;
    let script = rewrite(output.js())?;
    let script = import_names::shorten(&mut output, &script);
    output.emit(out).context("wasm-bindgen")?;
    let glue = out.join(name).with_extension("js");
    fs::write(&glue, script).with_context(|| glue.display().to_string())
}

/// The hidden command: the flags of wasm-bindgen's own program that worker-build passes.
/// An unknown flag is an error, so that a new worker-build cannot be half understood.
pub(crate) fn command_line(arguments: impl Iterator<Item = OsString>) -> Result<()> {
    let mut parser = Parser::from_args(arguments);
    let mut bindgen = Bindgen::new();
    // The program's default differs from the library's.
    bindgen.omit_default_module_path(false);
    let (mut input, mut out) = (None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(path) if input.is_none() => input = Some(PathBuf::from(path)),
            Arg::Long("out-dir") => out = Some(PathBuf::from(parser.value()?)),
            Arg::Long("out-name") => {
                bindgen.out_name(&parser.value()?.string()?);
            }
            Arg::Long("target") => match parser.value()?.string()?.as_str() {
                "module" => {
                    bindgen.module(true)?;
                }
                other => bail!("wasm-bindgen: target {other} is not used here"),
            },
            Arg::Long("typescript") => {
                bindgen.typescript(true);
            }
            Arg::Long("no-typescript") => {
                bindgen.typescript(false);
            }
            Arg::Long("debug") => {
                bindgen.debug(true);
            }
            Arg::Long("no-demangle") => {
                bindgen.demangle(false);
            }
            Arg::Long("keep-debug") => {
                bindgen.keep_debug(true);
            }
            Arg::Long("omit-default-module-path") => {
                bindgen.omit_default_module_path(true);
            }
            Arg::Long("split-linked-modules") => {
                bindgen.split_linked_modules(true);
            }
            Arg::Long("experimental-reset-state-function") => {
                bindgen.reset_state_function(true);
            }
            Arg::Long("force-enable-abort-handler") => {
                bindgen.force_enable_abort_handler(true);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    bindgen.input_path(input.context("wasm-bindgen: no input")?);
    bindgen.generate(out.context("wasm-bindgen: no --out-dir")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> impl Iterator<Item = OsString> + use<> {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        words.into_iter()
    }

    #[test]
    fn a_flag_that_is_not_known_is_refused_by_name() {
        let error = command_line(arguments("in.wasm --out-dir out --brand-new")).unwrap_err();
        assert!(error.to_string().contains("--brand-new"), "{error}");
    }

    #[test]
    fn every_flag_of_worker_build_is_understood_up_to_the_missing_file() {
        let line = "/nowhere/in.wasm --out-dir /nowhere/out --no-typescript --target module \
            --out-name index --debug --no-demangle --keep-debug --omit-default-module-path \
            --split-linked-modules --experimental-reset-state-function --force-enable-abort-handler";
        let error = command_line(arguments(
            &line.split_whitespace().collect::<Vec<_>>().join(" "),
        ));
        let told = format!("{:#}", error.unwrap_err());
        assert!(told.contains("/nowhere/in.wasm"), "{told}");
    }
}
