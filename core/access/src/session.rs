//! The card session: a signed statement, not a row.
//!
//! `cs_{mode}_{mid}_{base64url(JSON)}.{base64url(HMAC-SHA-256 over all before the dot)}`. It says which
//! page may show the card form, for how long, and under which cap its tokens may be redeemed. Minting
//! one touches no storage, so nobody can fill a merchant's object by loading a page.

use crate::time::{MINUTE, SECOND};
use crate::{Key, Mid, Mode, Origin, Timestamp, base64url};
use serde::{Deserialize, Serialize};

/// A session lives this long from its minting or its renewal.
pub const LIFE: i64 = 15 * MINUTE;
/// No renewal reaches further than this from the first minting.
pub const LONGEST_LIFE: i64 = 60 * MINUTE;
/// A session is at most this long as text.
pub const MAX_LENGTH: usize = 512;

/// How the card form is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SessionKind {
    /// In a frame of the vault inside the merchant's page.
    Hosted,
    /// On a page of the vault, which sends the shopper back.
    Redirect,
    /// In the merchant's own page.
    Direct,
}

/// The statement. Members are short because the whole travels in a header.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    v: u8,
    k: String,
    /// How the card form is shown.
    pub kind: SessionKind,
    /// The origin of the page that shows the form.
    pub org: String,
    iat: i64,
    exp: i64,
    /// 22 characters: names the session; tokens and listings refer to it.
    pub id: String,
    /// Amount cap of its tokens, in minor units of `cur`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<i64>,
    /// Currency of the cap, ISO 4217.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cur: Option<String>,
    /// The customer it was made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cus: Option<String>,
    /// Whether a merchant server made it (attested) or a page did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub att: Option<bool>,
    /// Where below `org` a redirect session sends the shopper back to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ret: Option<String>,
}

/// A signing key of sessions with the name a statement carries.
pub struct SessionKey {
    /// The statement's `k`.
    pub k: String,
    /// The HMAC key.
    pub key: Key,
}

impl Session {
    /// A session of `kind` for a page of `origin`, from `now` on; further members are set on the value.
    pub fn new(kind: SessionKind, origin: &Origin, id: [u8; 16], now: Timestamp) -> Self {
        let iat = now.secs();
        Self {
            v: 1,
            k: String::new(),
            kind,
            org: origin.as_str().to_owned(),
            iat,
            exp: iat + LIFE / SECOND,
            id: base64url::encode(&id),
            cap: None,
            cur: None,
            cus: None,
            att: None,
            ret: None,
        }
    }

    /// The whole URL that a redirect session sends the shopper back to.
    pub fn return_url(&self) -> Option<String> {
        self.ret
            .as_ref()
            .map(|path| [self.org.as_str(), path].concat())
    }

    /// When it ends.
    pub fn expires_at(&self) -> Timestamp {
        Timestamp::from_secs(self.exp)
    }

    /// When its last possible renewal has passed.
    pub fn last_end(&self) -> Timestamp {
        Timestamp::from_secs(self.iat).plus(LONGEST_LIFE)
    }

    /// Whether it takes no card at `now` unless it is renewed.
    pub fn has_ended(&self, now: Timestamp) -> bool {
        now >= self.expires_at()
    }

