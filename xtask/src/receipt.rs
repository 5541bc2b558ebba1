//! A receipt, printed only when the shop's answer and the acquirer's ledger tell the same.

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Compares an authorization, as the shop was told it, with the ledger's entries.
pub(crate) fn compare(authorization: &Value, ledger: &Value) -> Result<String> {
    let id = text(authorization, "id")?;
    let entries = ledger
        .get("entries")
        .and_then(Value::as_array)
        .context("the ledger has no entries")?;
    let ours: Vec<&Value> = entries
        .iter()
        .filter(|entry| entry.get("authorization_id") == Some(&id.into()))
        .collect();
    let [entry] = ours.as_slice() else {
        bail!("the ledger has {} entries of {id}, not one", ours.len());
    };
    let last4 = authorization.pointer("/card/last4").unwrap_or(&Value::Null);
    let pairs = [
        ("status", authorization.get("status"), entry.get("result")),
        ("kind", Some(&Value::from("authorize")), entry.get("kind")),
        ("amount", authorization.get("amount"), entry.get("amount")),
        (
            "currency",
            authorization.get("currency"),
            entry.get("currency"),
        ),
        (
            "reference",
            authorization.get("reference"),
            entry.get("reference"),
        ),
        ("last4", Some(last4), entry.get("last4")),
    ];
    for (what, told, done) in pairs {
        if told.is_none_or(Value::is_null) || told != done {
            bail!("{what}: the shop was told {told:?}, the ledger says {done:?}");
        }
    }
    if text(authorization, "status")? != "approved" {
        bail!(
            "the purchase was not approved: {}",
            text(authorization, "status")?
        );
    }
    Ok(format!(
        "authorization  {id}\n\
         reference      {}\n\
         amount         {} {} (minor units)\n\
         card           {} ending {}\n\
         status         {}\n\
         ledger         agrees: entry {}, operation {}\n",
        text(authorization, "reference")?,
        authorization.get("amount").unwrap_or(&Value::Null),
        text(authorization, "currency")?,
        authorization
            .pointer("/card/brand")
            .and_then(Value::as_str)
            .unwrap_or("card"),
        last4.as_str().unwrap_or("?"),
        text(authorization, "status")?,
        entry.get("seq").unwrap_or(&Value::Null),
        text(entry, "operation_id")?,
    ))
}

fn text<'a>(value: &'a Value, name: &str) -> Result<&'a str> {
    value
        .get(name)
        .and_then(Value::as_str)
        .with_context(|| format!("{name} is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn authorization() -> Value {
        json!({ "id": "auth_test_00a", "status": "approved", "amount": 1200, "currency": "JPY",
            "reference": "order-1", "card": { "brand": "visa", "last4": "4242" } })
    }

    fn entry() -> Value {
        json!({ "seq": 7, "operation_id": "op_test_00b", "authorization_id": "auth_test_00a",
            "reference": "order-1", "kind": "authorize", "amount": 1200, "currency": "JPY",
            "last4": "4242", "result": "approved", "at": "2026-12-01T00:00:00.000Z" })
    }

    #[test]
    fn an_agreeing_ledger_gives_a_receipt() {
        let other = json!({ "authorization_id": "auth_test_00z" });
        let ledger = json!({ "entries": [other, entry()] });
        assert!(
            compare(&authorization(), &ledger)
                .unwrap()
                .contains("entry 7")
        );
    }

    #[test]
    fn a_ledger_that_differs_in_any_member_is_refused() {
        let mut changed = 0;
        for (name, value) in [
            ("authorization_id", json!("auth_test_00c")),
            ("amount", json!(1201)),
            ("currency", json!("USD")),
            ("last4", json!("4241")),
            ("result", json!("declined")),
            ("kind", json!("reversal")),
            ("reference", json!("order-2")),
        ] {
            let mut entry = entry();
            entry[name] = value;
            assert!(
                compare(&authorization(), &json!({ "entries": [entry] })).is_err(),
                "{name}"
            );
            changed += 1;
        }
        assert_eq!(changed, 7);
    }

    #[test]
    fn an_authorization_done_twice_or_never_is_refused() {
        assert!(compare(&authorization(), &json!({ "entries": [entry(), entry()] })).is_err());
        assert!(compare(&authorization(), &json!({ "entries": [] })).is_err());
        assert!(compare(&authorization(), &Value::Null).is_err());
    }
}
