//! Numbers: integers are read, the others only recognised.

use crate::cursor::Cursor;
use crate::parse::Error;
use crate::value::Value;

/// Reads a number (RFC 8259 section 6) that begins at the cursor.
pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Value, Error> {
    let negative = cursor.eat(b'-');
    let whole = digits(cursor)?;
    if whole.len() > 1 && whole.first() == Some(&b'0') {
        return Err(Error::Malformed);
    }
    let mut integer = true;
    if cursor.eat(b'.') {
        integer = false;
        digits(cursor)?;
    }
    if cursor.eat(b'e') || cursor.eat(b'E') {
        integer = false;
        let _sign = cursor.eat(b'+') || cursor.eat(b'-');
        digits(cursor)?;
    }
    let minus_zero = negative && whole == b"0";
    Ok(if integer && !minus_zero {
        sum(whole, negative)
    } else {
        Value::Decimal
    })
}

fn digits<'a>(cursor: &mut Cursor<'a>) -> Result<&'a [u8], Error> {
    match cursor.run(|b| b.is_ascii_digit()) {
        0 => Err(Error::Malformed),
        count => Ok(cursor.take(count)),
    }
}

/// Adds up downwards, since `i64::MIN` has no positive counterpart.
fn sum(digits: &[u8], negative: bool) -> Value {
    let below_zero = digits.iter().try_fold(0_i64, |sum, digit| {
        sum.checked_mul(10)?
            .checked_sub(i64::from(digit.wrapping_sub(b'0')))
    });
    let number = if negative {
        below_zero
    } else {
        below_zero.and_then(i64::checked_neg)
    };
    number.map_or(Value::Decimal, Value::Integer)
}
