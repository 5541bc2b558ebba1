//! The one door: a command goes in, a reply comes out, and the caller commits or rolls back.

use crate::command::{
    Alarm, Browser, Done, Operator, Outcome, Recovered, Reply, Request, Server, Settings, Worker,
};
use crate::finish::{Teller, finish};
use crate::sql::Sql;
use crate::{
    Code, Problem, api_key, authorization, begin, follow_up, list, operation, prepare, recover,
    settings, token,
};
use access::{SessionKind, Timestamp};

/// Carries out one command inside the caller's transaction.
///
/// `Err` means that the caller must roll back: a problem has changed nothing.
pub fn handle(sql: &impl Sql, now: Timestamp, request: Request) -> Result<Outcome, Problem> {
    match request {
        Request::Operator(command) => operator(sql, now, command),
        Request::Browser(command) => browser(sql, now, command),
        Request::Server(key, command) => {
            let settings = settings::active(sql)?;
            api_key::require(sql, &key)?;
            server(sql, now, settings, command)
        }
        Request::Worker(Worker::Finish(request)) => {
            let finished = finish(sql, now, Teller::Worker, *request)?;
            let kept = finished.kept.ok_or_else(Problem::in_progress)?;
            Ok(Outcome {
                reply: Reply::Kept(kept),
                wake: finished.due,
            })
        }
        Request::Alarm(Alarm::Tick { events }) => {
            let (due, next_batch) = recover::tick(sql, now, &events)?;
            let next = recover::wake(sql, now)?;
            Ok(Outcome {
                reply: Reply::Due(due),
                wake: next.into_iter().chain(next_batch).min(),
            })
        }
        Request::Alarm(Alarm::Recovered(request)) => {
            let stuck = finish(sql, now, Teller::Alarm, *request)?.stuck;
            Ok(Outcome {
                reply: Reply::Recovered(Recovered { stuck }),
                wake: recover::wake(sql, now)?,
            })
        }
    }
}

fn operator(sql: &impl Sql, now: Timestamp, command: Operator) -> Result<Outcome, Problem> {
    let reply = match command {
        Operator::Configure(settings) => Reply::Merchant(settings::configure(sql, now, settings)?),
        Operator::Reconnect(connector) => {
            settings::reconnect(sql, connector)?;
            Reply::Done(Done {})
        }
        Operator::Read => Reply::Merchant(settings::view(sql)?),
        Operator::AddKey { kid, hash } => {
            settings::view(sql)?;
            api_key::add(sql, now, &kid, hash)?;
            Reply::Done(Done {})
        }
        Operator::RevokeKey { kid } => {
            api_key::revoke(sql, now, &kid)?;
            Reply::Done(Done {})
        }
        Operator::Gauge => Reply::Gauges(operation::gauge(sql)?),
        Operator::Sweep => {
            return Ok(Outcome {
                reply: Reply::Done(Done {}),
                wake: recover::wake(sql, now)?,
            });
        }
    };
    Ok(Outcome::of(reply))
}

fn browser(sql: &impl Sql, now: Timestamp, command: Browser) -> Result<Outcome, Problem> {
    let settings = settings::active(sql)?;
    match command {
        Browser::OpenFrame { origin } => {
            if settings.server_sessions_only {
                return Err(Code::OriginNotAllowed.into());
            }
            registered(&settings.origins, &origin)
        }
        Browser::IssueToken(new) => {
            let issued = token::issue(sql, now, settings.token_minutes, *new)?;
            Ok(Outcome::waking(Reply::Issued(issued), issued.expires_at))
        }
    }
}

fn server(
    sql: &impl Sql,
    now: Timestamp,
    settings: Settings,
    command: Server,
) -> Result<Outcome, Problem> {
    let reply = match command {
        Server::OpenSession { origin, kind } => {
            if kind == SessionKind::Direct && !settings.direct_entry {
                return Err(Problem::invalid("kind"));
            }
            return registered(&settings.origins, &origin);
        }
        Server::ReadSession { session } => Reply::Session(token::of_session(sql, now, &session)?),
        Server::ReadToken { id } => Reply::Token(token::view(sql, now, &id)?),
        Server::RevokeToken { id } => Reply::Token(token::revoke(sql, now, &id)?),
        Server::Prepare(request) => {
            Reply::Prepared(prepare::prepare(sql, now, settings, &request)?)
        }
        Server::Begin(request) => return begin::begin(sql, now, settings, *request),
        Server::Confirm(request) => return begin::confirm(sql, now, *request),
        Server::FollowUp(request) => return follow_up::begin(sql, now, *request),
        Server::ReadAuthorization { id, object } => {
            let found = authorization::find(sql, &id)?
                .filter(|found| found.object() == object)
                .ok_or(Code::NotFound)?;
            Reply::Authorization(found.view(sql)?)
        }
        Server::ListAuthorizations(wanted) => Reply::Authorizations(list::list(sql, &wanted)?),
    };
    Ok(Outcome::of(reply))
}

fn registered(origins: &[String], origin: &str) -> Result<Outcome, Problem> {
    if origins.iter().any(|known| known == origin) {
        Ok(Outcome::of(Reply::Done(Done {})))
    } else {
        Err(Code::OriginNotAllowed.into())
    }
}
