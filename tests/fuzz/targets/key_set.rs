//! `key_set::read`: any bytes, and any statements given in the clear. Whether a signature holds is
//! the input's to say, so that what lies behind it is reached.
#![no_main]

mod compact;

use envelope::base64url;
use envelope::key_set::{self, Check, Expected, KeySetError, MAX_KEY_SET, Step};
use libfuzzer_sys::fuzz_target;

/// The seeds' root, context and time.
const EXPECTED: Expected<'static> = Expected {
    pin: "Nrqg3-M_Xwtx-1tbtc1J7Xul2DyeC0bUSy9u_5NSG6g",
    env: "test",
    iss: "https://vault.example",
    now: 1_800_000_000,
    tolerance: 2,
};

fuzz_target!(|data: &[u8]| {
    let _ = read(data);
    let _ = read(&compact::from_lines(data));
});

fn read(text: &[u8]) -> Result<(), KeySetError> {
    let mut step = key_set::read(text, &EXPECTED)?;
    assert!(text.len() <= MAX_KEY_SET);
    let mut answers = Vec::new();
    loop {
        match step {
            Step::Check(check) => {
                assert!(!answers.is_empty() || check.key().thumbprint() == EXPECTED.pin);
                signed_as_sent(&check, text);
                answers.push(holds(&check));
                // Planted: a caller that takes every signature for good.
                let answer = holds(&check) || cfg!(feature = "planted_bug");
                step = check.answered(answer)?;
            }
            Step::Done(key) => {
                assert!(base64url::decode_array::<32>(key.kid().as_bytes()).is_some());
                assert!(
                    matches!(answers.len(), 2 | 3),
                    "{} signatures",
                    answers.len()
                );
                assert!(!answers.contains(&false), "a key behind a bad signature");
                return Ok(());
            }
        }
    }
}

/// A signature holds whose bytes add up to an even number: half of all changes break it.
fn holds(check: &Check<'_>) -> bool {
    check.signature().iter().fold(0, |sum, byte| sum ^ byte) & 1 == 0
}

/// What is to be verified is what stands in the text, and its signature follows.
fn signed_as_sent(check: &Check<'_>, text: &[u8]) {
    let signed = [
        check.signing_input(),
        b".",
        base64url::encode(check.signature()).as_bytes(),
    ]
    .concat();
    assert!(
        text.split(|byte| *byte == b'~')
            .any(|statement| statement == signed)
    );
}
