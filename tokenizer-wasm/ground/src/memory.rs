//! Memory, in as little code as can be: one list of what is free, searched from its beginning. A form or a
//! card has some dozens of small texts at a time.

use talc::base::binning::Binning;
use talc::cell::TalcSyncCell;
use talc::wasm::WasmGrowAndClaim;

#[global_allocator]
static ALLOCATOR: TalcSyncCell<WasmGrowAndClaim, OneList> =
    TalcSyncCell::new_wasm(WasmGrowAndClaim);

struct OneList;

impl Binning for OneList {
    type AvailabilityBitField = u32;

    const BIN_COUNT: u32 = 1;

    fn size_to_bin(_: usize) -> u32 {
        0
    }
}
