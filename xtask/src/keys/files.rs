//! Secret files: readable by their owner alone, never overwritten.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use anyhow::{Context, Result, bail};
use zeroize::Zeroizing;

/// Creates a file with mode 0600. An error if it exists.
pub(super) fn create_private(path: &Path, content: &[u8]) -> Result<()> {
    let aside = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&aside)
        .with_context(|| aside.display().to_string())?;
    file.write_all(content)?;
    file.sync_all()?;
    // A link fails where a rename would replace, and never shows half a file.
    let linked = fs::hard_link(&aside, path);
    fs::remove_file(&aside)?;
    linked.with_context(|| format!("{} exists already", path.display()))
}

/// Reads a file that only its owner may read.
pub(super) fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let metadata = fs::metadata(path).with_context(|| path.display().to_string())?;
    if metadata.mode() & 0o077 != 0 {
        bail!("others may read {}: run chmod 600 on it", path.display());
    }
    Ok(Zeroizing::new(fs::read(path)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_file_is_private_and_is_never_replaced() {
        let path = std::env::temp_dir().join(format!("secret-{}", std::process::id()));
        let _ = fs::remove_file(&path);
        create_private(&path, b"one").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert!(create_private(&path, b"two").is_err());
        assert_eq!(read_private(&path).unwrap().as_slice(), b"one");
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn a_secret_file_others_may_read_is_refused() {
        let path = std::env::temp_dir().join(format!("open-{}", std::process::id()));
        fs::write(&path, b"one").unwrap();
        let open = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o644);
        fs::set_permissions(&path, open).unwrap();
        assert!(read_private(&path).is_err());
        fs::remove_file(&path).unwrap();
    }
}
