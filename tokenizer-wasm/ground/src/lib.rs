//! What the programs of the browser stand on without a standard library: an allocator, an end, and the
//! browser's random numbers. Whoever links it has all three.

// Checked natively too, where there is nobody to end the program but std.
#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

#[cfg(target_arch = "wasm32")]
mod memory;
mod random;

pub use random::{BrowserRng, fill};

/// The end of the program: a message would cost a tenth of its size, and could carry a value.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    abort()
}

#[cfg(target_arch = "wasm32")]
use core::arch::wasm32::unreachable as abort;
#[cfg(not(target_arch = "wasm32"))]
use std::process::abort;
