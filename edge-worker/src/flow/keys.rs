//! The signed key set: `GET /.well-known/cardseal-keys`.

use crate::crypto::sign;
use crate::http::answer::Answer;
use crate::http::call::Call;
use access::Timestamp;
use access::time::HOUR;
use envelope::key_set::MAX_KEY_SET_SECONDS;
use payments::{Code, Problem};
use std::cell::RefCell;

/// A set is signed anew when less than this is left of it, so that nobody is handed one about to end.
const SPARE: i64 = 12 * HOUR;

struct Signed {
    origin: String,
    until: Timestamp,
    text: String,
}

thread_local! {
    static SIGNED: RefCell<Vec<Signed>> = const { RefCell::new(Vec::new()) };
}

/// The set for the origin that was called; signed at most twice a day and isolate.
pub(crate) async fn key_set(call: &Call) -> Result<Answer, Problem> {
    let issuer = call.issuer().ok_or(Code::NotFound)?;
    let fresh =
        |signed: &&Signed| signed.origin == issuer.origin && call.now.plus(SPARE) < signed.until;
    let known = SIGNED.with_borrow(|all| all.iter().find(fresh).map(|signed| signed.text.clone()));
    if let Some(text) = known {
        return Ok(Answer::signed(text));
    }
    let text = sign::key_set(&call.keyring, issuer, call.now).await?;
    let life = i64::try_from(MAX_KEY_SET_SECONDS).unwrap_or(0);
    let until = Timestamp::from_secs(call.now.secs().saturating_add(life));
    SIGNED.with_borrow_mut(|all| {
        all.retain(|signed| signed.origin != issuer.origin);
        all.push(Signed {
            origin: issuer.origin.clone(),
            until,
            text: text.clone(),
        });
    });
    Ok(Answer::signed(text))
}
