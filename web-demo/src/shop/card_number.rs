//! Whether a card number stands where none belongs. A shop must not keep one, not even by mistake.

/// The length of the shortest card number.
const SHORTEST: usize = 13;

/// Whether so many digits stand in the text: plain, full-width, or in groups with one mark between.
/// No name, address or Japanese phone number has as many, so neither brand nor check digit is asked.
pub(super) fn stands_in(text: &str) -> bool {
    let mut digits = 0;
    let mut after_mark = false;
    for letter in text.chars() {
        if letter.is_ascii_digit() || ('０'..='９').contains(&letter) {
            digits += 1;
            after_mark = false;
            if digits == SHORTEST {
                return true;
            }
        } else if after_mark {
            digits = 0;
        } else {
            after_mark = true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_is_found_however_it_is_written() {
        for text in [
            "4242424242424242",
            "card 4242 4242 4242 4242, thank you",
            "4242-4242-4242-4242",
            "４２４２　４２４２　４２４２　４２４２",
            "a3782/822463/10005",
            "12 . 6200000000000005",
        ] {
            assert!(stands_in(text), "{text}");
        }
    }

    #[test]
    fn addresses_and_phone_numbers_are_no_card_numbers() {
        for text in [
            "",
            "東京都渋谷区神宮前1-2-3 キャットハイツ101",
            "+81 90 1234 5678",
            "150-0001",
            "4242  4242  4242  4242 is four numbers",
        ] {
            assert!(!stands_in(text), "{text}");
        }
    }
}
