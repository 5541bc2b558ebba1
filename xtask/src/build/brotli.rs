//! Brotli (RFC 7932) of what every shopper downloads: done once, so as small as it gets.

use std::path::Path;
use std::{fs, io};

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use brotli::enc::backward_references::BrotliEncoderMode;

/// Windows, as powers of two. Not always does the largest give the least.
const WINDOWS: [i32; 4] = [16, 18, 20, 22];

/// The smallest of what the encoder makes of these bytes with each of its models.
pub(super) fn smallest(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut least = as_a_front_does(bytes)?;
    for mode in [
        BrotliEncoderMode::BROTLI_MODE_GENERIC,
        BrotliEncoderMode::BROTLI_MODE_TEXT,
        BrotliEncoderMode::BROTLI_MODE_FONT,
    ] {
        for lgwin in WINDOWS {
            let compressed = encode(bytes, mode, lgwin)?;
            if compressed.len() < least.len() {
                least = compressed;
            }
        }
    }
    Ok(least)
}

/// What a web server with its best setting sends.
pub(crate) fn as_a_front_does(bytes: &[u8]) -> Result<Vec<u8>> {
    Ok(encode(bytes, BrotliEncoderMode::BROTLI_MODE_GENERIC, 22)?)
}

/// Puts `name.br` beside `name`.
pub(super) fn beside(folder: &Path, name: &str) -> Result<()> {
    let compressed = smallest(&fs::read(folder.join(name))?)?;
    Ok(fs::write(folder.join([name, ".br"].concat()), compressed)?)
}

fn encode(mut bytes: &[u8], mode: BrotliEncoderMode, lgwin: i32) -> io::Result<Vec<u8>> {
    let best = BrotliEncoderParams {
        quality: 11,
        mode,
        lgwin,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut compressed, &best)?;
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_is_no_larger_than_the_usual_and_says_the_same() {
        let text = include_bytes!("brotli.rs");
        let (usual, least) = (as_a_front_does(text).unwrap(), smallest(text).unwrap());
        assert!(least.len() <= usual.len());
        for compressed in [usual, least] {
            let mut decoded = Vec::new();
            brotli::BrotliDecompress(&mut compressed.as_slice(), &mut decoded).unwrap();
            assert_eq!(decoded, text);
        }
    }
}
