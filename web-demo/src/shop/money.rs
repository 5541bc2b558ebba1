//! Amounts as shoppers read them.

/// Yen have no minor unit.
pub(super) fn yen(amount: i64) -> String {
    let digits = amount.to_string();
    let mut text = String::from("¥");
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yen_are_grouped_by_thousands() {
        for (amount, text) in [
            (1, "¥1"),
            (999, "¥999"),
            (1_200, "¥1,200"),
            (1_234_567, "¥1,234,567"),
        ] {
            assert_eq!(yen(amount), text);
        }
    }
}
