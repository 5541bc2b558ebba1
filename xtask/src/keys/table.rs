//! What may be told about keys: names, states, times.

use std::fmt::Write as _;

use super::vault::VaultKeys;
use crate::clock::date;

/// One line per key: what it is, its thumbprint, its state, from when to when.
pub(super) fn table(keys: &VaultKeys) -> String {
    let (nbf, exp) = keys.intermediate_life;
    let mut rows = vec![
        row("root (the pin)", &keys.pin(), "active", None),
        row(
            "intermediate",
            &keys.intermediate.kid(),
            "active",
            Some((nbf, exp)),
        ),
    ];
    for key in &keys.envelope {
        rows.push(row(
            key.kind(),
            &key.kid(),
            key.state.name(),
            Some((key.nbf, key.exp)),
        ));
    }
    for (what, name) in [
        ("session", "1"),
        ("key-encryption", "k1"),
        ("routing", "-"),
        ("fingerprint", "-"),
    ] {
        rows.push(row(what, name, "active", None));
    }
    let mut text = format!("mode {}\n", keys.mode.as_str());
    rows.insert(
        0,
        ["key", "kid", "state", "from", "until"].map(str::to_owned),
    );
    for [what, kid, state, from, until] in rows {
        let _ = writeln!(text, "{what:<16} {kid:<44} {state:<8} {from:<11} {until}");
    }
    text
}

fn row(what: &str, kid: &str, state: &str, life: Option<(u64, u64)>) -> [String; 5] {
    let (from, until) = life.map_or(("-".into(), "-".into()), |(nbf, exp)| {
        (date(nbf), date(exp))
    });
    [what.into(), kid.into(), state.into(), from, until]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::envelope::{Kinds, State};
    use crate::keys::pair::Pair;
    use crate::keys::rsa::RsaPair;
    use crate::keys::secret::Secret;

    #[test]
    fn the_table_names_keys_and_never_shows_one() {
        let secret = Secret::new([7; 32]);
        let keys = VaultKeys::make(
            access::Mode::Test,
            &["http://localhost:1".into()],
            (Kinds::Both, &[State::Active, State::Retired]),
            |purpose| Pair::derive(&secret, purpose),
            RsaPair::random,
            |purpose| secret.derive(purpose),
        )
        .unwrap();
        let text = table(&keys);
        assert!(text.contains(&keys.pin()));
        let worker = keys.expose().unwrap();
        let keyring: serde_json::Value = serde_json::from_str(&worker.secrets[0].1).unwrap();
        let mut secrets = vec![worker.admin_key.unwrap().to_string()];
        for pointer in [
            "/intermediate/d",
            "/envelope_keys/0/jwk/d",
            "/envelope_keys/2/jwk/d",
            "/envelope_keys/2/jwk/p",
            "/routing_key",
            "/session_keys/0/key",
        ] {
            secrets.push(
                keyring
                    .pointer(pointer)
                    .unwrap()
                    .as_str()
                    .unwrap()
                    .to_owned(),
            );
        }
        assert_eq!(secrets.len(), 7);
        for secret in secrets {
            assert!(secret.len() >= 43 && !text.contains(&secret));
        }
    }
}
