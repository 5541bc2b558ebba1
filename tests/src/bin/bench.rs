//! `bench [edge|browser|money|isolation] [--short]`: measures this machine and writes what it found below
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
    let extent = match short[..] {
        [] => Extent::Whole,
        _ => Extent::Short,
    };
    let keep = |name, text: String| match extent {
        Extent::Whole => write(name, &text),
        Extent::Short => print!("{text}"),
    };
    if is_asked("money") {
        keep("money.md", bench::money::measure(extent).await);
    }
    if is_asked("isolation") {
        keep(
            "isolation.md",
            bench::money::isolation::measure(extent).await,
        );
    }
}

fn write(name: &str, text: &str) {
    print!("{text}");
    let folder = process::root().join("docs/measurements");
    fs::create_dir_all(&folder).expect("docs/measurements");
    fs::write(folder.join(name), text).expect("the report");
}
