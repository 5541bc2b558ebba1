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
    for file in ["card.html", "card.js", "card.wasm", "rsa.js", "rsa.wasm"] {
        let embed = |name: &str| {
            let bytes = frame.as_deref().map(|frame| read(&frame.join(name)));
            let bytes = bytes.unwrap_or_default();
            fs::write(out.join(name), &bytes).unwrap();
            bytes
        };
        let bytes = embed(file);
        if file != "card.html" {
            embed(&[file, ".br"].concat());
        }
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
    let languages = frame.map(|frame| languages(&frame.join("languages"), &out));
    let list = ["&[", &languages.unwrap_or_default(), "]"].concat();
    fs::write(out.join("languages.rs"), list).unwrap();
}

/// Embeds every language and gives the assets they are, as Rust. Each is named by its hash as
/// `frame/languages.js` reads it.
fn languages(folder: &Path, out: &Path) -> String {
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|file| {
            file.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    files.iter().fold(String::new(), |mut assets, file| {
        let bytes = read(file);
        let name = file.file_name().unwrap().to_str().unwrap();
        let compressed = [name, ".br"].concat();
        fs::write(out.join(name), &bytes).unwrap();
        fs::write(out.join(&compressed), read(&folder.join(&compressed))).unwrap();
        let hash = base64(&Sha256::digest(&bytes));
        let named = hash.replace(['+', '/'], "-");
        write!(
            assets,
            "language({named:?}, include_bytes!({name:?}), include_bytes!({compressed:?})),"
        )
        .unwrap();
        assets
    })
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

/// Without padding: a SHA-384 hash needs none, and the name of a language is written without.
fn base64(bytes: &[u8]) -> String {
    let characters = bytes.chunks(3).flat_map(|group| {
        let bits = [0, 1, 2].map(|at| usize::from(group.get(at).copied().unwrap_or_default()));
        let bits = bits.iter().fold(0, |all, byte| all << 8 | byte);
        let digits = [18, 12, 6, 0].map(|shift| *BASE64.get(bits >> shift & 63).unwrap());
        digits.into_iter().take(group.len() + 1)
    });
    characters.map(char::from).collect()
}
