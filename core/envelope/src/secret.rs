//! Text that must not spread.

use alloc::string::String;

use zeroize::Zeroizing;

/// A piece of card data: wiped when dropped, and without `Debug`, `Display`, `Clone` or `==`, so
/// that it cannot slip into a log or outlive its use.
pub struct SecretString(Zeroizing<String>);

impl SecretString {
    pub(crate) fn new(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    /// The text. Mark each use with `// EXPOSE: why`.
    pub fn expose(&self) -> &str {
        &self.0
    }
}
