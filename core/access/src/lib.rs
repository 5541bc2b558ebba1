//! Who is asking, and for what.
//!
//! Everything a caller may present to the vault is text that can be checked without looking anything
//! up: a merchant id carries a keyed check, a session is a signed statement, a secret key carries a
//! check against typing errors. So a made-up credential never touches an object, and an object that
//! was never asked for never becomes a file.
//!
//! Nothing here reads a clock or draws a random number: both are arguments.

mod base64url;
pub mod id;
mod keyed;
pub mod merchant_id;
pub mod origin;
pub mod publishable_key;
pub mod return_url;
pub mod secret_key;
pub mod session;
pub mod time;
pub mod token;

pub use card::Mode;
pub use id::{AuthorizationId, EventId, OperationId, TokenId};
pub use keyed::Key;
pub use merchant_id::Mid;
pub use origin::Origin;
pub use publishable_key::PublishableKey;
pub use return_url::ReturnUrl;
pub use secret_key::{KeyHash, SecretKey};
pub use session::{Session, SessionKind};
pub use time::Timestamp;
pub use token::{Token, TokenSecret};
