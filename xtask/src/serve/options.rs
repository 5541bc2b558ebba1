//! What `serve` can be told.

use std::path::PathBuf;

use access::Mode;
use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt as _};

use crate::build::Variant;
use crate::keys::{Kinds, parse_mode};
use crate::paths::Paths;

/// The settings of one run.
pub(crate) struct Options {
    /// The port; otherwise the one this data folder had before, or a free one.
    pub(crate) port: Option<u16>,
    /// Where everything that must survive lies.
    pub(crate) data: PathBuf,
    pub(crate) mode: Mode,
    /// Whether to start the acquirer simulator and register two merchants.
    pub(crate) demo: bool,
    pub(crate) variant: Variant,
    /// The folder with live keys.
    pub(crate) keys: Option<PathBuf>,
    /// Of which kinds the test keys are that cards are sealed to.
    pub(crate) envelope_keys: Kinds,
    /// Addresses the vault may connect to besides the public internet (CIDR).
    pub(crate) allow: Vec<String>,
    /// Whether the end of stdin ends the vault: for a harness that may die without notice.
    pub(crate) until_eof: bool,
    /// How many milliseconds the vault's clock is ahead; fault builds only.
    pub(crate) clock_ahead: Option<i64>,
    /// Where the demo merchants' pages are.
    pub(crate) shop_origins: [Vec<String>; 2],
}

impl Options {
    /// What holds when nothing is said.
    pub(crate) fn new(paths: &Paths) -> Self {
        let mut shop = shop_origins("shop", 8788);
        shop.push(playground_origin(8790));
        Self {
            port: None,
            data: paths.data.clone(),
            mode: Mode::Test,
            demo: false,
            variant: Variant::Shipped,
            keys: None,
            envelope_keys: Kinds::P256,
            // Simulators are on loopback; a live vault reaches it only where told.
            allow: vec!["127.0.0.1/32".to_owned()],
            until_eof: false,
            clock_ahead: None,
            shop_origins: [shop, shop_origins("other-shop", 8789)],
        }
    }

    /// Reads the command line.
    pub(crate) fn parse(paths: &Paths, mut parser: Parser) -> Result<Self> {
        let mut options = Self::new(paths);
        let (mut data, mut allow) = (None, Vec::new());
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("port") => options.port = Some(parser.value()?.parse()?),
                Arg::Long("data") => data = Some(PathBuf::from(parser.value()?)),
                Arg::Long("mode") => options.mode = parse_mode(&parser.value()?.string()?)?,
                Arg::Long("demo") => options.demo = true,
                Arg::Long("faults") => options.variant = Variant::Faults,
                Arg::Long("check-then-act") => options.variant = Variant::CheckThenAct,
                Arg::Long("keys") => options.keys = Some(PathBuf::from(parser.value()?)),
                Arg::Long("envelope-keys") => {
                    options.envelope_keys = Kinds::parse(&parser.value()?.string()?)?;
                }
                Arg::Long("allow") => allow.push(parser.value()?.string()?),
                Arg::Long("until-eof") => options.until_eof = true,
                Arg::Long("clock-ahead") => options.clock_ahead = Some(parser.value()?.parse()?),
                other => return Err(other.unexpected().into()),
            }
        }
        options.refuse_contradictions()?;
        options.data = match (data, options.mode) {
            (Some(data), _) => std::path::absolute(data)?,
            (None, Mode::Test) => paths.data.clone(),
            (None, Mode::Live) => paths.data.with_file_name("data-live"),
        };
        if options.mode == Mode::Live {
            options.allow.clear();
        }
        options.allow.extend(allow);
        Ok(options)
    }

    fn refuse_contradictions(&self) -> Result<()> {
        if self.mode == Mode::Live && self.demo {
            bail!("--demo is for test mode: its merchants and cards are published");
        }
        if self.mode == Mode::Live && self.variant != Variant::Shipped {
            bail!("fault builds are for test mode");
        }
        if self.clock_ahead.is_some() && self.variant != Variant::Faults {
            bail!("--clock-ahead is for --faults");
        }
        if self.mode == Mode::Test && self.keys.is_some() {
            bail!("test mode uses the checkout's own keys; --keys is for --mode live");
        }
        if self.mode == Mode::Live && self.envelope_keys != Kinds::P256 {
            bail!("--envelope-keys is for test mode; live keys are made by `cargo xtask keys`");
        }
        Ok(())
    }
}

/// The origins of a shop on this machine. Its own host name makes it another site than the vault.
pub(crate) fn shop_origins(host: &str, port: u16) -> Vec<String> {
    vec![
        format!("http://{host}.localhost:{port}"),
        format!("http://localhost:{port}"),
    ]
}

/// The origin of the playground, where it runs beside a shop.
pub(crate) fn playground_origin(port: u16) -> String {
    format!("http://playground.localhost:{port}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        let words = line.split_whitespace().map(std::ffi::OsString::from);
        Options::parse(&Paths::find().unwrap(), Parser::from_args(words))
    }

    #[test]
    fn live_mode_refuses_what_only_tests_may_do() {
        assert!(parse("--mode live --keys k").is_ok());
        for line in [
            "--mode live --demo",
            "--mode live --faults",
            "--mode test --keys k",
            "--clock-ahead 1",
            "--mode live --keys k --envelope-keys rsa",
            "--envelope-keys none",
            "--mode other",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }

    #[test]
    fn only_test_mode_reaches_loopback_unasked() {
        assert_eq!(parse("").unwrap().allow, ["127.0.0.1/32"]);
        assert!(parse("--mode live --keys k").unwrap().allow.is_empty());
        assert_eq!(
            parse("--mode live --keys k --allow 10.1.2.3/32")
                .unwrap()
                .allow,
            ["10.1.2.3/32"]
        );
    }

    #[test]
    fn modes_do_not_share_a_data_folder() {
        assert_ne!(
            parse("").unwrap().data,
            parse("--mode live --keys k").unwrap().data
        );
    }
}
