//! Embeds the card page and the files it loads, and names each by its hash.
//!
//! `CARDSEAL_FRAME_DIR` says where `cargo xtask` built them. Without it (clippy, editors, unit tests) the
//! page is empty, and the worker answers as if there were none.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a build script speaks to cargo on stdout and stops the build by panicking"
)]

use sha2::{Digest, Sha256, Sha384};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn main() {
    println!("cargo:rerun-if-env-changed=CARDSEAL_FRAME_DIR");
    let frame = env::var_os("CARDSEAL_FRAME_DIR").map(PathBuf::from);
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap());
    let embed = |name: &str| {
        let bytes = frame.as_deref().map(|frame| read(&frame.join(name)));
        let bytes = bytes.unwrap_or_default();
        fs::write(out.join(name), &bytes).unwrap();
        bytes
    };
    for page in ["card.html", "redirect.html"] {
        embed(page);
    }
    for file in ["card.js", "card.wasm", "rsa.js", "rsa.wasm", "redirect.js"] {
        let bytes = embed(file);
        embed(&[file, ".br"].concat());
        let hash = Sha384::digest(&bytes);
        let variable = file.replace('.', "_").to_uppercase();
        println!(
            "cargo:rustc-env=CARDSEAL_{variable}_NAME={}",
            hex(&hash).get(..32).unwrap()
        );
        println!(
            "cargo:rustc-env=CARDSEAL_{variable}_SHA384=sha384-{}",
            base64(&hash)
        );
    }
    let languages = frame
        .as_deref()
        .map(|frame| languages(&frame.join("languages"), &out));
    let fonts = frame
        .as_deref()
        .map(|frame| fonts(&frame.join("fonts"), &out));
    for (list, assets) in [("languages.rs", languages), ("fonts.rs", fonts)] {
        let assets = ["&[", &assets.unwrap_or_default(), "]"].concat();
        fs::write(out.join(list), assets).unwrap();
    }
}

/// Embeds every language and gives the assets they are, as Rust.
fn languages(folder: &Path, out: &Path) -> String {
    files(folder, "json")
        .iter()
        .fold(String::new(), |mut assets, file| {
            let (name, named) = embed_by_hash(file, out);
            let compressed = [&name, ".br"].concat();
            fs::write(out.join(&compressed), read(&folder.join(&compressed))).unwrap();
            write!(
                assets,
                "language({named:?}, include_bytes!({name:?}), include_bytes!({compressed:?})),"
            )
            .unwrap();
            assets
        })
}

/// The same of every font, which is compressed in itself.
fn fonts(folder: &Path, out: &Path) -> String {
    files(folder, "woff2")
        .iter()
        .fold(String::new(), |mut assets, file| {
            let (name, named) = embed_by_hash(file, out);
            write!(assets, "font({named:?}, include_bytes!({name:?})),").unwrap();
            assets
        })
}

/// The files of one kind, in one order.
fn files(folder: &Path, kind: &str) -> Vec<PathBuf> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|file| file.extension().is_some_and(|extension| extension == kind))
        .collect();
    files.sort();
    files
}

/// Embeds a file; gives its name, and that by which it is served: its hash, as the card page's script reads it.
fn embed_by_hash(file: &Path, out: &Path) -> (String, String) {
    let bytes = read(file);
    let name = file.file_name().unwrap().to_str().unwrap();
    fs::write(out.join(name), &bytes).unwrap();
    let hash = base64(&Sha256::digest(&bytes));
    (name.to_owned(), hash.replace(['+', '/'], "-"))
}

fn read(path: &Path) -> Vec<u8> {
    println!("cargo:rerun-if-changed={}", path.display());
    fs::read(path).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// Without padding: a SHA-384 hash needs none, and the name of a language or font is written without.
fn base64(bytes: &[u8]) -> String {
    let characters = bytes.chunks(3).flat_map(|group| {
        let bits = [0, 1, 2].map(|at| usize::from(group.get(at).copied().unwrap_or_default()));
        let bits = bits.iter().fold(0, |all, byte| all << 8 | byte);
        let digits = [18, 12, 6, 0].map(|shift| *BASE64.get(bits >> shift & 63).unwrap());
        digits.into_iter().take(group.len() + 1)
    });
    characters.map(char::from).collect()
}
