//! JSON (RFC 8259) with nothing left to interpretation.
//!
//! Two readers that disagree about one text are a hole: a gateway that keeps the first of two
//! equal members and a vault that keeps the last can be made to check one value and use another.
//! This reader therefore refuses what RFC 8259 merely discourages: members that are equal after
//! unescaping, a byte order mark, unpaired surrogates, and anything after the value. What it
//! accepts has one meaning, and is always valid JSON; insignificant white space is allowed.
//!
//! It is small because it travels in the browser's wasm: no `serde`, no formatting, no floating
//! point, no panics. Strings are wiped when dropped, since some of them are card numbers, and
//! [`Value`] has no `Debug`, `Display` or `Clone` for the same reason.
//!
//! ```
//! let value = strict_json::parse(br#"{"amount":1200,"currency":"JPY"}"#, 1).map_err(|_| "refused")?;
//! let mut order = value.into_object().ok_or("not an object")?;
//! assert_eq!(order.take("amount").and_then(|v| v.as_integer()), Some(1200));
//! assert!(order.take("currency").is_some());
//! assert!(order.is_empty(), "every member is known");
//! # Ok::<(), &str>(())
//! ```

#![no_std]

extern crate alloc;

mod cursor;
mod number;
mod parse;
mod string;
mod value;
mod write;

pub use parse::{Error, MAX_MEMBERS, parse};
pub use value::{Object, Value};
pub use write::write_string;
