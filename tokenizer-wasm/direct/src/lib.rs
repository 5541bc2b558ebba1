//! The program of direct entry: it seals a card that was typed into the merchant's own page.
//!
//! It asks nobody. The script beside it (`tokenizer-wasm/npm/direct`) asks for the next [`Step`], does what
//! that says (a request, a wait), and tells how it went. So all decisions are made here, by the rules of
//! `form`, `card` and `envelope` that also make them in the vault's frame.
//!
//! ```text
//! Keys          the signed key set, verified against the pin in the publishable key
//! Tokenization  one card on its way to a token
//! Renewals      a session that is kept alive meanwhile
//! Inputs        the page's own inputs for number and expiry, written into while they are typed into
//! Typing        the same for a page that writes into them itself
//! ```

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

mod inputs;
mod keys;
mod renewals;
mod tokenization;
mod typed_card;
mod typing;

pub use inputs::{Inputs, quiet};
pub use keys::{Keys, Progress};
pub use renewals::{Renewals, session_id};
pub use tokenization::{Step, Tokenization, wipe};
pub use typing::{Typing, brand, check};
