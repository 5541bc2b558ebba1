//! `bench [edge|browser]`: measures this machine and writes what it found below `docs/measurements`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a command for people"
)]

use std::fs;

use tests::{bench, process};

#[tokio::main]
async fn main() {
    let part = std::env::args().nth(1);
    let is_asked = |name| part.as_deref().is_none_or(|part| part == name);
    if is_asked("edge") {
        write("a-cards-way.md", &bench::run().await.markdown());
    }
    if is_asked("browser") {
        write("the-pop-up.md", &bench::browser::measure().await);
    }
}

fn write(name: &str, text: &str) {
    print!("{text}");
    let folder = process::root().join("docs/measurements");
    fs::create_dir_all(&folder).expect("docs/measurements");
    fs::write(folder.join(name), text).expect("the report");
}
