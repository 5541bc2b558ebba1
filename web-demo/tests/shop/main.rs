//! The demo shop as its shoppers meet it, in front of a vault that the test plays.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, also in the functions its tests share"
)]

mod carts;
mod details;
mod doubles;
mod languages;
mod orders;
mod pages;
mod process;
mod restarts;
mod shopper;
mod vault;
