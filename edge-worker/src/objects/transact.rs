//! All or nothing: `transactionSync` of a durable object's storage, which the SDK does not bind.

use payments::Problem;
use wasm_bindgen::prelude::*;
use worker::Storage;

#[wasm_bindgen]
extern "C" {
    type Synchronous;

    /// Runs the function inside a transaction; rolls back and throws on what it throws.
    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &Synchronous,
        body: &mut dyn FnMut() -> Result<JsValue, JsValue>,
    ) -> Result<JsValue, JsValue>;
}

/// Runs `body` in one transaction: what it wrote stays on `Ok`, and nothing of it on `Err`.
///
/// Nothing else runs meanwhile, since `body` cannot wait for anything. A throw without this does not
/// roll back what `sql.exec` has written before it.
pub(super) fn transact<T>(
    storage: &Storage,
    body: impl FnOnce() -> Result<T, Problem>,
) -> Result<T, Problem> {
    let storage: &Synchronous = storage.as_raw().unchecked_ref();
    let mut body = Some(body);
    let mut result = None;
    let ended = storage.transaction_sync(&mut || {
        result = body.take().map(|body| body());
        match result {
            Some(Ok(_)) => Ok(JsValue::UNDEFINED),
            _ => Err(JsValue::UNDEFINED),
        }
    });
    match (result, ended) {
        (Some(Err(problem)), _) => Err(problem),
        (Some(Ok(value)), Ok(_)) => Ok(value),
        // The platform could not open or close the transaction.
        _ => Err(Problem::overloaded()),
    }
}
