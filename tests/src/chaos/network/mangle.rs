//! Answers that a vault must not believe.

use serde_json::{Value, json};

use super::wire::Reply;
use crate::chaos::random::Random;

/// The ways to mangle an answer.
const WAYS: [fn(&mut Reply); 9] = [
    |reply| set(reply, "operation_id", &json!("op_of_another")),
    |reply| set(reply, "kind", &json!("verify")),
    |reply| set(reply, "currency", &json!("XTS")),
    |reply| set(reply, "result", &json!("maybe")),
    |reply| change_amount(reply),
    |reply| reply.body.truncate(reply.body.len() / 2),
    |reply| reply.body.push(b'}'),
    |reply| reply.body.clear(),
    |reply| reply.status = 502,
];

/// The answer in one of these ways.
pub(super) fn mangle(mut reply: Reply, random: &Random) -> Reply {
    random.pick(&WAYS)(&mut reply);
    reply
}

fn set(reply: &mut Reply, member: &str, value: &Value) {
    change(reply, |answer| answer[member] = value.clone());
}

fn change_amount(reply: &mut Reply) {
    change(reply, |answer| {
        answer["amount"] = (answer["amount"].as_i64().unwrap_or_default() + 1).into();
    });
}

/// Only what speaks of an operation: a "not found" with another word in it is still a "not found".
fn change(reply: &mut Reply, how: impl FnOnce(&mut Value)) {
    match serde_json::from_slice::<Value>(&reply.body) {
        Ok(mut answer) if answer["operation_id"].is_string() => {
            how(&mut answer);
            reply.body = answer.to_string().into_bytes();
        }
        _ => reply.status = 502,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_gives_an_answer_that_differs_from_the_true_one() {
        let bodies = [
            r#"{"amount":5,"currency":"JPY","kind":"refund","operation_id":"op","result":"approved"}"#,
            r#"{"result":"not_found"}"#,
        ];
        for body in bodies {
            for (number, way) in WAYS.into_iter().enumerate() {
                let mut reply = Reply {
                    status: 200,
                    body: body.as_bytes().to_vec(),
                };
                way(&mut reply);
                let same = reply.status == 200 && reply.body == body.as_bytes();
                assert!(!same, "{number}: {body}");
            }
        }
    }
}
