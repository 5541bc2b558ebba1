//! Random numbers of the browser (`crypto.getRandomValues`).

use alloc::string::String;
use core::convert::Infallible;

use envelope::base64url;
use rand_core::{TryCryptoRng, TryRng};

/// The browser's generator, by the way a program has to it: something that fills all of the bytes or does not
/// return.
pub struct BrowserRng(pub fn(&mut [u8]));

/// The way by `getrandom`. Without a generator there is nothing safe to do, so a failure ends the program.
pub fn fill(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        crate::abort();
    }
}

impl BrowserRng {
    /// A fresh id of an envelope: 128 bits as 22 characters.
    pub fn fresh_id(&self) -> String {
        let mut bytes = [0; 16];
        (self.0)(&mut bytes);
        base64url::encode(&bytes)
    }
}

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
        (self.0)(bytes);
        Ok(())
    }
}

impl TryCryptoRng for BrowserRng {}
