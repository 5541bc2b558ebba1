//! `xtask demo`: shop, playground, vault and acquirer on this machine; with `--check` one real purchase.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt as _};
use serde_json::Value;

use crate::build;
use crate::http::Client;
use crate::paths::Paths;
use crate::process::command as program;
use crate::receipt;
use crate::serve::{Options, Running, free_port, playground_origin, shop_origins};
use crate::set_up;

/// How long one purchase in a browser may take.
const PURCHASE: Duration = Duration::from_mins(2);

/// The command: `demo [--check] [--ledger URL]`.
pub(crate) fn command(paths: &Paths, mut parser: Parser) -> Result<()> {
    let (mut check, mut ledger) = (false, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("check") => check = true,
            Arg::Long("ledger") => ledger = Some(parser.value()?.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if ledger.is_some() && !check {
        bail!("--ledger is for --check: it names the ledger to compare with");
    }
    // Said before the build, not after it.
    let chromium = if check {
        Some(set_up::chromium()?)
    } else {
        None
    };
    let (port, playground_port) = (free_port()?, free_port()?);
    let mut options = Options::new(paths);
    options.demo = true;
    options.data = paths.data.with_file_name("data-demo");
    let [shop, _] = &mut options.shop_origins;
    *shop = shop_origins("shop", port);
    shop.push(playground_origin(playground_port));
    let mut running = Running::start(paths, &options)?;
    start_shop(paths, &mut running, port, &options.data.join("shop"))?;
    start_playground(paths, &mut running, playground_port)?;
    let shop_url = format!("http://shop.localhost:{port}");
    match chromium {
        None => {
            print_addresses(&running, &shop_url, &playground_origin(playground_port));
            running.wait()
        }
        Some(chromium) => {
            let mut script = program(set_up::node());
            script
                .arg(paths.root.join("tests/browser/purchase.mjs"))
                .current_dir(&paths.root)
                .env("CARDSEAL_SHOP_URL", &shop_url)
                .env("CARDSEAL_VAULT_BROWSER_URL", &running.ready.browser_url)
                .env("CARDSEAL_CHROMIUM", chromium);
            let said = running.supervisor.run("the purchase", script, PURCHASE)?;
            check_purchase(&running, &said, ledger.as_deref())
        }
    }
}

fn start_shop(paths: &Paths, running: &mut Running, port: u16, data: &Path) -> Result<()> {
    let merchants = running.ready.merchants.as_deref().unwrap_or_default();
    let merchant = merchants.first().context("no demo merchant")?;
    let package = build::npm(paths)?;
    let mut shop = program(build::program(paths, "web-demo")?);
    shop.args(["shop", "--port", &port.to_string(), "--data"])
        .arg(data)
        .arg("--tokenizer")
        .arg(package.join(build::SCRIPT))
        .env("CARDSEAL_VAULT_URL", &running.ready.url)
        .env("CARDSEAL_VAULT_BROWSER_URL", &running.ready.browser_url)
        .env("CARDSEAL_PUBLISHABLE_KEY", &merchant.publishable_key)
        // EXPOSE: a merchant's server holds its key.
        .env("CARDSEAL_SECRET_KEY", &merchant.secret_key);
    start_site(running, "shop", shop, port)
}

fn start_playground(paths: &Paths, running: &mut Running, port: u16) -> Result<()> {
    let merchants = running.ready.merchants.as_deref().unwrap_or_default();
    let merchant = merchants.first().context("no demo merchant")?;
    let mut playground = program(build::program(paths, "web-demo")?);
    playground
        .args(["playground", "--port", &port.to_string()])
        .env("CARDSEAL_NPM_PACKAGE", build::npm(paths)?)
        .env("CARDSEAL_VAULT_BROWSER_URL", &running.ready.browser_url)
        .env("CARDSEAL_PUBLISHABLE_KEY", &merchant.publishable_key);
    start_site(running, "playground", playground, port)
}

/// Starts a site for browsers, and waits until it answers.
fn start_site(
    running: &mut Running,
    name: &'static str,
    program: Command,
    port: u16,
) -> Result<()> {
    let log = running.logs.join(format!("{name}.log"));
    running.supervisor.start(name, program, &log)?;
    let client = Client::new(&format!("http://127.0.0.1:{port}"));
    let what = format!("answer from the {name}");
    running
        .supervisor
        .until(&what, Duration::from_secs(10), || client.get("/").ok())?;
    Ok(())
}

fn print_addresses(running: &Running, shop: &str, playground: &str) {
    let ready = &running.ready;
    println!("shop        {shop}");
    println!("playground  {playground}");
    println!("vault       {}", ready.browser_url);
    if let Some(acquirer) = &ready.acquirer {
        println!("ledger      {}", acquirer.ledger_url);
    }
    println!("card        4242 4242 4242 4242, any future expiry, any code");
    println!("Ctrl-C ends all of it");
}

/// What the shop was told must be what the acquirer did.
fn check_purchase(running: &Running, said: &str, ledger: Option<&str>) -> Result<()> {
    let line = said
        .lines()
        .rfind(|line| !line.trim().is_empty())
        .context("the purchase said nothing")?;
    let result: Value =
        serde_json::from_str(line).with_context(|| format!("the purchase said: {line}"))?;
    let authorization = result
        .get("authorization")
        .context("the purchase told no authorization")?;
    let simulator = running.ready.acquirer.as_ref().context("no acquirer")?;
    let entries = Client::new(ledger.unwrap_or(&simulator.ledger_url)).get("")?;
    let receipt = receipt::compare(authorization, &entries.body)?;
    print!("{receipt}");
    Ok(())
}
