//! The command line: one subcommand, then `--name value` pairs and switches.

use std::collections::BTreeMap;
use std::str::FromStr;

use anyhow::{Context, bail};
use lexopt::prelude::*;

/// Names that stand alone; every other name takes a value.
const SWITCHES: [&str; 1] = ["until-stdin-closes"];

/// What was given on the command line and not yet taken.
pub(crate) struct Arguments {
    subcommand: String,
    values: BTreeMap<String, String>,
    switches: Vec<String>,
}

impl Arguments {
    pub(crate) fn of_this_process() -> anyhow::Result<Self> {
        Self::read(lexopt::Parser::from_env())
    }

    fn read(mut parser: lexopt::Parser) -> anyhow::Result<Self> {
        let mut arguments = Self {
            subcommand: String::new(),
            values: BTreeMap::new(),
            switches: Vec::new(),
        };
        while let Some(argument) = parser.next()? {
            match argument {
                Long(name) if SWITCHES.contains(&name) => arguments.switches.push(name.to_owned()),
                Long(name) => {
                    let name = name.to_owned();
                    arguments.values.insert(name, parser.value()?.string()?);
                }
                Value(word) if arguments.subcommand.is_empty() => {
                    arguments.subcommand = word.string()?;
                }
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(arguments)
    }

    pub(crate) fn subcommand(&self) -> &str {
        &self.subcommand
    }

    pub(crate) fn switch(&self, name: &str) -> bool {
        self.switches.iter().any(|switch| switch == name)
    }

    /// The value of `--name`, if given.
    pub(crate) fn optional(&mut self, name: &str) -> Option<String> {
        self.values.remove(name)
    }

    /// The value of `--name`, or of the environment's `variable`, which hides a secret from the
    /// list of processes; one of them must be there.
    pub(crate) fn required(&mut self, name: &str, variable: &str) -> anyhow::Result<String> {
        self.optional(name)
            .or_else(|| std::env::var(variable).ok())
            .with_context(|| format!("neither --{name} nor {variable} is given"))
    }

    /// The value of `--name`, or `otherwise` where it is not given.
    pub(crate) fn number<T: FromStr>(&mut self, name: &str, otherwise: T) -> anyhow::Result<T> {
        match self.values.remove(name) {
            None => Ok(otherwise),
            Some(text) => text
                .parse()
                .ok()
                .with_context(|| format!("--{name} is not a number in range")),
        }
    }

    /// Fails where a name was given that nobody took: a misspelt one must not pass in silence.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        match self.values.keys().next() {
            Some(name) => bail!("unknown argument --{name}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> anyhow::Result<Arguments> {
        Arguments::read(lexopt::Parser::from_args(words))
    }

    #[test]
    fn a_subcommand_and_its_values_are_taken_once_each() {
        let mut arguments =
            read(&["shop", "--port", "80", "--until-stdin-closes", "--key=pk"]).unwrap();
        assert_eq!(arguments.subcommand(), "shop");
        assert!(arguments.switch("until-stdin-closes"));
        assert_eq!(arguments.number("port", 0_u16).unwrap(), 80);
        assert_eq!(arguments.number("wait", 7_u64).unwrap(), 7);
        assert_eq!(arguments.required("key", "CARDSEAL_NOT_SET").unwrap(), "pk");
        assert!(arguments.required("key", "CARDSEAL_NOT_SET").is_err());
        assert!(
            arguments.required("key", "PATH").is_ok(),
            "the environment stands in"
        );
        arguments.finish().unwrap();
    }

    #[test]
    fn a_misspelt_name_a_bad_number_and_a_second_subcommand_are_refused() {
        assert!(read(&["shop", "--prot", "80"]).unwrap().finish().is_err());
        assert!(
            read(&["shop", "--port", "80000"])
                .unwrap()
                .number("port", 0_u16)
                .is_err()
        );
        assert!(read(&["shop", "acquirer"]).is_err());
        assert!(read(&["shop", "--port"]).is_err());
    }
}
