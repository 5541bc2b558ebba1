//! How worker and object speak: one JSON value each way, a reply or a problem.

use payments::Problem;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::{Request, Response};

/// What comes back.
#[derive(Serialize, Deserialize)]
pub(super) enum Wire<T> {
    Reply(T),
    Problem(Problem),
}

/// Reads what the worker asks; `None` where it is from another release.
pub(super) async fn read<T: DeserializeOwned>(request: &mut Request) -> Option<T> {
    let body = request.bytes().await.ok()?;
    serde_json::from_slice(&body).ok()
}

/// Writes what it gets.
pub(super) fn answer<T: Serialize>(result: Result<T, Problem>) -> worker::Result<Response> {
    let wire = match result {
        Ok(reply) => Wire::Reply(reply),
        Err(problem) => Wire::Problem(problem),
    };
    Response::from_bytes(serde_json::to_vec(&wire)?)
}
