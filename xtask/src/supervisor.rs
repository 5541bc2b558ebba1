//! Long-running children: started in process groups of their own, watched, and ended together.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::clock::Deadline;

/// How long a child may take to end by itself before it is killed.
const GRACE: Duration = Duration::from_secs(3);
const TICK: Duration = Duration::from_millis(50);

/// Why the waiting ended.
pub(crate) enum End {
    /// Ctrl-C, SIGTERM, SIGHUP, or the end of stdin where that was asked for.
    Asked,
    /// A child ended by itself; its name and how.
    Child(String),
}

struct Member {
    name: &'static str,
    child: Child,
}

/// The children of one command. Dropping it ends them all.
pub(crate) struct Supervisor {
    members: Vec<Member>,
    asked: Receiver<()>,
}

impl Supervisor {
    /// Takes over Ctrl-C and its kin. With `until_eof` the end of stdin asks as well.
    pub(crate) fn new(until_eof: bool) -> Result<Self> {
        let (ask, asked) = channel();
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("signals")?;
        let by_signal = ask.clone();
        thread::spawn(move || {
            for _ in signals.forever() {
                if by_signal.send(()).is_err() {
                    return;
                }
            }
        });
        if until_eof {
            thread::spawn(move || {
                let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
                let _ = ask.send(());
            });
        }
        Ok(Self {
            members: Vec::new(),
            asked,
        })
    }

    /// Starts a child with both output streams appended to `log`. Returns its process id.
    pub(crate) fn start(
        &mut self,
        name: &'static str,
        mut command: Command,
        log: &Path,
    ) -> Result<u32> {
        let log = append(log)?;
        let child = command
            // A group of its own: the terminal's Ctrl-C reaches us alone, and we end it in order.
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("{name}: cannot start"))?;
        let pid = child.id();
        self.members.push(Member { name, child });
        Ok(pid)
    }

    /// Waits until `ready` says so, a child ends, someone asks to stop, or the time is over.
    pub(crate) fn until<T>(
        &mut self,
        what: &str,
        limit: Duration,
        mut ready: impl FnMut() -> Option<T>,
    ) -> Result<T> {
        let deadline = Deadline::after(limit);
        loop {
            if let Some(value) = ready() {
                return Ok(value);
            }
            match self.tick()? {
                Some(End::Child(how)) => bail!("{how} before {what}"),
                Some(End::Asked) => bail!("stopped before {what}"),
                None if deadline.passed() => {
                    bail!("no {what} within {} s", limit.as_secs());
                }
                None => {}
            }
        }
    }

    /// Waits until someone asks to stop or a child ends.
    pub(crate) fn wait(&mut self) -> Result<End> {
        loop {
            if let Some(end) = self.tick()? {
                return Ok(end);
            }
        }
    }

    /// Runs one more program to its end beside the others and gives its stdout.
    pub(crate) fn run(
        &mut self,
        name: &str,
        mut command: Command,
        limit: Duration,
    ) -> Result<String> {
        let mut child = command
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{name}: cannot start"))?;
        let stdout = child.stdout.take().context("stdout")?;
        let reader = thread::spawn(move || {
            BufReader::new(stdout)
                .lines()
                .map_while(Result::ok)
                .fold(String::new(), |all, line| all + &line + "\n")
        });
        let group = Group(child.id());
        let ended = self.until(&format!("the end of {name}"), limit, || {
            child.try_wait().ok().flatten()
        });
        if ended.is_err() {
            group.kill();
            let _ = child.wait();
        }
        let status = ended?;
        let text = reader.join().ok().context("stdout")?;
        if !status.success() {
            bail!("{name}: {status}\n{text}");
        }
        Ok(text)
    }

    fn tick(&mut self) -> Result<Option<End>> {
        match self.asked.recv_timeout(TICK) {
            Ok(()) => return Ok(Some(End::Asked)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => bail!("signals: the watcher ended"),
        }
        for member in &mut self.members {
            if let Some(status) = member.child.try_wait()? {
                return Ok(Some(End::Child(format!(
                    "{} ended ({status})",
                    member.name
                ))));
            }
        }
        Ok(None)
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        let groups: Vec<Group> = self.members.iter().map(|m| Group(m.child.id())).collect();
        for group in &groups {
            group.send(Signal::TERM);
        }
        let deadline = Deadline::after(GRACE);
        for member in &mut self.members {
            while matches!(member.child.try_wait(), Ok(None)) && !deadline.passed() {
                thread::sleep(TICK);
            }
        }
        for group in &groups {
            group.kill();
        }
        for member in &mut self.members {
            let _ = member.child.wait();
        }
    }
}

/// A child's process group, named by the child's id.
struct Group(u32);

impl Group {
    fn send(&self, signal: Signal) {
        if let Some(pid) = i32::try_from(self.0).ok().and_then(Pid::from_raw) {
            // The group may be gone already, which is what we want.
            let _ = kill_process_group(pid, signal);
        }
    }

    fn kill(&self) {
        if let Some(pid) = i32::try_from(self.0).ok().and_then(Pid::from_raw)
            && test_kill_process_group(pid).is_ok()
        {
            self.send(Signal::KILL);
        }
    }
}

fn append(path: &Path) -> Result<File> {
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests;
