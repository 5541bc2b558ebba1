//! One target fuzzed for a time.

use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::status::{Status, written_to};
use crate::clock::Deadline;
use crate::process::command;

/// Between two lines of progress.
const QUIET: Duration = Duration::from_secs(10);

/// What to fuzz, and how long.
pub(super) struct Campaign<'a> {
    pub(super) name: &'a str,
    pub(super) program: PathBuf,
    /// The longest input, in bytes.
    pub(super) longest: u32,
    pub(super) seconds: u32,
    /// Inputs to begin with. There need not be any.
    pub(super) seeds: PathBuf,
    /// Where the inputs that reached something new are kept, and those that broke the target.
    pub(super) work: PathBuf,
}

/// How it ended.
pub(super) struct Outcome {
    pub(super) status: Status,
    /// The input that broke the target.
    pub(super) found: Option<PathBuf>,
    /// What the fuzzer said of it.
    pub(super) report: String,
}

impl Campaign<'_> {
    /// Runs until the time is over or something is found, and shows how it goes.
    pub(super) fn run(&self) -> Result<Outcome> {
        let (corpus, found) = (self.work.join("corpus"), self.work.join("found"));
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(&found)?;
        eprintln!("xtask: fuzzing {} for {} s", self.name, self.seconds);
        let mut fuzz = command(&self.program);
        fuzz.arg(format!("-max_total_time={}", self.seconds))
            .arg(format!("-max_len={}", self.longest))
            // A reader of a few kilobytes that takes seconds is a finding too.
            .args(["-timeout=5", "-rss_limit_mb=1024"])
            .arg(format!("-artifact_prefix={}/", found.display()))
            .arg(&corpus)
            .args(self.seeds.is_dir().then_some(&self.seeds));
        let mut child = fuzz
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| self.program.display().to_string())?;
        let said = child.stderr.take().context("stderr is piped")?;
        let outcome = self.follow(said)?;
        let ended = child.wait()?;
        // What is written to a file without an end of the run is a slow input, not a wrong one.
        match (ended.success(), &outcome.found) {
            (true, None) | (false, Some(_)) => Ok(outcome),
            _ => bail!("{}: {ended}\n{}", self.name, outcome.report),
        }
    }

    /// Reads what the fuzzer says until it ends; its report comes after the last progress.
    fn follow(&self, said: impl Read) -> Result<Outcome> {
        let (mut status, mut found, mut report) = (Status::default(), None, Vec::new());
        let mut next = Deadline::after(QUIET);
        for line in BufReader::new(said).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            if !status.read(&line) {
                found = found.or_else(|| written_to(&line).map(PathBuf::from));
                report.push(line.into_owned());
                continue;
            }
            report.clear();
            if next.passed() {
                eprintln!("xtask: {}: {status}", self.name);
                next = Deadline::after(QUIET);
            }
        }
        Ok(Outcome {
            status,
            found,
            report: report.join("\n"),
        })
    }
}
