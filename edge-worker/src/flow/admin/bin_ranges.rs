//! Ranges of first digits: `/v1/admin/bin-ranges`.

use crate::flow::ranges;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::objects::Registration;
use payments::Problem;
use payments::api;
use payments::bin_ranges::Ranges;
use serde::Serialize;

#[derive(Serialize)]
struct Shown<'a> {
    object: &'static str,
    #[serde(flatten)]
    ranges: &'a Ranges,
}

fn show(ranges: &Ranges) -> Result<Answer, Problem> {
    Answer::json(
        200,
        &Shown {
            object: "bin_ranges",
            ranges,
        },
    )
}

/// `PUT /v1/admin/bin-ranges`: all of them at once, in place of those there were.
pub(crate) async fn put(call: &mut Call) -> Result<Answer, Problem> {
    let body = call.json_body().await?;
    call.require_operator()?;
    let all = api::bin_ranges::read(&body)?;
    let registration = Registration::BinRanges(all);
    call.registry()?.register(registration).await?;
    show(&ranges::look_up(call).await?.as_set)
}

/// `GET /v1/admin/bin-ranges`
pub(crate) async fn read(call: &Call) -> Result<Answer, Problem> {
    call.require_operator()?;
    show(&ranges::look_up(call).await?.as_set)
}
