//! No card number and no security code anywhere at rest, in any log, in any answer; and a scanner that
//! finds one wherever it is planted.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod plant;
mod planted;
mod traffic;

use std::fs;

use tests::cards::PUBLISHED;
use tests::scan::Scanner;
use tests::scratch::Scratch;
use tests::vault::Variant;
use tests::world::World;

/// Codes are typed as these, one for each length.
const CODES: [&str; 2] = ["739", "7391"];

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_run_leaves_no_number_and_no_code_in_storage_logs_or_answers() {
    let mut world = tokio::task::spawn_blocking(|| World::start(Variant::Faults))
        .await
        .unwrap();
    let outputs = Scratch::new();
    let traffic = traffic::run(&world).await;
    fs::write(outputs.path().join("answers.bin"), &traffic.answers).unwrap();

    let scanner = Scanner::new(PUBLISHED, &CODES);
    let folders = [world.vault.data(), world.acquirer.data(), outputs.path()];
    // Once while everything lives (journals are full), once after the end.
    let running = scanner.scan(&folders);
    world.vault.kill();
    let folders = [world.vault.data(), world.acquirer.data(), outputs.path()];
    let stopped = scanner.scan(&folders);
    for (when, report) in [("running", &running), ("killed", &stopped)] {
        println!(
            "{when}: {} files, {} bytes, {} needles; {} numbers typed, {} planted, {} finds",
            report.files,
            report.bytes,
            scanner.needles(),
            traffic.typed,
            traffic.planted,
            report.hits.len()
        );
        assert!(report.hits.is_empty(), "{when}: {:#?}", report.hits);
        assert!(report.files >= 6 && report.bytes > 100_000);
    }
    assert!(traffic.typed >= PUBLISHED.len() && traffic.planted > 100);
    let log = world.vault.log();
    assert!(log.lines().count() > traffic.typed, "the log was written");
}
