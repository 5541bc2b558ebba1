//! Fixed memory for text that must not outlive its use.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// Up to `N` bytes of secret text, wiped when dropped.
///
/// It has no `Debug`, `Display`, `Clone` or comparison. A move may leave the old place unwiped, as
/// with any Rust value, so secrets are built in place and passed by reference.
pub(crate) struct SecretText<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> SecretText<N> {
    pub(crate) const fn empty() -> Self {
        Self {
            bytes: [0; N],
            len: 0,
        }
    }

    /// A copy of `text`, or `None` where it is longer than `N` bytes.
    pub(crate) fn copy_of(text: &str) -> Option<Self> {
        let mut copy = Self::empty();
        for byte in text.bytes() {
            copy.push(byte)?;
        }
        Some(copy)
    }

    /// Appends one byte, or gives `None` where all `N` are taken.
    pub(crate) fn push(&mut self, byte: u8) -> Option<()> {
        *self.bytes.get_mut(self.len)? = byte;
        self.len += 1;
        Some(())
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

impl<const N: usize> Zeroize for SecretText<N> {
    fn zeroize(&mut self) {
        self.bytes.zeroize();
        self.len.zeroize();
    }
}

impl<const N: usize> Drop for SecretText<N> {
    fn drop(&mut self) {
        self.zeroize();
    }
}

impl<const N: usize> ZeroizeOnDrop for SecretText<N> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiping_leaves_no_byte_of_the_text() {
        let mut secret = SecretText::<19>::copy_of("4242424242424242").unwrap();
        assert!(
            secret.bytes.contains(&b'4'),
            "the twin: before wiping it is there"
        );
        secret.zeroize();
        assert_eq!((secret.bytes, secret.len), ([0; 19], 0));
    }

    #[test]
    fn text_longer_than_its_place_is_refused() {
        assert!(SecretText::<4>::copy_of("1234").is_some_and(|text| text.as_str() == "1234"));
        assert!(SecretText::<4>::copy_of("12345").is_none());
    }
}
