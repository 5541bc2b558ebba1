//! The vault as its operator runs it: `cargo xtask serve` with persistent storage.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::eventually::eventually_blocking;
use crate::process;
use crate::scratch::Scratch;

/// A first start compiles everything; a later one takes a second.
const START: Duration = Duration::from_mins(15);
const STOP: Duration = Duration::from_secs(20);

/// What is compiled into the vault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Variant {
    /// What ships.
    Shipped,
    /// With switches that stop a request at a named point.
    Faults,
    /// With a claim that looks before it takes, which the race test must catch.
    CheckThenAct,
}

/// A running vault, or one that was stopped and can be started again on the same data and port.
pub struct Vault {
    variant: Variant,
    scratch: Scratch,
    running: Option<Child>,
    ready: Value,
}

impl Vault {
    /// Starts an empty vault on a free port.
    pub fn start(variant: Variant) -> Self {
        let mut vault = Self {
            variant,
            scratch: Scratch::new(),
            running: None,
            ready: Value::Null,
        };
        vault.restart();
        vault
    }

    /// Where it answers: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        self.ready["url"].as_str().expect("a ready vault has a url")
    }

    /// The operator's key.
    pub fn admin_key(&self) -> &str {
        self.ready["admin_key"]
            .as_str()
            .expect("a ready vault has an admin key")
    }

    /// The folder of everything it writes.
    pub fn data(&self) -> &Path {
        self.scratch.path()
    }

    /// The process id of workerd itself.
    pub fn workerd(&self) -> u32 {
        let text = fs::read_to_string(self.data().join("workerd.pid")).expect("workerd.pid");
        text.trim().parse().expect("a process id")
    }

    /// The file that workerd runs from.
    pub fn workerd_binary(&self) -> PathBuf {
        fs::read_link(format!("/proc/{}/exe", self.workerd())).expect("a running workerd")
    }

    /// What workerd wrote so far, one JSON object a line.
    pub fn log(&self) -> String {
        let bytes = fs::read(self.data().join("workerd.log")).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// How often the worker said that it reached a fault.
    pub fn faults(&self, fault: &str) -> usize {
        let log = self.log();
        let lines = log
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter(|line| line["fault"] == fault).count()
    }

    /// The secrets the running workerd was given: what someone holds who holds the machine.
    pub fn secrets(&self) -> BTreeMap<String, String> {
        let bytes = fs::read(format!("/proc/{}/environ", self.workerd())).expect("the environment");
        let text = String::from_utf8_lossy(&bytes);
        let pairs = text.split('\0').filter_map(|pair| pair.split_once('='));
        let ours = pairs.filter(|(name, _)| name.starts_with("CARDSEAL_"));
        ours.map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// Kills workerd without warning (`kill -9`), and what watched it.
    pub fn kill(&mut self) {
        let Some(mut serve) = self.running.take() else {
            return;
        };
        kill(self.workerd());
        kill(serve.id());
        serve.wait().expect("serve ends");
    }

    /// Ends the vault in order, by closing its stdin.
    pub fn stop(&mut self) {
        let Some(mut serve) = self.running.take() else {
            return;
        };
        drop(serve.stdin.take());
        eventually_blocking("end of serve", STOP, || {
            serve.try_wait().expect("serve can be waited for")
        });
    }

    /// Starts it again on the same data and port; returns how long it took to be ready.
    pub fn restart(&mut self) -> Duration {
        self.stop();
        let begun = Instant::now();
        let (child, ready) = process::start("the vault", &mut self.command(), START);
        self.running = Some(child);
        self.ready = ready;
        begun.elapsed()
    }

    fn command(&self) -> Command {
        let mut command = process::program("CARDSEAL_XTASK", "xtask");
        command
            .args(["serve", "--until-eof", "--data"])
            .arg(self.data());
        match self.variant {
            Variant::Shipped => {}
            Variant::Faults => drop(command.arg("--faults")),
            Variant::CheckThenAct => drop(command.arg("--check-then-act")),
        }
        if let Some(port) = self.ready["url"]
            .as_str()
            .and_then(|url| url.rsplit(':').next())
        {
            command.args(["--port", port]);
        }
        command
    }
}

impl Drop for Vault {
    fn drop(&mut self) {
        // Not in order: a failing test must not wait for a vault that hangs.
        self.kill();
    }
}

fn kill(process: u32) {
    let process = i32::try_from(process)
        .ok()
        .and_then(Pid::from_raw)
        .expect("a process id");
    // Gone already is as good as killed.
    let _ = kill_process(process, Signal::KILL);
}
