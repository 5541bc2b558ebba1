//! From the acquirer's answer to the kept one, and what happens when it comes late or never.

use crate::clock::within;
use crate::connectors::guarded::Permit;
use crate::crypto::random;
use crate::faults::Faults;
use crate::http::call::Call;
use crate::objects::stub::Vault;
use access::{AuthorizationId, EventId, Mode, OperationId};
use futures_channel::oneshot;
use payments::acquirer::Finding;
use payments::command::{Finish, Fresh, Kept, Worker};
use payments::machine::Kind;
use payments::{Problem, Request};
use std::pin::pin;

/// After the deadline the call goes on for this long, in case the answer is only late. The platform lets
/// a worker live 30 seconds beyond its answer.
const LATE: i64 = 15_000;

/// An operation that is written down as sent.
pub(super) struct Sent {
    /// Leave to call the acquirer, from before it was written down.
    pub(super) permit: Permit,
    pub(super) kind: Kind,
    pub(super) operation: OperationId,
    pub(super) authorization: AuthorizationId,
    pub(super) faults: Faults,
}

/// Asks the acquirer, which is what `answer` does, and keeps what it says.
///
/// All of it runs beside the request: a caller who hangs up changes nothing. Past the deadline "no answer"
/// is what is kept, and the caller gets its 202; an answer that comes after all is still written down.
/// Where nothing could be kept, `in_progress` is the answer, and the object's alarm settles the rest.
pub(super) async fn settle(
    call: &Call,
    vault: Vault,
    sent: Sent,
    answer: impl Future<Output = Finding> + 'static,
) -> Result<Kept, Problem> {
    let mode = call.mode();
    let (tell, told) = oneshot::channel();
    let Sent {
        permit,
        kind,
        operation,
        authorization,
        faults,
    } = sent;
    call.give_back_place();
    call.go_on_with(async move {
        let mut answer = pin!(answer);
        let in_time = permit.answer_in_time(kind.as_str(), answer.as_mut()).await;
        faults.after_answer(&authorization).await;
        let is_late = in_time.is_none();
        // Nobody may be there any more to be told.
        let _ = tell.send(
            finish(
                &vault,
                mode,
                &operation,
                in_time.unwrap_or(Finding::NoAnswer),
            )
            .await,
        );
        if is_late
            && let Some(finding) = within(LATE, answer).await
            && finding != Finding::NoAnswer
        {
            // The alarm may have settled it meanwhile; core weighs one against the other.
            let _ = finish(&vault, mode, &operation, finding).await;
        }
    });
    told.await
        .ok()
        .and_then(Result::ok)
        .ok_or_else(Problem::in_progress)
}

async fn finish(
    vault: &Vault,
    mode: Mode,
    operation: &OperationId,
    finding: Finding,
) -> Result<Kept, Problem> {
    let finish = Finish {
        operation: operation.clone(),
        finding,
        fresh: fresh(mode)?,
    };
    Ok(vault
        .ask(&Request::Worker(Worker::Finish(Box::new(finish))))
        .await?)
}

/// Ids for what the end of an operation may write.
pub(super) fn fresh(mode: Mode) -> Result<Fresh, Problem> {
    Ok(Fresh {
        event: EventId::new(mode, random::bytes()?),
        operation: OperationId::new(mode, random::bytes()?),
    })
}
