//! What each route does, from the request to the answer. Rules live in core; these files say in which
//! order things happen. Read `authorize` first.

pub(crate) mod admin;
pub(crate) mod authorizations;
pub(crate) mod authorize;
pub(crate) mod confirm;
pub(crate) mod follow_up;
pub(crate) mod frame;
mod instruction;
pub(crate) mod keys;
pub(crate) mod metrics;
pub(crate) mod ranges;
pub(crate) mod recover;
pub(crate) mod redirect;
pub(crate) mod reports;
pub(crate) mod sessions;
mod settle;
pub(crate) mod tokenize;
pub(crate) mod tokens;
