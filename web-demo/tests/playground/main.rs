//! The playground's server as browsers meet it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, also in the functions its tests share"
)]

mod pages;
mod process;
mod protection;
