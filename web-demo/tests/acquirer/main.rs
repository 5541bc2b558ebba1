//! The acquirer simulator as other programs meet it: a process, spoken to over HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, also in the functions its tests share"
)]

mod cards;
mod durability;
mod process;
mod signing;
mod time_outs;
