//! Remembering from what an output was made, so that a step without news is skipped.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use sha2::{Digest as _, Sha256};

/// The inputs of one step, hashed in order.
pub(super) struct Stamp(Sha256);

impl Stamp {
    /// Starts with what the step is; change the words when the step itself changes.
    pub(super) fn of(step: &str) -> Self {
        Self(Sha256::new()).text(step)
    }

    /// Adds a text.
    pub(super) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    /// Adds the content of a file.
    pub(super) fn file(self, path: &Path) -> Result<Self> {
        let content = fs::read(path).with_context(|| path.display().to_string())?;
        Ok(self.bytes(&content))
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        // The length first, so that two inputs cannot run into each other.
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    /// The inputs as one short text.
    pub(super) fn seal(self) -> String {
        Base64UrlUnpadded::encode_string(&self.0.finalize())
    }
}

/// Runs `make` unless `directory` was made from these inputs; remembers them only when it worked.
pub(super) fn unless_made(
    directory: &Path,
    inputs: &str,
    make: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let file: PathBuf = directory.join(".made-from");
    if fs::read_to_string(&file).is_ok_and(|before| before == inputs) {
        return Ok(());
    }
    // Forgotten first: a failure half way must not look finished.
    let _ = fs::remove_file(&file);
    make()?;
    fs::write(&file, inputs).with_context(|| file.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_runs_again_only_when_its_inputs_differ_or_it_failed() {
        let directory = std::env::temp_dir().join(format!("stamp-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let mut runs = 0;
        let mut step = |inputs: &str, works: bool| {
            let _ = unless_made(&directory, inputs, || {
                runs += 1;
                if works { Ok(()) } else { anyhow::bail!("no") }
            });
            runs
        };
        assert_eq!(step("a", true), 1);
        assert_eq!(step("a", true), 1);
        assert_eq!(step("b", false), 2);
        assert_eq!(step("b", true), 3);
        assert_eq!(step("b", true), 3);
        fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn inputs_cut_at_another_place_are_other_inputs() {
        let one = Stamp::of("s").text("ab").text("c").seal();
        let other = Stamp::of("s").text("a").text("bc").seal();
        assert_ne!(one, other);
    }
}
