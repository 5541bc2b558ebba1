//! What libFuzzer says of its progress.

use std::fmt;

/// How far a fuzzer has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Status {
    /// How many inputs were tried.
    pub(super) executions: u64,
    /// How many edges of the program were reached.
    pub(super) coverage: u64,
}

impl Status {
    /// Takes in a line such as `#1024 NEW cov: 33 ft: 40 corp: 5/5b …`. `false` when it is another
    /// kind of line.
    pub(super) fn read(&mut self, line: &str) -> bool {
        let mut words = line.split_ascii_whitespace();
        let executions = words.next().and_then(|word| word.strip_prefix('#'));
        let Some(executions) = executions.and_then(|number| number.parse().ok()) else {
            return false;
        };
        self.executions = executions;
        let coverage = words.skip_while(|word| *word != "cov:").nth(1);
        if let Some(coverage) = coverage.and_then(|number| number.parse().ok()) {
            self.coverage = coverage;
        }
        true
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            executions,
            coverage,
        } = self;
        write!(f, "{executions} executions, {coverage} edges reached")
    }
}

/// The file that a line says an input was written to.
pub(super) fn written_to(line: &str) -> Option<&str> {
    line.split_once("Test unit written to ")
        .map(|(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_read_and_everything_else_is_not_progress() {
        let mut status = Status::default();
        assert!(status.read("#2\tINITED cov: 40 ft: 41 corp: 1/1b exec/s: 0 rss: 28Mb"));
        assert!(status.read("#1024\tDONE   cov: 33 ft: 40 corp: 5/5b exec/s: 512 rss: 28Mb"));
        assert!(status.read("#2048\tpulse  exec/s: 512"));
        for line in [
            "",
            "#",
            "#x cov: 7",
            "INFO: Seed: 1",
            "###### End of dictionary. ######",
        ] {
            assert!(!status.read(line), "{line}");
        }
        let (executions, coverage) = (2_048, 33);
        assert_eq!(
            status,
            Status {
                executions,
                coverage
            }
        );
    }

    #[test]
    fn the_path_of_what_was_found_is_read() {
        let line = "artifact_prefix='/a b/'; Test unit written to /a b/crash-1f";
        assert_eq!(written_to(line), Some("/a b/crash-1f"));
        assert_eq!(written_to("SUMMARY: libFuzzer: deadly signal"), None);
    }
}
