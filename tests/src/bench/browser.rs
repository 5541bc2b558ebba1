//! The pop-up in a real Chromium: sizes as received, sealing beside npm `jose`, the time from the click to
//! the number field, and what hundreds of openings and payments leave behind.

mod lasting;
mod rivals;

use serde::Deserialize;

use super::machine::Machine;
use crate::shop::Shop;
use crate::table::table;
use lasting::Lasting;

/// Bytes, compressed.
const LOADER: u64 = 4_000;
const FRAME: u64 = 40_000;

/// All that the script measured.
#[derive(Deserialize)]
struct Measured {
    chromium: String,
    sizes: Sizes,
    sealing: Sealing,
    opening: Vec<Opening>,
    lasting: Vec<Lasting>,
}

/// Bytes of each body as Chromium received it.
#[derive(Deserialize)]
struct Sizes {
    loader: Received,
    html: Received,
    js: Received,
    wasm: Received,
    /// Of the vault, until the form was usable.
    requests: u32,
}

#[derive(Deserialize)]
struct Received {
    bytes: u64,
    encoding: String,
    brotli: u64,
}

/// Milliseconds of each sealing.
#[derive(Deserialize)]
struct Sealing {
    /// From the click.
    whole: Vec<f64>,
    /// From the first random byte.
    ours: Vec<f64>,
    jose: Vec<f64>,
    lengths: [usize; 2],
}

/// Milliseconds of each opening.
#[derive(Deserialize)]
struct Opening {
    kind: String,
    rate: u32,
    times: Vec<f64>,
    slowdown: Vec<f64>,
    unfocused: u32,
}

/// Measures, and says it as Markdown.
pub async fn measure() -> String {
    let shop = Shop::start().await;
    let mut node = shop.node();
    node.arg("tests/browser/bench.mjs");
    let output = node.output().await.expect("node");
    let complaints = String::from_utf8_lossy(&output.stderr);
    let measured: Measured = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {complaints}"));
    let vault = &shop.world.vault;
    let machine = Machine::look(&vault.workerd_binary(), vault.data());
    measured.markdown(&machine)
}

impl Measured {
    fn markdown(&self, machine: &Machine) -> String {
        let mut facts = machine.rows();
        facts.push(vec!["Chromium".to_owned(), self.chromium.clone()]);
        format!(
            "# The pop-up: what it costs\n\n\
             Written by `cargo xtask bench`; do not edit. A headless Chromium, the shop and the vault share \
             the machine. Numbers are medians; in brackets the fastest and the slowest.\n\n\
             {}\n## Sizes, cold\n\nBodies as Chromium received them.\n\n{}\n## Sealing\n\n\
             Both in the document of the card frame, in turns, after one round to warm up; Chromium's clock \
             has steps of 0.1 ms. Ours is from the first random byte that an envelope takes to the request; \
             the whole is from the click on the button, so reading and judging the form is in it. `jose` \
             (`CompactEncrypt`, ECDH-ES and A256GCM, key imported before) seals the same payload.\n\n{}\n\
             ## From the click to the number field\n\nFocused and drawn, {} times each in a profile of its own. \
             Cold: the button is clicked in the moment it can be, with nothing in the cache; prewarmed: the \
             frame was drawn before. The shop's check of the purchaser is in it. The processor is slowed in \
             page and frame by Chromium; the last column is how much slower a fixed piece of work in the frame \
             then ran.\n\n{}\n{}",
            table(&["machine", ""], &facts),
            self.sizes(),
            self.sealing(),
            self.opening.first().map_or(0, |one| one.times.len()),
            self.opening(),
            lasting::markdown(&self.lasting),
        )
    }

    fn sizes(&self) -> String {
        let Sizes {
            loader,
            html,
            js,
            wasm,
            requests,
        } = &self.sizes;
        let row = |name: &str, parts: &[&Received], bar: String| {
            let sum = |of: fn(&Received) -> u64| parts.iter().map(|part| of(part)).sum::<u64>();
            let encodings: Vec<&str> = parts.iter().map(|part| part.encoding.as_str()).collect();
            let (bytes, brotli) = (sum(|part| part.bytes), sum(|part| part.brotli));
            vec![
                name.to_owned(),
                bytes.to_string(),
                encodings.join(", "),
                brotli.to_string(),
                bar,
            ]
        };
        let rows = [
            row("loader", &[loader], format!("≤ {LOADER}")),
            row("frame: html", &[html], String::new()),
            row("frame: js", &[js], String::new()),
            row("frame: wasm", &[wasm], String::new()),
            row("frame", &[html, js, wasm], format!("≤ {FRAME}")),
        ];
        let ours = [loader, html, js, wasm]
            .map(|part| part.brotli)
            .iter()
            .sum();
        format!(
            "{}\n{requests} requests to the vault until the form is usable.\n\n{}",
            table(
                &["what", "bytes", "encoding", "as brotli", "aim, as brotli"],
                &rows,
            ),
            rivals::beside(ours),
        )
    }

    fn sealing(&self) -> String {
        let Sealing {
            whole,
            ours,
            jose,
            lengths,
        } = &self.sealing;
        let row = |name: &str, times: &[f64], length: usize| {
            vec![
                name.to_owned(),
                spread(times, 2),
                times.len().to_string(),
                length.to_string(),
            ]
        };
        let rows = [
            row("sealing, ours", ours, lengths[0]),
            row("sealing, jose", jose, lengths[1]),
            row("click to request, ours", whole, lengths[0]),
        ];
        format!(
            "{}\nOurs / jose: {:.2} (aim ≤ 1).\n",
            table(&["what", "ms", "times", "bytes of the envelope"], &rows),
            median(ours) / median(jose)
        )
    }

    fn opening(&self) -> String {
        let work = |rate| {
            self.opening
                .iter()
                .find(|one| one.rate == rate)
                .map_or(f64::NAN, |one| median(&one.slowdown))
        };
        let row = |one: &Opening| {
            let aim = match (one.kind.as_str(), one.rate) {
                ("prewarmed", 1) => "≤ 300",
                ("cold", 4) => "≤ 1500",
                _ => "",
            };
            vec![
                one.kind.clone(),
                format!("{}×", one.rate),
                spread(&one.times, 0),
                aim.to_owned(),
                one.unfocused.to_string(),
                format!("{:.1}", median(&one.slowdown) / work(1)),
            ]
        };
        let rows: Vec<Vec<String>> = self.opening.iter().map(row).collect();
        table(
            &[
                "frame",
                "slowed",
                "ms",
                "aim",
                "without a focus",
                "work ran slower by",
            ],
            &rows,
        )
    }
}

fn sorted(times: &[f64]) -> Vec<f64> {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times
}

fn median(times: &[f64]) -> f64 {
    sorted(times)[times.len() / 2]
}

fn spread(times: &[f64], decimals: usize) -> String {
    let times = sorted(times);
    let (first, last) = (times[0], times[times.len() - 1]);
    format!(
        "{:.decimals$} ({first:.decimals$}–{last:.decimals$})",
        median(&times)
    )
}
