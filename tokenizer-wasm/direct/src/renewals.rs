//! A session that is kept alive while its card is typed.

use alloc::string::String;

use form::given::Session;
use form::renewal;
use wasm_bindgen::prelude::wasm_bindgen;

/// One session, over its renewals.
#[wasm_bindgen]
pub struct Renewals {
    signed: String,
    ends: i64,
}

#[wasm_bindgen]
impl Renewals {
    /// Of a session as the merchant's server handed it out.
    #[wasm_bindgen(constructor)]
    pub fn new(session: String) -> Self {
        let ends = Session::of(&session).map_or(0, |session| session.ends);
        Self {
            signed: session,
            ends,
        }
    }

    /// The newest text of it.
    pub fn signed(&self) -> String {
        self.signed.clone()
    }

    /// Takes over the answer to a renewal (status 0 where none came), and says how many milliseconds to wait
    /// before the next; nothing once there is no more time to be had.
    pub fn answered(&mut self, status: u16, text: &str) -> Option<u32> {
        let before = self.ends;
        if status == 200
            && let Some((signed, ends)) = renewed(text)
        {
            (self.signed, self.ends) = (signed, ends);
        }
        renewal::after((status != 0).then_some(status), self.ends > before)
    }
}

/// The id of a session, by which its renewals are found; nothing where the text is no session.
#[wasm_bindgen]
pub fn session_id(session: &str) -> Option<String> {
    Session::of(session).map(|session| session.id)
}

fn renewed(answer: &str) -> Option<(String, i64)> {
    let mut answer = strict_json::parse(answer.as_bytes(), 2)
        .ok()?
        .into_object()?;
    let signed = String::from(answer.take_string("session")?.as_str());
    let ends = Session::of(&signed)?.ends;
    Some((signed, ends))
}

#[cfg(test)]
mod tests {
    use super::*;
    use envelope::base64url;

    fn session(ends: i64) -> String {
        let statement = format!(
            r#"{{"kind":"direct","org":"https://shop.example","exp":{ends},"id":"AAECAwQFBgcICQoLDA0ODw"}}"#
        );
        let statement = base64url::encode(statement.as_bytes());
        format!("cs_test_0123456789abcdef_{statement}.dGFn")
    }

    #[test]
    fn a_session_is_renewed_until_that_gains_nothing() {
        let mut kept = Renewals::new(session(900));
        let answer = |ends| format!(r#"{{"object":"session","session":"{}"}}"#, session(ends));
        assert_eq!(kept.answered(200, &answer(1_800)), Some(12 * 60_000));
        assert_eq!(kept.signed(), session(1_800));
        assert_eq!(kept.answered(0, ""), Some(20_000), "the network broke");
        assert_eq!(kept.signed(), session(1_800));
        assert_eq!(kept.answered(200, &answer(1_800)), None, "the last end");
        assert_eq!(kept.answered(410, "{}"), None);
    }
}
