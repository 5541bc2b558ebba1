//! The reader asks for every signature of the chain, in order, and gives no key before.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "signer/signer.rs"]
mod signer;

use envelope::key_set::{Expected, KeySetError, RootStatement, Step, join, read, verify_es256};
use signer::*;

/// What a chain says of the key it ends in.
type Ending = Result<String, KeySetError>;

/// Reads with the pin of root number 1: whom it asked about, and how it ended. `answer` is given
/// the index of the question and whether the signature truly holds.
fn asked(text: &str, answer: impl Fn(usize, bool) -> bool) -> (Vec<String>, Ending) {
    let pin = kid(1);
    let expected = Expected {
        pin: &pin,
        env: ENV,
        iss: ISS,
        now: NOW,
        tolerance: 0,
    };
    let mut signers = Vec::new();
    let mut step = read(text.as_bytes(), &expected);
    loop {
        match step {
            Ok(Step::Check(check)) => {
                let holds = verify_es256(check.key(), check.signing_input(), check.signature());
                let index = signers.len();
                signers.push(check.key().thumbprint());
                step = check.answered(answer(index, holds));
            }
            Ok(Step::Done(key)) => return (signers, Ok(key.kid().to_owned())),
            Err(error) => return (signers, Err(error)),
        }
    }
}

/// A chain of two signatures, and one of three by which the old root introduces the next.
fn chains() -> [(String, Vec<String>); 2] {
    let statement = RootStatement {
        env: ENV,
        iss: ISS,
        jwk: &intermediate().jwk(),
        nbf: NOW - 100,
        exp: NOW + 100,
    };
    let next = Key::number(4).sign(statement.signing_input(&Key::number(4).jwk()));
    let introduced = join(&[next_root(1, NOW - 1, NOW + 1), next, good_key_set()]);
    [
        (good(), vec![kid(1), kid(2)]),
        (introduced, vec![kid(1), kid(4), kid(2)]),
    ]
}

#[test]
fn every_signature_is_asked_for_from_the_pin_to_the_set() {
    for (text, signers) in chains() {
        assert_eq!(asked(&text, |_, holds| holds), (signers, Ok(kid(9))));
    }
}

#[test]
fn one_signature_that_does_not_hold_ends_the_reading() {
    let mut ended = 0;
    for (text, signers) in chains() {
        for refused in 0..signers.len() {
            let (known, ending) = asked(&text, |index, holds| holds && index != refused);
            assert_eq!(known, signers.get(..=refused).unwrap());
            assert_eq!(ending, Err(KeySetError::BadSignature));
            ended += 1;
        }
    }
    println!("{ended} chains ended at a signature");
    assert_eq!(ended, 5);
}

#[test]
fn what_a_statement_says_is_looked_at_only_after_its_signature() {
    // Each is wrong in what it says as well; the signature is what is complained about.
    let other = root_statement("live", ISS, NOW - 100, NOW + 100);
    let late = key_set(NOW - 10, NOW, &[published(9, NOW - 100, NOW + 100)]);
    for (text, index, error) in [
        (
            join(&[other, good_key_set()]),
            0,
            KeySetError::WrongEnvironment,
        ),
        (
            join(&[good_root_statement(), late]),
            1,
            KeySetError::OutsideTime,
        ),
    ] {
        let forged = asked(&text, |at, holds| holds && at != index);
        assert_eq!(forged.1, Err(KeySetError::BadSignature));
        let genuine = asked(&text, |_, holds| holds);
        assert_eq!(genuine.1, Err(error));
        assert_eq!(genuine.0.len(), index + 1, "nothing was asked after it");
    }
}
