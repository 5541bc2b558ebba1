//! `bench [edge|browser|money] [--short]`: measures this machine and writes what it found below
//! `docs/measurements`. What is short is only printed.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a command for people"
)]

use std::fs;

use tests::bench::money::Extent;
use tests::{bench, process};

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (short, parts): (Vec<_>, Vec<_>) = arguments.iter().partition(|one| *one == "--short");
    let is_asked = |name| parts.is_empty() || parts.iter().any(|part| *part == name);
    if is_asked("edge") {
        write("a-cards-way.md", &bench::run().await.markdown());
    }
    if is_asked("browser") {
        write("the-pop-up.md", &bench::browser::measure().await);
    }
    if is_asked("money") {
        if short.is_empty() {
            write("money.md", &bench::money::measure(Extent::Whole).await);
        } else {
            print!("{}", bench::money::measure(Extent::Short).await);
        }
    }
}

fn write(name: &str, text: &str) {
    print!("{text}");
    let folder = process::root().join("docs/measurements");
    fs::create_dir_all(&folder).expect("docs/measurements");
    fs::write(folder.join(name), text).expect("the report");
}
