//! The demo shop as its shoppers meet it, in front of a vault that the test plays.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, also in the functions its tests share"
)]

mod orders;
mod pages;
mod process;
mod vault;
