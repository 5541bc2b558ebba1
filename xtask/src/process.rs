//! Starting programs so that none outlives xtask.
//!
//! A program is started through this binary's hidden `child` command, which asks the kernel to
//! kill the process when xtask dies (whatever killed xtask), raises the open-file limit, and then
//! becomes the program. There is no process in between.

use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The running xtask binary, for children. Valid while xtask runs, also when cargo has replaced
/// the file meanwhile.
pub(crate) fn this_binary() -> String {
    format!("/proc/{}/exe", std::process::id())
}

/// A command that dies with xtask. Must be spawned by the main thread: the kernel watches the
/// thread that spawned, not the process.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(this_binary());
    command
        .arg("child")
        .arg(std::process::id().to_string())
        .arg(program);
    command
}

/// Runs to the end with the terminal's stderr for both streams, so that stdout stays ours.
pub(crate) fn run(mut command: Command, what: &str) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .stdout(std::io::stderr())
        .status()
        .with_context(|| format!("{what}: cannot start"))?;
    if !status.success() {
        bail!("{what}: {status}");
    }
    Ok(())
}

/// Runs to the end and gives its stdout; its stderr goes to the terminal.
pub(crate) fn output(mut command: Command, what: &str) -> Result<Vec<u8>> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{what}: cannot start"))?;
    if !output.status.success() {
        bail!("{what}: {}", output.status);
    }
    Ok(output.stdout)
}

/// The hidden command: `child PARENT PROGRAM ARGUMENT...`. Returns only when it failed.
pub(crate) fn become_child(mut arguments: impl Iterator<Item = OsString>) -> Result<()> {
    let parent = arguments.next().context("child: no parent given")?;
    let program = arguments.next().context("child: no program given")?;
    die_with(&parent)?;
    raise_open_files();
    let error = Command::new(&program).args(arguments).exec();
    bail!("{}: {error}", program.display());
}

fn die_with(parent: &OsStr) -> Result<()> {
    use rustix::process::{Signal, getppid, set_parent_process_death_signal};
    set_parent_process_death_signal(Some(Signal::KILL))?;
    // The parent may have died before the line above; then nobody would tell us.
    let alive = getppid().is_some_and(|pid| pid.to_string().as_str() == parent);
    if !alive {
        bail!("child: xtask has ended");
    }
    Ok(())
}

/// A thousand connections need more than the usual soft limit of 1,024 descriptors.
fn raise_open_files() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // Best effort: what needs the descriptors says so itself when they run out.
    let _ = setrlimit(Resource::Nofile, limit);
}
