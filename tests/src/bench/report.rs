//! The numbers for people.

use std::time::Duration;

use super::disk::Fsync;
use super::machine::Machine;
use super::opening::Opening;
use super::{CONNECTIONS, Cell, Load, ROUNDS};
use crate::table::table;

/// All that a run measured.
pub struct Report {
    /// Where.
    pub machine: Machine,
    /// The disk.
    pub fsync: Fsync,
    /// Storage for each live token.
    pub bytes_per_token: u64,
    /// Resident bytes of workerd before the load.
    pub idle: u64,
    /// And after it.
    pub loaded: u64,
    /// The loads.
    pub cells: Vec<Cell>,
    /// One envelope.
    pub opening: Opening,
}

impl Report {
    /// As Markdown.
    pub fn markdown(&self) -> String {
        format!(
            "# A card's way: what it costs\n\n\
             Written by `cargo xtask bench`; do not edit. Closed loop: each connection sends its next request \
             when the last was answered. Load generator, acquirer and vault (one workerd) share the machine, \
             and the acquirer writes its ledger to the same disk. The median of {ROUNDS} rounds that take turns; \
             rates of the other rounds in brackets.\n\n\
             {}\n## Rates and latencies\n\n{}\n## Beside the same run's durable insert\n\n{}\n\
             ## Disk, memory, one envelope\n\n{}",
            table(&["machine", ""], &self.machine.rows()),
            self.loads(),
            self.ratios(),
            self.rest(),
        )
    }

    fn cell(&self, load: Load, connections: usize) -> Option<&Cell> {
        self.cells
            .iter()
            .find(|cell| cell.load == load && cell.connections == connections)
    }

    fn loads(&self) -> String {
        let row = |cell: &Cell| {
            let median = cell.median();
            let others: Vec<String> = cell
                .rounds
                .iter()
                .map(|round| format!("{:.0}", round.rate()))
                .collect();
            vec![
                cell.load.name().to_owned(),
                cell.connections.to_string(),
                format!("{:.0} ({})", median.rate(), others.join(", ")),
                milliseconds(median.percentile(50)),
                milliseconds(median.percentile(99)),
                median.count().to_string(),
            ]
        };
        let rows: Vec<Vec<String>> = self.cells.iter().map(row).collect();
        table(
            &[
                "load",
                "connections",
                "a second",
                "p50 ms",
                "p99 ms",
                "requests a round",
            ],
            &rows,
        )
    }

    fn ratios(&self) -> String {
        let ratio = |load: Load, connections: usize| {
            let rate = |load| {
                self.cell(load, connections)
                    .map_or(f64::NAN, |cell| cell.median().rate())
            };
            rate(load) / rate(Load::Insert)
        };
        let row = |(load, bar): (Load, f64)| {
            let mut cells = vec![format!("{} / insert", load.name()), format!("≥ {bar}")];
            cells.extend(CONNECTIONS.map(|connections| format!("{:.2}", ratio(load, connections))));
            cells
        };
        let rows = [(Load::Tokenize, 0.5), (Load::Redeem, 0.25)].map(row);
        table(&["ratio", "aim", "1 connection", "8", "32"], &rows)
    }

    fn rest(&self) -> String {
        let megabytes = |bytes: u64| format!("{} MiB", bytes / 1024 / 1024);
        let rows = [
            (
                "append 4 KiB and fsync, a second",
                format!("{:.0}", self.fsync.rate()),
            ),
            (
                "one fsync, p50 / p99 ms",
                format!(
                    "{} / {}",
                    milliseconds(self.fsync.percentile(50)),
                    milliseconds(self.fsync.percentile(99))
                ),
            ),
            (
                "storage for each live token",
                format!("{} bytes", self.bytes_per_token),
            ),
            ("workerd's memory before the load", megabytes(self.idle)),
            ("workerd's memory after the load", megabytes(self.loaded)),
            (
                "opening one envelope, WebCrypto in workerd",
                format!("{} ms", milliseconds(self.opening.web_crypto)),
            ),
            (
                "opening one envelope, p256 and aes-gcm in wasm",
                format!("{} ms", milliseconds(self.opening.wasm)),
            ),
        ];
        let rows = rows.map(|(name, value)| vec![name.to_owned(), value]);
        table(&["what", "measured"], &rows)
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1_000.0)
}
