//! The harness of the whole-system tests.
//!
//! It starts what a user would start (the vault on workerd, the acquirer simulator), speaks to both
//! over HTTP as a merchant, an operator and a shopper's browser would, and compares what clients were
//! told with the acquirer's own ledger, which is the ground truth.
//!
//! ```text
//! World ─┬─ Vault     xtask serve → workerd, on disk, can be killed and started again
//!        └─ Acquirer  web-demo acquirer, with its ledger; outlives every kill of the vault
//! Merchant            one of its own for every test, so that all tests run side by side
//! ```
//!
//! Tests wait for conditions, never for time; every wait has a deadline and says what it waited for.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a harness that cannot go on must fail the test, loudly"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "runs natively, where the clock is there"
)]
#![allow(
    clippy::missing_panics_doc,
    reason = "everything here panics where a test must fail"
)]

pub mod acquirer;
pub mod answer;
pub mod at_rest;
pub mod bench;
pub mod cards;
pub mod chaos;
pub mod eventually;
pub mod hex;
pub mod history;
pub mod http;
pub mod ledger;
pub mod line;
pub mod load;
pub mod memory;
pub mod merchant;
pub mod operator;
pub mod process;
pub mod scan;
pub mod scratch;
pub mod sealer;
pub mod shop;
pub mod signer;
pub mod table;
pub mod together;
pub mod vault;
pub mod wal;
pub mod world;
