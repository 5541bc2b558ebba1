//! The vault's storage as someone reads it who has the disk: SQLite files, opened from outside.
//!
//! What is done here with keys is written from the design alone, not from the vault's code, so that it
//! checks the one against the other.

use std::path::Path;

mod change;
mod kek_holder;
mod storage;

pub use change::{abandon, credentials, expire_token, put_credentials, swap_sealed};
pub use kek_holder::{KekHolder, secret_of};
pub use storage::{Storage, TokenRow};

fn is_database(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == "sqlite")
}
