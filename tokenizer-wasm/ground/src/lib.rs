//! What the programs of the browser stand on without a standard library: an allocator, an end, and the
//! browser's random numbers. Whoever links it has all three.

// Checked natively too, where there is nobody to end the program but std.
#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

mod random;

pub use random::{BrowserRng, fill};

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

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
