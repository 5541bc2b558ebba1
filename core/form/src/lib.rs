//! The card form without a page: which wishes of a merchant it takes, what it says in each
//! language, what a field's text is judged to be, when it may be rewritten, and the messages of the merchant's
//! page.
//!
//! The shell (`tokenizer-wasm`) puts what these rules say on the screen. Nothing here can hold a
//! card longer than a call.
//!
//! It travels in the browser's wasm: no `format!`, no panics, no floating-point parsing.
#![no_std]

extern crate alloc;

mod appearance;
mod attempts;
mod color;
mod field;
pub mod filling;
pub mod given;
mod line;
mod locale;
mod message;
mod options;
mod outcome;
pub mod renewal;
mod standing;
mod text;
mod texts;
mod words;

pub use appearance::{Appearance, THEMES};
pub use attempts::{Attempts, Next};
pub use color::{Color, READABLE, VISIBLE};
pub use field::{Fault, Field, judge_code, judge_expiry, judge_name, judge_number};
pub use locale::Locale;
pub use message::{FromPage, MAX_MESSAGE};
pub use options::Options;
pub use outcome::{Outcome, Reply, is_final};
pub use standing::Standing;
pub use text::Text;
pub use texts::is_language;
pub use words::Words;
