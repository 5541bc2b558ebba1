//! Ids that nobody can guess.

/// 128 random bits as 32 letters. Without digits nothing can look like a card number.
pub(super) fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|bits| char::from(b'a' + bits))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_32_letters_and_differ() {
        let id = random().unwrap();
        assert!(id.len() == 32 && id.bytes().all(|letter| letter.is_ascii_lowercase()));
        assert_ne!(id, random().unwrap());
    }
}
