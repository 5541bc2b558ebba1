//! The messages a vault sends: each authorization is in yen and named after its operation.

use serde_json::{Value, json};

pub(crate) fn authorize(operation_id: &str, pan: &str, amount: i64) -> Value {
    json!({
        "operation_id": operation_id, "authorization_id": format!("auth_of_{operation_id}"), "kind": "authorize",
        "amount": amount, "currency": "JPY", "capture": "automatic", "reference": "order-1",
        "card": {"pan": pan, "exp": "2030-12", "cvc": "739", "name": "TARO YAMADA"},
    })
}

/// An authorization that is captured later.
pub(crate) fn hold(operation_id: &str, pan: &str, amount: i64) -> Value {
    let mut body = authorize(operation_id, pan, amount);
    body["capture"] = json!("manual");
    body
}

pub(crate) fn verify(operation_id: &str, pan: &str) -> Value {
    let mut body = authorize(operation_id, pan, 0);
    body["kind"] = json!("verify");
    body.as_object_mut().unwrap().remove("capture");
    body
}

/// A capture, void or refund of the authorization that `original` asked for.
pub(crate) fn follow_up(kind: &str, operation_id: &str, original: &str, amount: i64) -> Value {
    json!({
        "operation_id": operation_id, "authorization_id": format!("auth_of_{original}"), "kind": kind,
        "original_operation_id": original, "amount": amount, "currency": "JPY", "reference": "order-1",
    })
}

pub(crate) fn reversal(operation_id: &str, original: &str, amount: i64) -> Value {
    follow_up("reversal", operation_id, original, amount)
}

/// The reversal of a message: of the same authorization and amount.
pub(crate) fn reversal_of(message: &Value, operation_id: &str) -> Value {
    let mut body = reversal(operation_id, "", 0);
    body["original_operation_id"] = message["operation_id"].clone();
    for member in ["authorization_id", "amount", "reference"] {
        body[member] = message[member].clone();
    }
    body
}
