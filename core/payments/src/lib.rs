//! The merchant's money: commands in, replies out.
//!
//! One merchant's tokens, authorizations, operations and kept answers live in one SQLite database, and
//! everything that must be true of them together changes in one transaction. [`handle`] is that
//! transaction's body: a synchronous function of the database, the time and one command. Whoever calls
//! it runs it inside a transaction and rolls back on `Err`; so a [`Problem`] always means that nothing
//! changed.
//!
//! ```text
//! tokenize:   IssueToken                        one commit
//! authorize:  Prepare (reads) → Begin → Finish  two commits, with the acquirer's answer in between
//! follow up:  Prepare → FollowUp → Finish        the same for a capture, a void or a refund
//! hold:       Prepare → Begin                    waits for the shopper; Confirm → Finish goes on
//! recover:    Tick → Recovered                  what a crash or a silent acquirer left in doubt
//! ```
//!
//! Nothing here reads a clock, draws a random number or touches a network: moments and fresh ids come
//! with the command, and what the acquirer said comes as a [`Finding`](acquirer::Finding).

pub mod acquirer;
mod answer;
pub mod api;
mod api_key;
mod authorization;
mod base64_bytes;
mod begin;
pub mod bin_ranges;
pub mod command;
mod connector;
mod event;
mod finish;
mod follow_up;
pub mod guard;
mod handle;
mod lapse;
mod list;
pub mod machine;
mod operation;
mod patience;
mod prepare;
pub mod problem;
pub mod projection;
mod publish;
mod recover;
mod room;
mod schema;
mod settings;
pub mod sql;
pub mod terms;
mod timing;
mod token;
pub mod view;
mod words;

pub use command::{Reply, Request};
pub use handle::handle;
pub use problem::{Code, Problem};
pub use schema::install;
pub use sql::Sql;
pub use timing::{ACQUIRER_DEADLINE, NEXT_BATCH};
