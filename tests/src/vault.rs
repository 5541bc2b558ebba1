//! The vault as its operator runs it: `cargo xtask serve` with persistent storage.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::eventually::eventually_blocking;
use crate::process;
use crate::scratch::Scratch;

/// A first start compiles everything; a later one takes a second.
const START: Duration = Duration::from_mins(15);
const STOP: Duration = Duration::from_secs(20);
const REFUSED: Duration = Duration::from_mins(1);

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
    data: Data,
    running: Option<Child>,
    ready: Value,
    clock_ahead_millis: i64,
    is_limited: bool,
    envelope_keys: &'static str,
}

/// The folder of everything a vault writes.
enum Data {
    /// Gone with the vault.
    Own(Scratch),
    /// Somebody else's.
    Given(PathBuf),
}

impl Vault {
    /// Starts an empty vault on a free port.
    pub fn start(variant: Variant) -> Self {
        Self::start_on(variant, Data::Own(Scratch::new()), false)
    }

    /// Starts one of which cards are sealed to keys of other kinds: `both`, or `rsa` alone.
    pub fn start_with_keys(envelope_keys: &'static str) -> Self {
        let own = Data::Own(Scratch::new());
        let mut vault = Self::new(Variant::Shipped, own, false);
        vault.envelope_keys = envelope_keys;
        vault.restart();
        vault
    }

    /// Starts one in a folder of the caller's.
    pub fn start_in(variant: Variant, data: &Path) -> Self {
        Self::start_on(variant, Data::Given(data.to_owned()), false)
    }

    /// Starts one that a limit on the size of files (`RLIMIT_FSIZE`) does not end: a write beyond it
    /// fails as on a full disk.
    pub fn start_limited(variant: Variant) -> Self {
        Self::start_on(variant, Data::Own(Scratch::new()), true)
    }

    fn start_on(variant: Variant, data: Data, is_limited: bool) -> Self {
        let mut vault = Self::new(variant, data, is_limited);
        vault.restart();
        vault
    }

    fn new(variant: Variant, data: Data, is_limited: bool) -> Self {
        Self {
            variant,
            data,
            running: None,
            ready: Value::Null,
            clock_ahead_millis: 0,
            is_limited,
            envelope_keys: "p256",
        }
    }

    /// From the next start on its clock is ahead by so many milliseconds, or behind. Fault builds only.
    pub fn set_clock(&mut self, ahead_millis: i64) {
        self.clock_ahead_millis = ahead_millis;
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
        match &self.data {
            Data::Own(scratch) => scratch.path(),
            Data::Given(path) => path,
        }
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
            .filter(|line| line.contains(fault))
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

    /// Tries to start a vault that must not come up, and gives what it said; fails where it does come up.
    pub fn refusal(&mut self) -> String {
        self.stop();
        let mut child = self
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the vault's command");
        let status = eventually_blocking("end of a vault that cannot work", REFUSED, || {
            child.try_wait().expect("serve can be waited for")
        });
        assert!(!status.success(), "it ended well");
        let mut said = String::new();
        let mut stderr = child.stderr.take().expect("stderr is piped");
        stderr.read_to_string(&mut said).expect("text");
        said
    }

    fn command(&self) -> Command {
        let mut command = process::program("CARDSEAL_XTASK", "xtask");
        command
            .args(["serve", "--until-eof", "--data"])
            .arg(self.data())
            .args(["--envelope-keys", self.envelope_keys]);
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
        if self.clock_ahead_millis != 0 {
            command.args(["--clock-ahead", &self.clock_ahead_millis.to_string()]);
        }
        if self.is_limited {
            unlimited_by_signals(&command)
        } else {
            command
        }
    }
}

impl Drop for Vault {
    fn drop(&mut self) {
        // Not in order: a failing test must not wait for a vault that hangs.
        self.kill();
    }
}

/// The same command, and no signal ends it or its children for writing beyond a limit.
fn unlimited_by_signals(command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"])
        .arg(command.get_program())
        .args(command.get_args())
        .current_dir(process::root());
    shell
}

fn kill(process: u32) {
    let process = i32::try_from(process)
        .ok()
        .and_then(Pid::from_raw)
        .expect("a process id");
    // Gone already is as good as killed.
    let _ = kill_process(process, Signal::KILL);
}
