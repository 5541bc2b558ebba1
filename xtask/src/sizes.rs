//! What a shopper downloads before the card form stands, as a number that fails the build.

use std::path::Path;

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::process::{command, output};
use crate::set_up;

/// Page, script and wasm together, brotli: 40 KB of 1,024 bytes.
const FRAME: u64 = 40 * 1024;

const FILES: [&str; 3] = ["card.html", "card.js", "card.wasm"];

/// Node.js has brotli built in; quality 11 is what a front serves for immutable files.
const MEASURE: &str = "const { brotliCompressSync } = require('zlib');\
    for (const file of process.argv.slice(1))\
    console.log(brotliCompressSync(require('fs').readFileSync(file)).length)";

/// Prints the sizes; tells when the frame is over its budget.
pub(crate) fn violations(paths: &Paths, frame: &Path) -> Result<Vec<String>> {
    let mut node = command(set_up::node());
    node.args(["-e", MEASURE])
        .args(FILES.map(|file| frame.join(file)))
        .current_dir(&paths.root);
    let sizes = String::from_utf8(output(node, "brotli")?)?
        .lines()
        .map(|line| {
            line.trim()
                .parse()
                .with_context(|| format!("brotli: {line}"))
        })
        .collect::<Result<Vec<u64>>>()?;
    for (file, size) in FILES.iter().zip(&sizes) {
        eprintln!("xtask:   {file:<10} {size:>7} bytes brotli");
    }
    Ok(over_budget(&sizes).into_iter().collect())
}

fn over_budget(sizes: &[u64]) -> Option<String> {
    let sum: u64 = sizes.iter().sum();
    if sizes.len() != FILES.len() || sizes.contains(&0) {
        return Some(format!("the frame has {} measured files", sizes.len()));
    }
    (sum > FRAME).then(|| format!("the frame is {sum} bytes brotli; {FRAME} are the most"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_one_byte_over_its_budget_fails_and_so_does_one_not_measured() {
        assert_eq!(over_budget(&[1, 2, FRAME - 3]), None);
        assert!(over_budget(&[1, 2, FRAME - 2]).is_some());
        assert!(over_budget(&[]).is_some());
        assert!(over_budget(&[1, 0, 1]).is_some());
    }
}
