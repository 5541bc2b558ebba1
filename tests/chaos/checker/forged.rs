//! Histories to order: an honest one, and the means to forge it.

use serde_json::{Value, json};
use tests::history::{Action, Call, Outcome, Payment, Promise, check};
use tests::ledger::{Entry, Ledger};

/// What clients saw and what the acquirer did.
pub(super) struct History {
    pub(super) payments: Vec<Payment>,
    pub(super) entries: Vec<Entry>,
}

/// The promises that are broken, each once.
pub(super) fn broken(history: &History) -> Vec<Promise> {
    let (_, violations) = check(&history.payments, &history.ledger());
    let mut promises: Vec<Promise> = violations.iter().map(|one| one.promise).collect();
    promises.dedup();
    promises
}

impl History {
    /// Four payments that ended in the four ways: one captured in two parts and partly given back, one
    /// voided, one declined, one reversed.
    pub(super) fn honest() -> Self {
        let mut history = Self {
            payments: Vec::new(),
            entries: Vec::new(),
        };
        history.begin("taken", "approved", 1_000);
        history.follow("taken", Action::Capture(Some(600)), "approved");
        history.follow("taken", Action::Capture(Some(300)), "approved");
        history.follow("taken", Action::Refund(Some(250)), "approved");
        history.begin("voided", "approved", 2_000);
        history.follow("voided", Action::Void, "approved");
        history.begin("declined", "declined", 3_000);
        history.begin("reversed", "reversed", 4_000);
        history
    }

    pub(super) fn ledger(&self) -> Ledger {
        Ledger::new(self.entries.clone())
    }

    pub(super) fn payment(&mut self, reference: &str) -> &mut Payment {
        let mut payments = self.payments.iter_mut();
        payments.find(|one| one.reference == reference).unwrap()
    }

    pub(super) fn last_operations(&mut self, reference: &str) -> &mut Vec<Value> {
        let last = self.payment(reference).finally.as_mut().unwrap();
        last["operations"].as_array_mut().unwrap()
    }

    /// A payment by hand, answered twice: manual capture, one authorizing operation.
    pub(super) fn begin(&mut self, name: &str, end: &str, amount: i64) {
        let id = format!("op-{name}-authorize");
        let mut operations = vec![operation(&id, "authorize", amount, end)];
        if end == "reversed" {
            let undo = format!("op-{name}-reversal");
            operations.push(operation(&undo, "reversal", amount, "approved"));
            self.enter(name, &id, "authorize", amount, None);
            self.enter(name, &undo, "reversal", amount, Some(&id));
        } else {
            self.enter_as(name, &id, "authorize", amount, None, end);
        }
        let authorization = json!({
            "id": format!("auth-{name}"), "status": end, "amount": amount, "capture": "manual",
            "captured": 0, "refunded": 0, "operations": operations,
        });
        // A client heard of the doubt first, where there was one.
        let mut told = authorization.clone();
        if end == "reversed" {
            told["status"] = "pending".into();
            told["operations"] = json!([operation(&id, "authorize", amount, "unknown")]);
        }
        let status = if end == "reversed" { 202 } else { 201 };
        self.payments.push(Payment {
            reference: name.to_owned(),
            token: format!("tok-{name}"),
            finally: Some(authorization),
            ..Payment::default()
        });
        let action = Action::Authorize {
            amount,
            automatic: false,
        };
        for _ in 0..2 {
            self.call(
                name,
                action.clone(),
                Outcome::Ok(status, told.to_string().into()),
            );
        }
    }

    /// A follow-up that came to this end and was told it.
    pub(super) fn follow(&mut self, name: &str, action: Action, end: &str) {
        let kind = action.kind().unwrap();
        let last = self.payment(name).finally.clone().unwrap();
        let amount = match action {
            Action::Capture(Some(amount)) | Action::Refund(Some(amount)) => amount,
            _ => last["amount"].as_i64().unwrap(),
        };
        let id = format!("op-{name}-{kind}-{amount}");
        self.enter_as(name, &id, kind, amount, None, end);
        let last = self.payment(name).finally.as_mut().unwrap();
        let operations = last["operations"].as_array_mut().unwrap();
        operations.push(operation(&id, kind, amount, end));
        if end == "approved" {
            match kind {
                "capture" => {
                    last["captured"] = (last["captured"].as_i64().unwrap() + amount).into();
                }
                "refund" => last["refunded"] = (last["refunded"].as_i64().unwrap() + amount).into(),
                _ => last["status"] = "voided".into(),
            }
        }
        let body = last.to_string().into();
        self.call(name, action, Outcome::Ok(201, body));
    }

    /// One request more, after all others of its payment. The key is that of its action.
    pub(super) fn call(&mut self, name: &str, action: Action, outcome: Outcome) {
        let payment = self.payment(name);
        let invoked = 10 * payment.calls.len() as u64;
        let key = format!("{action:?}");
        let mut before = payment.calls.iter();
        let is_replay =
            before.any(|call| call.key == key && matches!(call.outcome, Outcome::Ok(..)));
        payment.calls.push(Call {
            key,
            action,
            invoked,
            returned: invoked + 5,
            outcome,
            is_replay,
        });
    }

    /// An approved entry.
    pub(super) fn enter(
        &mut self,
        name: &str,
        id: &str,
        kind: &str,
        amount: i64,
        original: Option<&str>,
    ) {
        self.enter_as(name, id, kind, amount, original, "approved");
    }

    pub(super) fn enter_as(
        &mut self,
        name: &str,
        id: &str,
        kind: &str,
        amount: i64,
        original: Option<&str>,
        result: &str,
    ) {
        self.entries.push(Entry {
            seq: self.entries.len() as u64 + 1,
            operation_id: id.to_owned(),
            authorization_id: format!("auth-{name}"),
            reference: name.to_owned(),
            kind: kind.to_owned(),
            amount,
            currency: "JPY".to_owned(),
            last4: "4242".to_owned(),
            result: result.to_owned(),
            at: "2026-12-01T00:00:00.000Z".to_owned(),
            original_operation_id: original.map(str::to_owned),
        });
    }
}

pub(super) fn operation(id: &str, kind: &str, amount: i64, state: &str) -> Value {
    json!({ "id": id, "kind": kind, "amount": amount, "state": state, "at": "2026-12-01T00:00:00.000Z" })
}
