//! The text format of OpenMetrics 1.0: lines of `name{label="value"} number`, family by family.

use super::families::{Family, Type};
use std::fmt::{self, Display, Write as _};

/// What the text is sent as.
pub(crate) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// A text being written.
#[derive(Default)]
pub(super) struct Exposition(String);

/// Names and values; a value may be any text.
pub(super) type Labels<'a> = &'a [(&'a str, &'a str)];

impl Exposition {
    /// Begins a family. All samples of one follow it, before the next begins.
    pub(super) fn family(&mut self, family: &Family) {
        let Family { name, kind, help } = family;
        self.line(format_args!("# TYPE {name} {}", kind.as_str()));
        if let Some(unit) = family.unit() {
            self.line(format_args!("# UNIT {name} {unit}"));
        }
        self.line(format_args!("# HELP {name} {}", Escaped(help)));
    }

    /// One number of a family, under its name and the suffix its type asks for.
    pub(super) fn sample(
        &mut self,
        family: &Family,
        suffix: &str,
        labels: Labels<'_>,
        value: impl Display,
    ) {
        let name = family.name;
        self.line(format_args!("{name}{suffix}{} {value}", Braced(labels)));
    }

    /// The number of a counter or a gauge.
    pub(super) fn number(&mut self, family: &Family, labels: Labels<'_>, value: impl Display) {
        let suffix = if family.kind == Type::Counter {
            "_total"
        } else {
            ""
        };
        self.sample(family, suffix, labels, value);
    }

    /// The whole text. Without its last line a reader knows that it was cut off.
    pub(super) fn end(mut self) -> String {
        self.line(format_args!("# EOF"));
        self.0
    }

    fn line(&mut self, line: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{line}");
    }
}

/// Labels in braces, or nothing where there are none.
struct Braced<'a>(Labels<'a>);

impl Display for Braced<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, value)) in self.0.iter().enumerate() {
            let before = if at == 0 { '{' } else { ',' };
            write!(f, "{before}{name}=\"{}\"", Escaped(value))?;
        }
        if self.0.is_empty() {
            Ok(())
        } else {
            f.write_char('}')
        }
    }
}

/// A text in which backslash, line feed and quotation mark are escaped.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '\\' => f.write_str("\\\\"),
                '\n' => f.write_str("\\n"),
                '"' => f.write_str("\\\""),
                other => f.write_char(other),
            }?;
        }
        Ok(())
    }
}

/// Milliseconds as seconds, with no more digits than it has.
pub(super) struct Seconds(pub(super) i64);

impl Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0.div_euclid(1_000), self.0.rem_euclid(1_000));
        let rest = format!("{rest:03}");
        let rest = rest.trim_end_matches('0');
        write!(f, "{whole}.{}", if rest.is_empty() { "0" } else { rest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILY: Family = Family {
        name: "vault_waits_seconds",
        kind: Type::Gauge,
        help: "A \"line\"\nand a \\.",
    };

    #[test]
    fn what_the_format_gives_a_meaning_is_escaped_in_help_and_in_labels() {
        let mut text = Exposition::default();
        text.family(&FAMILY);
        text.number(&FAMILY, &[], 1);
        text.number(
            &FAMILY,
            &[("a", "b\\c\n\"d\""), ("e", "é} x=\"")],
            Seconds(1_250),
        );
        assert_eq!(
            text.end(),
            r#"# TYPE vault_waits_seconds gauge
# UNIT vault_waits_seconds seconds
# HELP vault_waits_seconds A \"line\"\nand a \\.
vault_waits_seconds 1
vault_waits_seconds{a="b\\c\n\"d\"",e="é} x=\""} 1.25
# EOF
"#
        );
    }

    #[test]
    fn milliseconds_read_as_seconds() {
        for (millis, text) in [
            (0, "0.0"),
            (5, "0.005"),
            (100, "0.1"),
            (1_000, "1.0"),
            (61_010, "61.01"),
            (1_796_117_400_250, "1796117400.25"),
        ] {
            assert_eq!(Seconds(millis).to_string(), text);
        }
    }
}
