//! The acquirer simulator as other programs meet it: a process, spoken to over HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, also in the functions its tests share"
)]

mod books;
mod cards;
mod durability;
mod follow_up_time_outs;
mod messages;
mod process;
mod refusals;
mod reversals;
mod signing;
mod time_outs;
