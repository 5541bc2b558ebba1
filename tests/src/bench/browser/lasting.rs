//! What many openings and payments of one card leave behind.

use serde::Deserialize;

use crate::table::table;

/// One kind of use, many times.
#[derive(Deserialize)]
pub(super) struct Lasting {
    what: String,
    times: u32,
    before: Counts,
    after: Counts,
}

#[derive(Deserialize)]
struct Counts {
    page: Counted,
    frame: Counted,
}

/// As Chromium counts them, once garbage is collected.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Counted {
    #[serde(rename = "JSHeapUsedSize")]
    heap: u64,
    nodes: u64,
    #[serde(rename = "JSEventListeners")]
    listeners: u64,
    documents: u64,
}

/// The chapter.
pub(super) fn markdown(lasting: &[Lasting]) -> String {
    let rows: Vec<Vec<String>> = lasting.iter().flat_map(Lasting::rows).collect();
    format!(
        "## What stays behind\n\n\
         One page, one card, used again and again; counted after five times and at the end, once garbage is collected. \
         A payment is typed, sealed, sent and authorized; its session gives five tokens, and then the next opening \
         loads a new form.\n\n{}",
        table(
            &[
                "after",
                "in the",
                "JavaScript, KB",
                "nodes",
                "listeners",
                "documents"
            ],
            &rows,
        )
    )
}

impl Lasting {
    fn rows(&self) -> [Vec<String>; 2] {
        let Self { before, after, .. } = self;
        let row = |place: &str, before: &Counted, after: &Counted| {
            let change = |of: fn(&Counted) -> u64| format!("{} → {}", of(before), of(after));
            vec![
                format!("{} {}", self.times, self.what),
                place.to_owned(),
                change(|counted| counted.heap / 1_000),
                change(|counted| counted.nodes),
                change(|counted| counted.listeners),
                change(|counted| counted.documents),
            ]
        };
        [
            row("page", &before.page, &after.page),
            row("frame", &before.frame, &after.frame),
        ]
    }
}
