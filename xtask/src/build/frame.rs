//! The card page's files: wasm, html, the languages, the fonts, and one script that names wasm and languages by
//! their hashes and knows the root pin.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha384};

use super::brotli;
use super::fonts;
use super::languages;
use super::program::{Program, RUSTFLAGS};
use super::redirect;
use super::stamp::{Stamp, unless_made};
use crate::bindgen;
use crate::clock::Stopwatch;
use crate::paths::Paths;
use crate::process::{command, run};
use crate::set_up;

/// What the generated JavaScript is called; the entry script imports it by this name.
const GLUE: &str = "tokenizer_wasm";

const PACKAGE: &str = "tokenizer-wasm";

/// The program of the card page: a script and the wasm it loads, named alike.
const PROGRAMS: [Program; 2] = [Program::with_p256("card"), Program::with_rsa("rsa")];

/// Where the finished files for a root pin lie.
pub(crate) fn frame_directory(paths: &Paths, pin: &str) -> PathBuf {
    paths.target.join("frame").join(pin)
}

/// Builds the pages, the languages and the files of each program, all as brotli too, puts the fonts beside them,
/// and gives their directory.
pub(super) fn build(paths: &Paths, pin: &str) -> Result<PathBuf> {
    let out = frame_directory(paths, pin);
    fs::create_dir_all(&out)?;
    let source = paths.root.join("tokenizer-wasm/frame");
    let fonts = fonts::files(paths)?;
    let compiled = PROGRAMS
        .iter()
        .map(|program| program.compile(paths, PACKAGE))
        .collect::<Result<Vec<_>>>()?;
    let languages = languages::files(paths)?;
    let english = languages::english(paths)?;
    let inputs = compiled
        .iter()
        .chain(&languages)
        .chain(&fonts)
        .chain(&redirect::sources(&source))
        .try_fold(
            Stamp::of("frame 22").text(pin).text(&english),
            |stamp, file| stamp.file(file),
        )?
        .file(&source.join("boot.js"))?
        .file(&source.join("card.css"))?
        .file(&source.join("card.html"))?
        .file(&paths.root.join("package-lock.json"))?
        .seal();
    unless_made(&out, &inputs, || {
        let watch = Stopwatch::start();
        fonts::place(&fonts, &out)?;
        let [tags, table] = languages::place(&languages, &out)?;
        let known = [("CARDSEAL_ENGLISH", english), tags, table];
        for (program, compiled) in PROGRAMS.iter().zip(&compiled) {
            finish(paths, pin, program, compiled, &known, &out)?;
        }
        fs::copy(source.join("card.html"), out.join("card.html"))?;
        redirect::finish(paths, &source, &out)?;
        eprintln!("xtask: built the frame ({})", watch.seconds());
        Ok(())
    })?;
    Ok(out)
}

/// From what the compiler made to what is served. `known` are names in the script and the JSON they stand for.
fn finish(
    paths: &Paths,
    pin: &str,
    program: &Program,
    compiled: &Path,
    known: &[(&str, String)],
    out: &Path,
) -> Result<()> {
    let source = paths.root.join("tokenizer-wasm/frame");
    let [script, wasm] = ["js", "wasm"].map(|extension| [program.name, ".", extension].concat());
    let work = out.join("work");
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work)?;
    bindgen::for_the_card_page(compiled, GLUE, &work)?;
    optimize(
        paths,
        &work.join(format!("{GLUE}_bg.wasm")),
        &out.join(&wasm),
    )?;
    let boot = fs::read_to_string(source.join("boot.js"))?;
    let baked = bake(&boot, pin, &fs::read(out.join(&wasm))?)?;
    fs::write(work.join("boot.js"), baked)?;
    minify_css(paths, &source.join("card.css"), &work.join("card.css"))?;
    bundle(paths, &work, known, &out.join(&script))?;
    brotli::beside(out, &wasm)?;
    brotli::beside(out, &script)?;
    Ok(fs::remove_dir_all(&work)?)
}

/// Clippy with the flags of the build.
pub(super) fn lint(paths: &Paths) -> Result<()> {
    let target = paths.target.join("tokenizer");
    super::cargo::lint(paths, PACKAGE, &target, None, |clippy| {
        clippy.env("RUSTFLAGS", RUSTFLAGS);
    })
}

