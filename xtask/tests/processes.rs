//! A child started by xtask ends with the process that started it, however that one ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// Starts a shell that starts a long sleep, with or without xtask's `child`; gives both.
fn shell_with_sleep(through: &str) -> (Child, u32) {
    let script = format!("{through} sleep 1000 & echo $!; wait");
    let mut shell = Command::new("sh")
        .args(["-c", &script])
        .env("XTASK", env!("CARGO_BIN_EXE_xtask"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(shell.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let sleep = line.trim().parse().unwrap();
    assert!(
        eventually(|| command_of(sleep).contains("sleep")),
        "the sleep did not start"
    );
    (shell, sleep)
}

fn command_of(pid: u32) -> String {
    fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default()
}

fn is_gone(pid: u32) -> bool {
    !Path::new(&format!("/proc/{pid}")).exists() || command_of(pid).is_empty()
}

fn eventually(mut condition: impl FnMut() -> bool) -> bool {
    (0..500).any(|_| {
        let holds = condition();
        if !holds {
            thread::sleep(Duration::from_millis(10));
        }
        holds
    })
}

#[test]
fn a_child_dies_with_a_parent_that_was_killed_without_notice() {
    let (mut shell, sleep) = shell_with_sleep("\"$XTASK\" child $$");
    shell.kill().unwrap();
    shell.wait().unwrap();
    assert!(eventually(|| is_gone(sleep)));
}

#[test]
fn a_process_started_without_it_is_left_behind_and_found() {
    let (mut shell, sleep) = shell_with_sleep("");
    shell.kill().unwrap();
    shell.wait().unwrap();
    thread::sleep(Duration::from_millis(200));
    assert!(!is_gone(sleep));
    Command::new("kill")
        .args(["-9", &sleep.to_string()])
        .status()
        .unwrap();
    assert!(eventually(|| is_gone(sleep)));
}

#[test]
fn a_child_whose_parent_is_gone_already_does_not_start() {
    let answer = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["child", "1", "echo", "started"])
        .output()
        .unwrap();
    assert!(!answer.status.success());
    assert!(answer.stdout.is_empty());
}

#[test]
fn an_unknown_command_and_an_unknown_option_are_refused_by_name() {
    for words in [
        &["nonsense"][..],
        &["serve", "--nonsense"],
        &["check", "nonsense"],
    ] {
        let answer = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(words)
            .output()
            .unwrap();
        assert_eq!(answer.status.code(), Some(1), "{words:?}");
        assert!(
            String::from_utf8(answer.stderr)
                .unwrap()
                .contains("nonsense"),
            "{words:?}"
        );
    }
}
