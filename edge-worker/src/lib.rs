//! The edge: what Cardseal is on Cloudflare's network, or on one machine with workerd.
//!
//! A shell around `core`: it translates between HTTP, WebCrypto, durable objects, acquirers and the
//! rules, and holds none itself. To learn what the product does, read `flow/authorize.rs`.

mod clock;
mod connectors;
mod crypto;
mod faults;
mod flow;
mod http;
mod metrics;
mod objects;

use worker::{Context, Env, Request, Response, ScheduleContext, ScheduledEvent, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    #[cfg(cardseal_faults)]
    clock::set(&env);
    http::serve(request, env, context).await
}

#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    flow::admin::sweep::by_cron(&env).await;
}
