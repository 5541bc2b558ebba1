//! Every developer command: `cargo xtask <command>`.

use std::process::{Command, ExitCode};

/// What `cargo xtask test` runs, in order.
const STEPS: [&[&str]; 3] = [
    &["fmt", "--all", "--check"],
    &[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ],
    &["test", "--workspace"],
];

fn main() -> ExitCode {
    let command = std::env::args().nth(1);
    let passed = command.as_deref() == Some("test") && STEPS.iter().all(|step| cargo(step));
    if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn cargo(step: &[&str]) -> bool {
    Command::new("cargo")
        .args(step)
        .status()
        .is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_step_fails() {
        assert!(cargo(&["--version"]));
        assert!(!cargo(&["no-such-command"]));
    }
}
