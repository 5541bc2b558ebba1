//! Web origins a merchant may register.

use crate::Mode;
use serde::Serialize;

/// Origins are at most this long, so that a session that names one fits into its header.
const LONGEST: usize = 128;

/// A web origin (RFC 6454) in its serialised form: scheme, host, and a port only where it is not the default.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Origin(String);

impl Origin {
    /// Reads an origin exactly as browsers write it.
    ///
    /// https only; in test mode also `http://localhost`, `http://127.0.0.1` and `http://*.localhost`
    /// with any port, so that a checkout can be tried on one machine.
    pub fn parse(text: &str, mode: Mode) -> Option<Self> {
        let (scheme, authority) = text.split_once("://")?;
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        let allowed = match scheme {
            "https" => port != Some("443"),
            "http" => mode == Mode::Test && is_loopback(host) && port != Some("80"),
            _ => false,
        };
        let canonical =
            text.len() <= LONGEST && allowed && is_host(host) && port.is_none_or(is_port);
        canonical.then(|| Self(text.to_owned()))
    }

    /// The origin as browsers write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host == "127.0.0.1" || host.ends_with(".localhost")
}

/// Lower-case letters, digits and inner hyphens in dot-separated labels: what remains of a host after
/// a browser has serialised it.
fn is_host(host: &str) -> bool {
    host.split('.').all(|label| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    })
}

fn is_port(port: &str) -> bool {
    !port.starts_with('0')
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && port.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_read_as_browsers_write_them() {
        let of_128 = ["https://", &"a".repeat(60), ".", &"b".repeat(59)].concat();
        let of_129 = [of_128.as_str(), "b"].concat();
        let (longest, too_long) = (of_128.as_str(), of_129.as_str());
        for (text, test, live) in [
            ("https://shop.example", true, true),
            ("https://shop.example:8443", true, true),
            ("http://localhost:3000", true, false),
            ("http://127.0.0.1:3000", true, false),
            ("http://shop.localhost", true, false),
            ("https://shop.example:443", false, false),
            ("http://localhost:80", false, false),
            ("http://shop.example", false, false),
            ("https://Shop.example", false, false),
            ("https://shop.example/", false, false),
            ("https://user@shop.example", false, false),
            ("https://shop.example:0443", false, false),
            ("https://shop.example:99999", false, false),
            ("https://shop..example", false, false),
            ("https://", false, false),
            ("https://shop.example;script-src *", false, false),
            (longest, true, true),
            (too_long, false, false),
            ("null", false, false),
            ("", false, false),
        ] {
            assert_eq!(
                Origin::parse(text, Mode::Test).is_some(),
                test,
                "test: {text}"
            );
            assert_eq!(
                Origin::parse(text, Mode::Live).is_some(),
                live,
                "live: {text}"
            );
        }
    }
}
