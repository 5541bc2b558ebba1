//! Random numbers of the browser (`crypto.getRandomValues`).

use alloc::string::String;
use core::convert::Infallible;

use envelope::base64url;
use rand_core::{TryCryptoRng, TryRng};

/// The browser's generator. Without one there is nothing safe to do, so a failure ends the program.
pub struct BrowserRng;

impl TryRng for BrowserRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        if getrandom::fill(bytes).is_err() {
            crate::abort();
        }
        Ok(())
    }
}

impl TryCryptoRng for BrowserRng {}

/// A fresh id of an envelope: 128 bits as 22 characters.
pub fn fresh_id() -> String {
    let mut bytes = [0; 16];
    let Ok(()) = BrowserRng.try_fill_bytes(&mut bytes);
    base64url::encode(&bytes)
}
