//! One request to an acquirer, and its whole answer.

use crate::clock::within;
use futures_util::StreamExt;
use js_sys::Uint8Array;
use worker::{
    AbortController, Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Response,
};

/// No call is open longer than this, whoever still waits for it.
const LONGEST: i64 = 28_000;

/// No answer of an acquirer is longer.
const MAX_ANSWER: usize = 64 * 1024;

/// Status and body.
pub(super) struct Heard {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

/// Sends a request and reads the answer; `None` where there is none. A redirect is not followed: the card
/// goes to the address the operator wrote down, or nowhere.
pub(super) async fn send(
    method: Method,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<&[u8]>,
) -> Option<Heard> {
    let mut init = RequestInit::new();
    init.with_method(method)
        .with_headers(headers.iter().copied().collect::<Headers>())
        .with_redirect(RequestRedirect::Manual)
        .with_body(body.map(|body| Uint8Array::from(body).into()));
    let request = Request::new_with_init(url, &init).ok()?;
    let abort = AbortController::default();
    let signal = abort.signal();
    let _hung_up = HangsUp(Some(abort));
    let heard = within(LONGEST, async {
        let response = Fetch::Request(request)
            .send_with_signal(&signal)
            .await
            .ok()?;
        hear(response).await
    });
    heard.await.flatten()
}

/// Ends the call when dropped, also where nobody waited for it to its end. One that has its answer does not
/// notice.
struct HangsUp(Option<AbortController>);

impl Drop for HangsUp {
    fn drop(&mut self) {
        if let Some(abort) = self.0.take() {
            abort.abort();
        }
    }
}

async fn hear(mut response: Response) -> Option<Heard> {
    let mut body = Vec::new();
    let mut stream = response.stream().ok()?;
    while let Some(chunk) = stream.next().await {
        body.extend(chunk.ok()?);
        if body.len() > MAX_ANSWER {
            return None;
        }
    }
    Some(Heard {
        status: response.status_code(),
        body,
    })
}
