//! The durable objects: where everything that lasts is kept, and how the worker speaks to them.

mod alarm_clock;
mod merchant_vault;
mod registry;
mod sql;
pub(crate) mod stub;
mod transact;
mod wire;

pub(crate) use merchant_vault::MerchantVault;
pub(crate) use registry::{Listing, Registration};
