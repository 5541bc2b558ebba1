//! Programs of this checkout, and the one line they print when ready.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// The root of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a checkout")
        .to_owned()
}

/// A program of the workspace: the binary that `variable` names, where `cargo xtask test` has set it,
/// and otherwise what cargo makes of `package` now.
pub fn program(variable: &str, package: &str) -> Command {
    let mut command = match std::env::var_os(variable) {
        Some(binary) => Command::new(binary),
        None => cargo_run(package),
    };
    command.current_dir(root());
    command
}

fn cargo_run(package: &str) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--package", package, "--"]);
    command
}

/// Starts a program whose end of stdin is its end, and waits for its line of JSON with `"ready":true`.
///
/// Its stdin stays open as long as the child is held, so it ends with this process, however that ends.
pub fn start(what: &str, command: &mut Command, deadline: Duration) -> (Child, Value) {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{what} does not start: {error}"));
    let stdout = child.stdout.take().expect("stdout is piped");
    let (send, lines) = mpsc::channel();
    // Goes on reading after the first line, so that the child never blocks on a full pipe.
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let _ = send.send(line);
        }
    });
    let line = lines
        .recv_timeout(deadline)
        .unwrap_or_else(|_| panic!("{what} is not ready within {deadline:?}"));
    let ready: Value =
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{what} said: {line}"));
    assert_eq!(ready["ready"], true, "{what} said: {line}");
    (child, ready)
}
