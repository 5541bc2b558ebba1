//! A request that the shop will not or cannot do, by a code that its pages know.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::purchaser::Faults;
use super::texts::Texts;
use crate::durable::StoreFailed;

/// Why not.
#[derive(Debug)]
pub(super) struct Refused {
    status: StatusCode,
    body: Value,
}

impl Refused {
    pub(super) fn new(status: StatusCode, code: &str) -> Self {
        Self {
            status,
            body: json!({ "code": code }),
        }
    }

    pub(super) fn malformed() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed_request")
    }

    pub(super) fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable")
    }

    /// Fields that cannot be taken, each with a sentence to show beside it.
    pub(super) fn details(faults: &Faults, texts: &Texts) -> Self {
        let fields: Map<String, Value> = faults
            .iter()
            .map(|(field, fault)| ((*field).to_owned(), fault.text(texts).into()))
            .collect();
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            body: json!({ "code": "invalid_details", "fields": fields }),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}

impl From<StoreFailed> for Refused {
    fn from(_: StoreFailed) -> Self {
        Self::unavailable()
    }
}