pub(super) fn optimize(paths: &Paths, input: &Path, output: &Path) -> Result<()> {
    let mut optimize = command(set_up::wasm_opt(paths)?);
    optimize
        // Control flow laid out anew compresses better; the second round cleans up after it.
        .args(["--flatten", "--rereloop", "-Oz"])
        .args([
            "-Oz",
            "--strip-debug",
            "--strip-producers",
            "--strip-target-features",
        ])
        // What rustc's wasm32 target and wasm-bindgen emit, and browsers have had for years.
        .args([
            "--enable-bulk-memory",
            "--enable-mutable-globals",
            "--enable-multivalue",
        ])
        .args([
            "--enable-nontrapping-float-to-int",
            "--enable-reference-types",
        ])
        .args(["--enable-sign-ext", "--enable-exception-handling"])
        .arg(input)
        .arg("-o")
        .arg(output);
    run(optimize, "wasm-opt")
}

/// Replaces the placeholders of the entry script. Each must be there: a script without its pin
/// would trust nothing, one without the hash anything.
fn bake(script: &str, pin: &str, wasm: &[u8]) -> Result<String> {
    let hash = Sha384::digest(wasm);
    let integrity = format!("sha384-{}", Base64::encode_string(&hash));
    let hex = hash
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let name = hex.get(..32).context("a hash has 96 digits")?;
    let mut baked = script.to_owned();
    for (placeholder, value) in [
        ("__CARDSEAL_PIN__", pin),
        ("__CARDSEAL_WASM_URL__", &format!("/assets/{name}.wasm")),
        ("__CARDSEAL_WASM_INTEGRITY__", &integrity),
    ] {
        if !baked.contains(placeholder) {
            bail!("boot.js does not mention {placeholder}");
        }
        baked = baked.replace(placeholder, value);
    }
    Ok(baked)
}

/// The sheet as the script carries it.
pub(super) fn minify_css(paths: &Paths, input: &Path, output: &Path) -> Result<()> {
    let mut minify = command(set_up::esbuild(paths)?);
    minify
        .arg(input)
        // Newer than what esbuild would rewrite for old browsers.
        .args(["--minify", "--target=chrome123", "--log-level=warning"])
        .arg(format!("--outfile={}", output.display()));
    run(minify, "esbuild")
}

/// One script of all. `known` are names in it and the JSON they stand for.
fn bundle(paths: &Paths, work: &Path, known: &[(&str, String)], output: &Path) -> Result<()> {
    let mut bundle = command(set_up::esbuild(paths)?);
    bundle
        .args([
            "boot.js",
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022",
            "--loader:.css=text",
            // Unused enums of the glue, and names that only the glue uses.
            "--pure:Object.freeze",
            // English and Chinese quotes as they are: escapes would be twice as long.
            "--charset=utf8",
            // The form lives as long as its page: nothing of the glue's ever ends before.
            "--define:FinalizationRegistry=undefined",
            "--define:Symbol.dispose=undefined",
            "--mangle-props=^__",
            "--reserve-props=^__proto__$",
        ])
        .args(["--legal-comments=none", "--log-level=warning"])
        .args(
            known
                .iter()
                .map(|(name, json)| format!("--define:{name}={json}")),
        )
        .arg(format!("--outfile={}", output.display()))
        .current_dir(work);
    run(bundle, "esbuild")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str =
        "f('__CARDSEAL_PIN__','__CARDSEAL_WASM_URL__','__CARDSEAL_WASM_INTEGRITY__')";

    #[test]
    fn the_script_names_the_wasm_by_its_hash() {
        // SHA-384 of "abc" (FIPS 180-4 example).
        let baked = bake(SCRIPT, "PIN", b"abc").unwrap();
        assert_eq!(
            baked,
            "f('PIN','/assets/cb00753f45a35e8bb5a03d699ac65007.wasm',\
             'sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn')"
        );
    }

    #[test]
    fn a_script_that_lost_a_placeholder_is_refused_by_name() {
        let error = bake(&SCRIPT.replace("__CARDSEAL_PIN__", ""), "PIN", b"abc").unwrap_err();
        assert!(error.to_string().contains("__CARDSEAL_PIN__"));
    }
}
