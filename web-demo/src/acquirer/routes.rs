//! The acquirer's routes.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::QueryRejection;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::Acquirer;
use super::inquiry;
use super::ledger;
use super::message::Message;
use super::processing::{self, Processed};
use super::signature::Signed;
use crate::durable::StoreFailed;
use crate::server::HangUp;

const MOST_BODY_BYTES: usize = 16 * 1024;
const MOST_HOLD_MS: u64 = 60_000;

/// A late answer comes clearly after the answer that set it free.
const LATE_BY: Duration = Duration::from_millis(50);

/// Why a request was not acted on. The answer never repeats anything that was sent.
pub(super) enum Refusal {
    Unsigned,
    TooLarge,
    Malformed,
    Unavailable,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code) = match self {
            Self::Unsigned => (StatusCode::UNAUTHORIZED, "invalid_signature"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed_request"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        };
        (status, Json(json!({ "code": code }))).into_response()
    }
}

impl From<StoreFailed> for Refusal {
    fn from(_: StoreFailed) -> Self {
        Self::Unavailable
    }
}

/// Marks an answer after which the requests held for this operation are answered too.
#[derive(Clone)]
struct Releases(String);

pub(super) fn router(acquirer: Acquirer) -> Router {
    let acquirer = Arc::new(acquirer);
    let operations = Router::new()
        .route("/v1/operations", post(operate))
        .route("/v1/operations/{operation_id}", get(inquire));
    Router::new()
        .nest("/hold/{ms}", operations.clone().layer(from_fn(hold)))
        .merge(operations)
        // Outside `hold`: a held answer sets others free when it leaves.
        .layer(from_fn_with_state(acquirer.clone(), release))
        .route("/ledger", get(entries))
        .route(
            "/healthz",
            get(|| async { Json(json!({ "status": "ok" })) }),
        )
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
        .with_state(acquirer)
}

async fn operate(
    State(acquirer): State<Arc<Acquirer>>,
    Signed(body): Signed,
) -> Result<Response, Refusal> {
    let request = Message::parse(&body).ok_or(Refusal::Malformed)?;
    let operation_id = request.operation_id.clone();
    let mut held = acquirer.held.join(&operation_id);
    let processed = acquirer
        .store
        .transact(move |connection| processing::process(connection, &request))
        .await?;
    if let Processed::Answered { answer, releases } = processed {
        return Ok(releasing(Json(answer).into_response(), releases));
    }
    if !held.wait(acquirer.no_answer).await {
        return Ok(HangUp.into_response());
    }
    let answer = acquirer
        .store
        .transact(move |connection| inquiry::answer(connection, &operation_id))
        .await?;
    Ok(answer.map_or_else(
        || HangUp.into_response(),
        |answer| Json(answer).into_response(),
    ))
}

#[derive(Deserialize)]
struct Inquiry {
    operation_id: String,
}

async fn inquire(
    State(acquirer): State<Arc<Acquirer>>,
    Path(Inquiry { operation_id }): Path<Inquiry>,
    Signed(_): Signed,
) -> Result<Response, Refusal> {
    let id = operation_id.clone();
    let found = acquirer
        .store
        .transact(move |connection| inquiry::inquire(connection, &id))
        .await?;
    Ok(match found {
        Some((answer, release)) => releasing(
            Json(answer).into_response(),
            release.then_some(operation_id),
        ),
        None => (
            StatusCode::NOT_FOUND,
            Json(json!({ "result": "not_found" })),
        )
            .into_response(),
    })
}

#[derive(Deserialize)]
struct After {
    #[serde(default)]
    since: i64,
}

async fn entries(
    State(acquirer): State<Arc<Acquirer>>,
    after: Result<Query<After>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(After { since }) = after.map_err(|_| Refusal::Malformed)?;
    let entries = acquirer
        .store
        .transact(move |connection| ledger::entries_after(connection, since))
        .await?;
    Ok(Json(json!({ "entries": entries })).into_response())
}

#[derive(Deserialize)]
struct Prefix {
    ms: u64,
}

/// Delays the answer, not the deed: what was asked is in the ledger before the wait begins.
async fn hold(Path(Prefix { ms }): Path<Prefix>, request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    tokio::time::sleep(Duration::from_millis(ms.min(MOST_HOLD_MS))).await;
    answer
}

fn releasing(mut answer: Response, operation_id: Option<String>) -> Response {
    if let Some(operation_id) = operation_id {
        answer.extensions_mut().insert(Releases(operation_id));
    }
    answer
}

async fn release(State(acquirer): State<Arc<Acquirer>>, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    if let Some(Releases(operation_id)) = answer.extensions_mut().remove() {
        tokio::spawn(async move {
            tokio::time::sleep(LATE_BY).await;
            acquirer.held.release(&operation_id);
        });
    }
    answer
}
