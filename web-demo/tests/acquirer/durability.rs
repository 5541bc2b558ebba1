//! The ledger is the ground truth: it survives a kill, holds no card, and a crowd.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use reqwest::Method;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::Value;

use crate::messages::{authorize, follow_up, hold, reversal, reversal_of};
use crate::process::Simulator;

/// The answered operations that a ledger lacks.
fn lost<'a>(answered: &'a BTreeSet<String>, ledger: &[Value]) -> Vec<&'a String> {
    let entered: BTreeSet<_> = ledger
        .iter()
        .filter_map(|entry| entry["operation_id"].as_str())
        .collect();
    answered
        .iter()
        .filter(|operation| !entered.contains(operation.as_str()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answered_operation_is_in_the_ledger_after_kill_9() {
    let mut acquirer = Simulator::start("kill", 30_000);
    let mut answered = BTreeSet::new();
    let mut before = Vec::new();
    for round in 0..5 {
        let (sender, mut answers) = tokio::sync::mpsc::unbounded_channel();
        for client in 0..16 {
            let operations: Vec<_> = (0..1_000)
                .map(|count| format!("op_{round}_{client}_{count}"))
                .map(|id| {
                    (
                        acquirer.signed(
                            Method::POST,
                            "/v1/operations",
                            &authorize(&id, "4242424242424242", 7).to_string(),
                        ),
                        id,
                    )
                })
                .collect();
            let sender = sender.clone();
            tokio::spawn(async move {
                for (request, id) in operations {
                    match request.send().await {
                        Ok(response) if response.status() == 200 => sender.send(id).unwrap(),
                        _ => break,
                    }
                }
            });
        }
        drop(sender);
        // Kill in the middle of the crowd: when some were answered and more are under way.
        for _ in 0..100 {
            answered.insert(answers.recv().await.unwrap());
        }
        acquirer = acquirer.kill_and_restart(30_000);
        while let Some(id) = answers.recv().await {
            answered.insert(id);
        }
        let ledger = acquirer.ledger().await;
        assert_eq!(lost(&answered, &ledger), Vec::<&String>::new());
        assert_eq!(
            ledger[..before.len()],
            before,
            "old entries stay as they were"
        );
        before = ledger;
    }
    println!(
        "{} answered, {} entered, 5 kills",
        answered.len(),
        before.len()
    );
    assert!(answered.len() >= 500 && before.len() < 5 * 16_000);

    // The twin: an answer that is in no ledger is found.
    answered.insert("op_never_sent".to_owned());
    assert_eq!(lost(&answered, &before), ["op_never_sent"]);
}

#[tokio::test]
async fn where_an_operation_stands_survives_kill_9() {
    let acquirer = Simulator::start("kill-state", 50);
    acquirer
        .post_in_vain(&authorize("op_a", "4000000000005126", 1_205))
        .await;
    acquirer
        .post_in_vain(&authorize("op_b", "4000000000005126", 1_203))
        .await;
    assert_eq!(acquirer.result_of("op_a").await, "pending");
    let acquirer = acquirer.kill_and_restart(50);
    assert_eq!(acquirer.result_of("op_a").await, "pending");
    assert_eq!(acquirer.result_of("op_a").await, "approved");
    assert_eq!(acquirer.result_of("op_b").await, "not_found");
    acquirer.post(&reversal("op_r", "op_b", 1_203)).await;
    assert_eq!(acquirer.result_of("op_b").await, "approved");
}

#[tokio::test]
async fn what_was_captured_and_what_is_on_its_way_survives_kill_9() {
    const CARD: &str = "4000000000007726";
    let acquirer = Simulator::start("kill-books", 50);
    acquirer.post(&hold("op_a", CARD, 1_000)).await;
    let late = follow_up("capture", "op_c", "op_a", 403);
    acquirer.post_in_vain(&late).await;
    let lost = follow_up("capture", "op_d", "op_a", 502);
    acquirer.post_in_vain(&lost).await;
    let slow = follow_up("capture", "op_e", "op_a", 5);
    acquirer.post_in_vain(&slow).await;

    let acquirer = acquirer.kill_and_restart(50);
    for (operation, results) in [
        ("op_c", ["not_found", "not_found", "not_found"]),
        ("op_d", ["approved", "approved", "approved"]),
        ("op_e", ["pending", "pending", "approved"]),
    ] {
        for result in results {
            assert_eq!(acquirer.result_of(operation).await, result, "{operation}");
        }
    }
    acquirer.post(&reversal_of(&late, "op_r")).await;
    let acquirer = acquirer.kill_and_restart(50);
    assert_eq!(acquirer.result_of("op_c").await, "approved");

    // 403 + 502 + 5 of 1,000 are captured.
    for (operation, amount, result) in [("op_f", 102, "declined"), ("op_g", 2, "approved")] {
        acquirer
            .post_in_vain(&follow_up("capture", operation, "op_a", amount))
            .await;
        assert_eq!(acquirer.result_of(operation).await, result);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn twelve_hundred_requests_can_be_held_while_others_are_answered() {
    const HELD: usize = 1_200;
    let maximum = getrlimit(Resource::Nofile).maximum;
    setrlimit(
        Resource::Nofile,
        Rlimit {
            current: maximum,
            maximum,
        },
    )
    .unwrap();
    let acquirer = Arc::new(Simulator::start("crowd", 60_000));
    let held: Vec<_> = (0..HELD)
        .map(|count| {
            let body = authorize(&format!("op_{count}"), "4000000000005126", 1_202).to_string();
            tokio::spawn(
                acquirer
                    .signed(Method::POST, "/v1/operations", &body)
                    .send(),
            )
        })
        .collect();
    assert_eq!(acquirer.ledger_of(HELD).await.len(), HELD);
    assert_eq!(
        held.iter().filter(|request| !request.is_finished()).count(),
        HELD
    );
    let (_, answer) = acquirer
        .post(&authorize("op_x", "4242424242424242", 1_202))
        .await;
    assert_eq!(answer["result"], "approved");
    for request in &held {
        request.abort();
    }
}

/// The files under `directory` that hold `needle`, and how many bytes were read.
fn files_with(directory: &Path, needle: &str) -> (usize, usize) {
    let (mut found, mut bytes) = (0, 0);
    for file in std::fs::read_dir(directory).unwrap() {
        let content = std::fs::read(file.unwrap().path()).unwrap();
        bytes += content.len();
        found += usize::from(
            content
                .windows(needle.len())
                .any(|window| window == needle.as_bytes()),
        );
    }
    (found, bytes)
}

#[tokio::test]
async fn no_card_number_and_no_security_code_is_stored_or_printed() {
    let mut acquirer = Simulator::start("scan", 50);
    let cards = [
        "4242424242424242",
        "4000000000000002",
        "6205500000000000004",
    ];
    for card in cards {
        acquirer
            .post(&authorize(&format!("op_{}", &card[12..]), card, 1_200))
            .await;
    }
    acquirer
        .post_in_vain(&authorize("op_5126", "4000000000005126", 1_202))
        .await;
    let written = acquirer.kill();
    assert_eq!(written, "", "nothing is written after the ready line");
    for card in cards
        .into_iter()
        .chain(["4000000000005126", "TARO YAMADA", "739"])
    {
        let (found, bytes) = files_with(&acquirer.data, card);
        assert!(
            found == 0 && bytes > 4_096,
            "{card}: {found} files of {bytes} bytes"
        );
    }
    let (found, bytes) = files_with(&acquirer.data, "op_5126");
    println!("{bytes} bytes scanned for {} cards", cards.len() + 1);
    assert!(found > 0, "the twin: what was stored is found");
}
