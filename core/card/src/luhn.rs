//! The check digit of ISO/IEC 7812-1 annex B.

/// Whether ASCII `digits` end in their right Luhn check digit.
pub(crate) fn is_valid(digits: &[u8]) -> bool {
    let mut sum = 0_u32;
    for (place, digit) in digits.iter().rev().enumerate() {
        let value = u32::from(digit.wrapping_sub(b'0'));
        let doubled = if place % 2 == 1 { value * 2 } else { value };
        sum += doubled / 10 + doubled % 10;
    }
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use proptest::prelude::*;
    use std::vec::Vec;

    #[test]
    fn the_numbers_of_the_standard_and_of_the_brands_pass() {
        for number in [
            "79927398713",
            "4242424242424242",
            "378282246310005",
            "30569309025904",
        ] {
            assert!(is_valid(number.as_bytes()), "{number}");
        }
        assert!(!is_valid(b"4242424242424241"));
    }

    fn completed(mut digits: Vec<u8>) -> Vec<u8> {
        digits.push(b'0');
        for check in b'0'..=b'9' {
            *digits.last_mut().unwrap() = check;
            if is_valid(&digits) {
                break;
            }
        }
        digits
    }

    proptest! {
        #[test]
        fn changing_any_single_digit_is_caught(
            digits in proptest::collection::vec(b'0'..=b'9', 11..=18),
            place in any::<prop::sample::Index>(),
            step in 1_u8..10,
        ) {
            let mut digits = completed(digits);
            prop_assert!(is_valid(&digits));
            let place = place.index(digits.len());
            digits[place] = b'0' + (digits[place] - b'0' + step) % 10;
            prop_assert!(!is_valid(&digits));
        }

        #[test]
        fn swapping_neighbours_is_caught_but_for_zero_and_nine(
            digits in proptest::collection::vec(b'0'..=b'9', 11..=18),
            place in any::<prop::sample::Index>(),
        ) {
            let mut digits = completed(digits);
            let place = place.index(digits.len() - 1);
            let (left, right) = (digits[place], digits[place + 1]);
            digits.swap(place, place + 1);
            let blind = left == right || (left.min(right), left.max(right)) == (b'0', b'9');
            prop_assert_eq!(is_valid(&digits), blind);
        }
    }
}
