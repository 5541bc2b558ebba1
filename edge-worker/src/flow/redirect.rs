//! The card page by itself: `GET /v1/pay/{session}`. The shopper comes from the merchant, types the card on a
//! page of the vault, and is sent back with the token.

use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::card_page;
use access::SessionKind;

/// `GET /v1/pay/{session}`: a redirect session, which the merchant's server has opened.
pub(crate) fn show(call: &Call, signed: &str) -> Answer {
    let Some((_, session)) = call.verify_session(signed) else {
        return card_page::not_found();
    };
    let return_url = session
        .return_url()
        .filter(|_| session.kind == SessionKind::Redirect && is_visited(call));
    match (call.issuer(), return_url) {
        (Some(issuer), Some(back)) => {
            card_page::by_itself(call, &issuer.origin, signed, &session, &back)
        }
        _ => card_page::not_found(),
    }
}

/// Whether the browser goes to the page, where it says so: this page is shown in no frame and loaded by no
/// script.
fn is_visited(call: &Call) -> bool {
    call.header("Sec-Fetch-Dest")
        .is_none_or(|destination| destination == "document")
}
