//! Where the numbers come from.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The machine and the versions of what ran on it.
pub struct Machine {
    /// What a reader must know, as name and value.
    pub facts: Vec<(&'static str, String)>,
}

impl Machine {
    /// Looks around.
    pub(super) fn look(workerd: &Path, data: &Path) -> Self {
        let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpu.lines().find_map(|line| {
            Some(
                line.strip_prefix("model name")?
                    .split_once(": ")?
                    .1
                    .to_owned(),
            )
        });
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let memory = memory.lines().find_map(|line| {
            line.strip_prefix("MemTotal:")?
                .split_whitespace()
                .next()?
                .parse()
                .ok()
        });
        let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let facts = vec![
            ("processor", model.unwrap_or_else(|| "unknown".to_owned())),
            ("cores", cores.to_string()),
            (
                "memory",
                format!("{} GiB", memory.unwrap_or(0_u64) / 1024 / 1024),
            ),
            ("kernel", kernel.trim().to_owned()),
            (
                "file system of the data",
                first_line(Command::new("stat").args(["-f", "-c", "%T"]).arg(data)),
            ),
            (
                "workerd",
                first_line(Command::new(workerd).arg("--version")),
            ),
            ("rustc", first_line(Command::new("rustc").arg("--version"))),
            (
                "commit",
                first_line(Command::new("git").args(["describe", "--always", "--dirty"])),
            ),
            (
                "load average at the end",
                load.split(' ').take(3).collect::<Vec<_>>().join(" "),
            ),
        ];
        Self { facts }
    }

    /// As rows of a table.
    pub(super) fn rows(&self) -> Vec<Vec<String>> {
        let row = |(name, value): &(&str, String)| vec![(*name).to_owned(), value.clone()];
        self.facts.iter().map(row).collect()
    }
}

fn first_line(command: &mut Command) -> String {
    let output = command
        .output()
        .map(|output| output.stdout)
        .unwrap_or_default();
    String::from_utf8_lossy(&output)
        .lines()
        .next()
        .unwrap_or("unknown")
        .to_owned()
}
