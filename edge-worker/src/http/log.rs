//! The log: one JSON object a line, made of names and numbers of ours. Nothing a caller sent is in it.

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

pub(crate) fn write(line: &impl Serialize) {
    if let Ok(line) = serde_json::to_string(line) {
        console_log!("{line}");
    }
}
