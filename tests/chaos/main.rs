//! Thirty kills, and a checker that finds what it must.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod checker;

use tests::chaos;

const KILLS: usize = 30;

#[tokio::test(flavor = "multi_thread")]
async fn thirty_kills_lose_nothing_and_double_nothing() {
    let outcome = chaos::run(KILLS).await;
    println!("{}", outcome.table());
    assert_eq!(outcome.strikes.len(), KILLS);
    assert_eq!(outcome.failure(), None);
}
