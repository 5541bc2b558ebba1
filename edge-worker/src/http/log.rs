//! The log: one JSON object a line, made of names and numbers of ours. Nothing a caller sent is in it.

use payments::command::Stuck;
use serde::Serialize;
use worker::console_log;

/// A request that was answered.
pub(super) fn request(id: &str, method: &str, route: &'static str, status: u16, milliseconds: i64) {
    #[derive(Serialize)]
    struct Line<'a> {
        request: &'a str,
        method: &'a str,
        route: &'static str,
        status: u16,
        milliseconds: i64,
    }
    // A method is the caller's text as well.
    let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let method = if known.contains(&method) {
        method
    } else {
        "other"
    };
    write(&Line {
        request: id,
        method,
        route,
        status,
        milliseconds,
    });
}

/// Something that happened by itself.
pub(crate) fn event(event: &'static str) {
    #[derive(Serialize)]
    struct Line {
        event: &'static str,
    }
    write(&Line { event });
}

/// The vault's keys cannot be used, because of this part of them.
pub(crate) fn locked(part: &'static str) {
    #[derive(Serialize)]
    struct Line {
        event: &'static str,
        part: &'static str,
    }
    write(&Line {
        event: "vault_locked",
        part,
    });
}

/// Something sealed does not open as what its row says it is: the row was swapped or damaged, or its KEK is
/// gone. `of` names what it should have been, by ids.
pub(crate) fn sealed_refused(purpose: &str, of: &[&str]) {
    #[derive(Serialize)]
    struct Line<'a> {
        event: &'static str,
        purpose: &'a str,
        of: &'a [&'a str],
    }
    write(&Line {
        event: "sealed_refused",
        purpose,
        of,
    });
}

/// An operation could not be settled, and a person must ask its acquirer.
pub(crate) fn operation_stuck(stuck: &Stuck) {
    #[derive(Serialize)]
    struct Line<'a> {
        event: &'static str,
        of: [&'a str; 3],
    }
    write(&Line {
        event: "operation_stuck",
        of: [
            &stuck.merchant,
            stuck.authorization.as_str(),
            stuck.operation.as_str(),
        ],
    });
}

pub(crate) fn write(line: &impl Serialize) {
    if let Ok(line) = serde_json::to_string(line) {
        console_log!("{line}");
    }
}
