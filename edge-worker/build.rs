//! Embeds the card page and the files it loads, and names each by its hash.
//!
//! `CARDSEAL_FRAME_DIR` says where `cargo xtask` built them. Without it (clippy, editors, unit tests) the
//! page is empty, and the worker answers as if there were none.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a build script speaks to cargo on stdout and stops the build by panicking"
)]

use sha2::{Digest, Sha384};
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

/// A SHA-384 hash is 48 bytes: whole groups of three, so there is never padding.
fn base64(bytes: &[u8]) -> String {
    let groups = bytes.chunks_exact(3).flat_map(|group| {
        let bits = group
            .iter()
            .fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|shift| *BASE64.get(bits >> shift & 63).unwrap())
    });
    groups.map(char::from).collect()
}
