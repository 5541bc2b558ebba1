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
        // Nobody may be there any more to be told.
        let tell = |kept| drop(tell.send(kept));
        let finish = async |finding| finish(&vault, mode, &operation, finding).await;
        keep(in_time, within(LATE, answer), finish, tell).await;
    });
    told.await
        .ok()
        .and_then(Result::ok)
        .ok_or_else(Problem::in_progress)
}

/// Keeps what was heard in time, or that nothing was; tells what is kept, and nothing before it is; and keeps
/// what is heard late after all. The alarm may have settled it meanwhile: core weighs one against the other.
async fn keep<T>(
    in_time: Option<Finding>,
    late: impl Future<Output = Option<Finding>>,
    finish: impl AsyncFn(Finding) -> T,
    tell: impl FnOnce(T),
) {
    let is_late = in_time.is_none();
    tell(finish(in_time.unwrap_or(Finding::NoAnswer)).await);
    if is_late
        && let Some(finding) = late.await
        && finding != Finding::NoAnswer
    {
        finish(finding).await;
    }
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

#[cfg(test)]
mod tests {
    use super::keep;
    use futures_util::FutureExt;
    use payments::acquirer::Finding;
    use std::cell::RefCell;
    use std::future::{pending, ready};

    const APPROVED: Finding = Finding::Approved {
        approval_code: None,
        rrn: None,
    };

    /// What was kept and told, in order.
    fn steps(in_time: Option<Finding>, late: Option<Finding>) -> Vec<&'static str> {
        let steps = RefCell::new(Vec::new());
        let finish = async |finding| {
            steps.borrow_mut().push(match finding {
                Finding::Approved { .. } => "kept: yes",
                Finding::NoAnswer => "kept: no answer",
                _ => "kept: something else",
            });
        };
        let tell = |()| steps.borrow_mut().push("told");
        let kept = keep(in_time, ready(late), finish, tell).now_or_never();
        assert_eq!(kept, Some(()), "it goes to its end");
        steps.into_inner()
    }

    #[test]
    fn the_caller_is_told_what_is_kept_and_nothing_before() {
        assert_eq!(steps(Some(APPROVED), None), ["kept: yes", "told"]);
        let told = RefCell::new(false);
        let never_kept = async |_| pending::<()>().await;
        let tell = |()| *told.borrow_mut() = true;
        let kept = keep(Some(APPROVED), ready(None), never_kept, tell);
        assert_eq!(kept.now_or_never(), None);
        assert!(!told.into_inner());
    }

    #[test]
    fn an_answer_that_comes_late_is_kept_after_the_caller_was_told_of_none() {
        let late = ["kept: no answer", "told", "kept: yes"];
        assert_eq!(steps(None, Some(APPROVED)), late);
        for silence in [None, Some(Finding::NoAnswer)] {
            assert_eq!(steps(None, silence), ["kept: no answer", "told"]);
        }
    }

    #[test]
    fn an_answer_in_time_is_kept_once() {
        let steps = steps(Some(APPROVED), Some(APPROVED));
        assert_eq!(steps, ["kept: yes", "told"]);
    }
}
