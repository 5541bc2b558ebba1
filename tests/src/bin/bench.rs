//! `bench`: measures this machine and writes `docs/measurements/a-cards-way.md`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a command for people"
)]

use std::fs;

use tests::{bench, process};

#[tokio::main]
async fn main() {
    let text = bench::run().await.markdown();
    print!("{text}");
    let folder = process::root().join("docs/measurements");
    fs::create_dir_all(&folder).expect("docs/measurements");
    fs::write(folder.join("a-cards-way.md"), text).expect("the report");
}
