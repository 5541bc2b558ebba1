//! Key-encryption keys from the shares of two custodians: neither has a key alone.

use super::keyring::Locked;
use super::secrets::Members;
use envelope::base64url;
use worker::Env;
use zeroize::Zeroizing;

/// The two halves of every key-encryption key, by its id.
pub(super) struct Shares(Members, Members);

impl Shares {
    pub(super) fn of(env: &Env) -> Result<Self, Locked> {
        Ok(Self(
            Members::of_binding(env, "CARDSEAL_KEK_SHARE_1")?,
            Members::of_binding(env, "CARDSEAL_KEK_SHARE_2")?,
        ))
    }

    /// The KEK of this id, where the shares are those its check value was made with.
    pub(super) fn join(
        &mut self,
        id: &str,
        check_value: &str,
    ) -> Result<Zeroizing<[u8; 32]>, Locked> {
        const AT: Locked = Locked("keks");
        let share = |text: Zeroizing<String>| {
            base64url::decode_array::<32>(text.as_bytes()).map(Zeroizing::new)
        };
        let one = self.0.text(id).and_then(share).ok_or(AT)?;
        let other = self.1.text(id).and_then(share).ok_or(AT)?;
        join(&one, &other, check_value).ok_or(AT)
    }
}

/// `one` XOR `other`, where the first eight bytes of its HMAC over `cardseal/kcv/v1` are the check value.
fn join(one: &[u8; 32], other: &[u8; 32], check_value: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut kek = Zeroizing::new([0; 32]);
    for ((to, one), other) in kek.iter_mut().zip(one).zip(other) {
        *to = one ^ other;
    }
    let check = access::Key::new(*kek).tag(&[b"cardseal/kcv/v1"]);
    (check.get(..8).map(base64url::encode).as_deref() == Some(check_value)).then_some(kek)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kek_is_joined_only_from_the_shares_its_check_value_was_made_with() {
        let kek: Vec<u8> = [3_u8; 32]
            .iter()
            .zip([5_u8; 32])
            .map(|(one, other)| one ^ other)
            .collect();
        let check = access::Key::new(kek.try_into().unwrap()).tag(&[b"cardseal/kcv/v1"]);
        let check = base64url::encode(&check[..8]);
        assert_eq!(
            join(&[3; 32], &[5; 32], &check).map(|kek| *kek),
            Some([6; 32])
        );
        assert!(join(&[3; 32], &[4; 32], &check).is_none());
        assert!(join(&[3; 32], &[5; 32], "").is_none());
    }
}