    /// Whether it takes no card at `now`, and is not renewed any more.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= self.last_end()
    }

    /// Whether where a card comes from is known and not only said: a merchant's server made the session, and a
    /// browser `named_its_page`.
    pub fn attests(&self, named_its_page: bool) -> bool {
        self.att == Some(true) && named_its_page
    }

    /// The same session with a new end; `None` once it is over.
    ///
    /// Also one that has ended is renewed: a computer that slept has not asked in time. Nobody gains by that
    /// what they could not have: whoever holds a session can keep it alive for its hour, and who comes by an
    /// ended one can bring cards with it, five tokens in all, and read none.
    pub fn renewed(mut self, now: Timestamp) -> Option<Self> {
        if self.is_over(now) {
            return None;
        }
        let end = now.plus(LIFE).min(self.last_end()).secs();
        self.exp = self.exp.max(end);
        Some(self)
    }

    /// Signs the statement with the first of the vault's session keys.
    pub fn sign(mut self, mode: Mode, mid: Mid, key: &SessionKey) -> String {
        self.k.clone_from(&key.k);
        let json = serde_json::to_vec(&self).unwrap_or_default();
        let signed = [
            "cs_",
            mode.as_str(),
            "_",
            mid.as_str(),
            "_",
            &base64url::encode(&json),
        ]
        .concat();
        let tag = key.key.tag(&[signed.as_bytes()]);
        [&signed, ".", &base64url::encode(&tag)].concat()
    }

    /// Reads a session of this vault, whatever its age; `None` for one that is malformed, forged, of another mode
    /// or of an unknown key.
    pub fn verify(
        text: &str,
        mode: Mode,
        routing: &Key,
        keys: &[SessionKey],
    ) -> Option<(Mid, Self)> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        let (signed, tag) = text.split_once('.')?;
        let rest = signed
            .strip_prefix("cs_")?
            .strip_prefix(mode.as_str())?
            .strip_prefix('_')?;
        let (mid, json) = rest.split_once('_')?;
        let mid = Mid::parse(mid, mode, routing)?;
        let session: Self = serde_json::from_slice(&base64url::decode(json)?).ok()?;
        let key = keys.iter().find(|key| key.k == session.k)?;
        let genuine = key
            .key
            .verifies(&[signed.as_bytes()], &base64url::decode(tag)?);
        (genuine && session.v == 1).then_some((mid, session))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_796_117_400);

    fn vault() -> (Key, Vec<SessionKey>, Mid) {
        let routing = Key::new([7; 32]);
        let mid = Mid::new([1; 10], Mode::Test, &routing);
        (
            routing,
            vec![SessionKey {
                k: "1".into(),
                key: Key::new([3; 32]),
            }],
            mid,
        )
    }

    fn session() -> Session {
        let origin = Origin::parse("https://shop.example", Mode::Test).unwrap();
        Session::new(SessionKind::Hosted, &origin, [2; 16], NOW)
    }

    #[test]
    fn only_a_servers_session_on_a_page_that_was_named_attests_where_a_card_comes_from() {
        let by_server = |att| Session { att, ..session() };
        assert!(by_server(Some(true)).attests(true));
        assert!(!by_server(Some(true)).attests(false));
        assert!(!by_server(Some(false)).attests(true));
        assert!(!by_server(None).attests(true));
    }

    #[test]
    fn a_session_signed_here_is_read_here() {
        let (routing, keys, mid) = vault();
        let text = session().sign(Mode::Test, mid, &keys[0]);
        let (read_mid, read) = Session::verify(&text, Mode::Test, &routing, &keys).unwrap();
        assert_eq!(read_mid, mid);
        assert_eq!(read.org, "https://shop.example");
        assert_eq!(read.expires_at(), NOW.plus(LIFE));
    }

    #[test]
    fn a_session_ends_after_a_quarter_of_an_hour_and_is_over_after_an_hour() {
        let session = session();
        let (end, last) = (NOW.plus(15 * MINUTE), NOW.plus(60 * MINUTE));
        assert!(!session.has_ended(end.plus(-1)) && session.has_ended(end));
        assert!(!session.is_over(last.plus(-1)) && session.is_over(last));
    }

    #[test]
    fn a_session_that_slept_through_its_end_is_renewed_while_its_hour_lasts() {
        let (end, last) = (session().expires_at(), session().last_end());
        let slept = session().renewed(end.plus(10 * MINUTE)).unwrap();
        assert_eq!(slept.expires_at(), end.plus(25 * MINUTE));
        assert_eq!(slept.last_end(), last);
        let late = session().renewed(last.plus(-1)).unwrap();
        assert_eq!(late.expires_at(), last);
        assert_eq!(session().renewed(last), None);
    }

    #[test]
    fn any_changed_character_makes_a_session_unknown() {
        let (routing, keys, mid) = vault();
        let text = session().sign(Mode::Test, mid, &keys[0]);
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(
                Session::verify(&changed, Mode::Test, &routing, &keys),
                None,
                "character {at}"
            );
        }
    }

    #[test]
    fn a_renewed_session_never_outlives_an_hour() {
        let (mut now, mut current) = (NOW, session());
        let last = current.last_end();
        for _ in 0..10 {
            now = now.plus(10 * MINUTE);
            match current.clone().renewed(now) {
                Some(renewed) => {
                    assert!(renewed.expires_at() <= last);
                    assert!(renewed.expires_at() > now);
                    current = renewed;
                }
                None => assert!(now >= last),
            }
        }
        assert_eq!(current.expires_at(), last);
    }

    #[test]
    fn the_longest_session_fits_the_header() {
        let (_, keys, mid) = vault();
        let longest = ["https://", &"a".repeat(60), ".", &"b".repeat(59)].concat();
        let origin = Origin::parse(&longest, Mode::Test).unwrap();
        let mut session = Session {
            org: origin.as_str().to_owned(),
            ..session()
        };
        session.cap = Some(1_000_000_000_000);
        session.cur = Some("JPY".into());
        session.cus = Some("cus_test_00AQEBAQEBAQEBAQEBAQEBAQ".into());
        session.att = Some(true);
        assert!(session.sign(Mode::Test, mid, &keys[0]).len() <= MAX_LENGTH);
    }
}
