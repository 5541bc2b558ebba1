//! `PUT /v1/admin/acquirers/{name}`

use super::free_text::holds_card_number;
use super::{Members, is_safe_url};
use crate::Problem;
use crate::acquirer::ConnectorKind;
use crate::terms::{Capability, CutOff, Terms};
use access::Mode;
use zeroize::Zeroizing;

/// A body that could be read: an acquirer merchants may be put with.
pub struct Acquirer {
    /// How it is spoken to.
    pub kind: ConnectorKind,
    /// Base address, without a slash at its end.
    pub url: String,
    /// What requests are signed with.
    pub signing_secret: Zeroizing<String>,
    /// What it can do, and until when.
    pub terms: Terms,
}

/// Reads an acquirer's settings.
pub fn read(body: &[u8], mode: Mode) -> Result<Acquirer, Problem> {
    let mut members = Members::of_body(body)?;
    let acquirer = Acquirer {
        kind: members
            .optional("connector", |value| {
                ConnectorKind::parse(&value.into_string()?)
            })?
            .ok_or(Problem::invalid("connector"))?,
        url: members
            .optional("url", |value| {
                let url = value.into_string()?;
                is_safe_url(&url, mode).then(|| url.trim_end_matches('/').to_owned())
            })?
            .ok_or(Problem::invalid("url"))?,
        signing_secret: members.secret("signing_secret")?,
        terms: terms(&mut members)?,
    };
    members.end()?;
    let visible = acquirer
        .signing_secret
        .bytes()
        .all(|byte| byte.is_ascii_graphic());
    if !visible || !(16..=256).contains(&acquirer.signing_secret.len()) {
        return Err(Problem::invalid("signing_secret"));
    }
    Ok(acquirer)
}

/// What is left out is as in most acquirers.
fn terms(members: &mut Members) -> Result<Terms, Problem> {
    let usual = Terms::default();
    Ok(Terms {
        capabilities: members
            .optional_list("capabilities", Capability::ALL.len(), Capability::parse)?
            .unwrap_or(usual.capabilities),
        cut_off: members
            .optional("cut_off", |value| CutOff::parse(&value.into_string()?))?
            .unwrap_or(usual.cut_off),
    })
}

/// Whether a text may name an acquirer: 1 to 32 lower-case letters, digits and hyphens, no card number.
pub fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = (1..=32).contains(&text.len()) && text.bytes().all(plain);
    fits && !holds_card_number(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acquirer_is_reached_over_https_or_on_this_machine_in_test_mode() {
        let read = |url: &str, mode| {
            let body = format!(
                r#"{{"connector":"json","url":"{url}","signing_secret":"0123456789abcdef"}}"#
            );
            read(body.as_bytes(), mode).map(|acquirer| acquirer.url)
        };
        assert_eq!(
            read("https://acquirer.example/api/", Mode::Live).unwrap(),
            "https://acquirer.example/api"
        );
        assert_eq!(
            read("http://127.0.0.1:9/hold/500", Mode::Test).unwrap(),
            "http://127.0.0.1:9/hold/500"
        );
        for url in [
            "http://127.0.0.1:9",
            "http://acquirer.example",
            "https://user@acquirer.example",
            "https://acquirer.example?x=1",
            "https://acquirer.example/#x",
            "file:///etc/passwd",
            "https://",
            "",
        ] {
            assert_eq!(read(url, Mode::Live), Err(Problem::invalid("url")), "{url}");
        }
    }

    #[test]
    fn a_name_is_no_card_number_since_it_is_seen_in_metrics() {
        for name in ["demo", "bank-1", "4242"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "Demo", "a b", "4242424242424242", "4242-4242-4242-4242"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
