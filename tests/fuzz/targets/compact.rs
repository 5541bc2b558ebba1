//! Compact JOSE texts from parts in the clear: mutating base64url would seldom reach what is inside.

use envelope::base64url;

/// Texts joined by `~`, of parts joined by `.`, from the decoded parts, one a line.
pub(crate) fn from_lines(clear: &[u8]) -> Vec<u8> {
    let texts = clear.split(|byte| *byte == b'~').map(|text| {
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        let parts = text.split(|byte| *byte == b'\n').map(base64url::encode);
        parts.collect::<Vec<_>>().join(".")
    });
    texts.collect::<Vec<_>>().join("~").into_bytes()
}
