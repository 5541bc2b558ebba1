//! What browsers report of the card page: `POST /v1/reports`.
//!
//! A report may hold anything, a card number too: the page it comes from may have been tampered with. So
//! nothing of it is kept. It is counted by names that are written here, and dropped.

use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::log;
use payments::{Code, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One report (Reporting API). Members that are not named here are passed over unread.
#[derive(Deserialize)]
struct Report {
    #[serde(rename = "type")]
    kind: Kind,
    body: Option<Body>,
}

#[derive(Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    CspViolation,
    IntegrityViolation,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Body {
    #[serde(rename = "effectiveDirective")]
    directive: Option<Directive>,
}

/// The directive that was violated, where the report is about one.
#[derive(Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
enum Directive {
    BaseUri,
    ConnectSrc,
    FontSrc,
    FormAction,
    FrameAncestors,
    FrameSrc,
    ImgSrc,
    ManifestSrc,
    MediaSrc,
    None,
    ObjectSrc,
    RequireTrustedTypesFor,
    ScriptSrc,
    ScriptSrcAttr,
    ScriptSrcElem,
    StyleSrc,
    StyleSrcAttr,
    StyleSrcElem,
    TrustedTypes,
    WorkerSrc,
    #[serde(other)]
    Other,
}

type Counts = BTreeMap<Kind, BTreeMap<Directive, u32>>;

/// The line in the log.
#[derive(Serialize)]
struct Line {
    event: &'static str,
    counts: Counts,
}

/// `POST /v1/reports`
pub(crate) async fn receive(call: &mut Call) -> Result<Answer, Problem> {
    let body = call.reports_body().await?;
    let counts = count(&body)?;
    log::write(&Line {
        event: "page_reports",
        counts,
    });
    Ok(Answer::nothing())
}

fn count(body: &[u8]) -> Result<Counts, Code> {
    let reports: Vec<Report> = serde_json::from_slice(body).map_err(|_| Code::MalformedRequest)?;
    let mut counts = Counts::new();
    for Report { kind, body } in reports {
        let directive = body.and_then(|body| body.directive);
        let of_kind = counts.entry(kind).or_default();
        *of_kind
            .entry(directive.unwrap_or(Directive::None))
            .or_default() += 1;
    }
    Ok(counts)
}
