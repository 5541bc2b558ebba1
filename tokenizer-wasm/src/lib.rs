//! The browser's half of Cardseal.
//!
//! In the vault's frame it is the whole program: [`start`] draws the form on the page, fetches and
//! verifies the vault's signed keys, seals the card in linear memory and posts it. The merchant's
//! page hears of it over one private port and never of a card value.
//!
//! ```text
//! frame ──ready──▶ page          (window message, exact origin)
//! frame ◀─connect─ page          (the first one, from the parent, with one port)
//! frame ◀─options─ page          (the port alone from here on, JSON text)
//! frame ──token──▶ page
//! ```
//!
//! It travels to every shopper, so it is kept small: no `format!`, no `serde`, no closures, no futures, a
//! small allocator. Rules about cards, envelopes and the form live in `card`, `envelope` and `form`; here
//! they are only connected to the page.

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

mod frame;
mod host;
mod keys;
mod language;
mod page;
mod port;
mod ranges;
mod sender;
mod session;
mod view;

pub use frame::{Frame, start};
pub use host::{Alarm, Question};
