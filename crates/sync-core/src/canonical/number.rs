use std::cmp::Ordering;
use std::fmt;

/// A JSON number by its value: `digits × 10^exponent`, in its one shortest form.
///
/// `1`, `1.0` and `10e-1` are equal; `-0` is `0`; no digit is ever lost.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number {
    negative: bool,
    /// Without leading and trailing zeros; empty for zero.
    digits: String,
    exponent: i64,
}

impl Number {
    /// Zero.
    pub const ZERO: Self = Self {
        negative: false,
        digits: String::new(),
        exponent: 0,
    };

    /// The number of a literal that has the grammar of JSON; `None` when its exponent is beyond 18 digits.
    pub(super) fn of_literal(literal: &str) -> Option<Self> {
        let (negative, literal) = match literal.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, literal),
        };
        let (mantissa, exponent) = match literal.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent_of(exponent)?),
            None => (literal, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let kept = all.trim_start_matches('0');
        let digits = kept.trim_end_matches('0');
        if digits.is_empty() {
            return Some(Self::ZERO);
        }
        let dropped = i64::try_from(kept.len() - digits.len()).ok()?;
        let decimals = i64::try_from(fraction.len()).ok()?;
        Some(Self {
            negative,
            digits: digits.to_owned(),
            exponent: exponent.checked_sub(decimals)?.checked_add(dropped)?,
        })
    }

    fn compare(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.digits.is_empty(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let (mine, its) = (sign(self), sign(other));
        if mine != its || mine == 0 {
            return mine.cmp(&its);
        }
        // The power of ten of the first digit, then digit by digit: neither has zeros at its ends.
        let top = |number: &Self| {
            number
                .exponent
                .saturating_add_unsigned(number.digits.len() as u64)
        };
        let size = top(self)
            .cmp(&top(other))
            .then_with(|| self.digits.cmp(&other.digits));
        if self.negative { size.reverse() } else { size }
    }

    /// The value, where it is a whole number that fits.
    pub fn as_i64(&self) -> Option<i64> {
        if self.digits.is_empty() {
            return Some(0);
        }
        let zeros = usize::try_from(self.exponent).ok().filter(|zeros| *zeros < 19)?;
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{}{}", self.digits, "0".repeat(zeros)).parse().ok()
    }
}

/// An exponent of at most 18 digits behind its leading zeros.
fn exponent_of(text: &str) -> Option<i64> {
    let (sign, digits) = match text.as_bytes().first() {
        Some(b'-') => (-1, &text[1..]),
        Some(b'+') => (1, &text[1..]),
        _ => (1, text),
    };
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    if digits.len() > 18 {
        return None;
    }
    digits.parse::<i64>().ok().map(|exponent| sign * exponent)
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.compare(other)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        // The text of an integer is a literal with no exponent.
        Self::of_literal(&value.to_string()).unwrap_or(Self::ZERO)
    }
}

impl fmt::Display for Number {
    /// The one text of the value: `0`, `15`, `15e-1`, `-2e300`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.digits.is_empty() {
            return f.write_str("0");
        }
        if self.negative {
            f.write_str("-")?;
        }
        f.write_str(&self.digits)?;
        if self.exponent != 0 {
            write!(f, "e{}", self.exponent)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A number may be a part of a person's record.
        f.write_str("Number(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(literal: &str) -> Number {
        Number::of_literal(literal).unwrap()
    }

    #[test]
    fn writings_of_one_value_are_one_number() {
        for (writings, text) in [
            (&["1", "1.0", "1e0", "10e-1", "0.1E+1", "1.000"][..], "1"),
            (&["0", "-0", "0.0", "0e99", "-0.00e-3"][..], "0"),
            (&["1.5", "15e-1", "0.15e1"][..], "15e-1"),
            (&["100", "1e2", "1E+0002"][..], "1e2"),
            (&["9007199254740993"][..], "9007199254740993"),
            (&["1e400", "10e399"][..], "1e400"),
        ] {
            for writing in writings {
                assert_eq!(number(writing).to_string(), text, "{writing}");
            }
        }
        assert_ne!(number("9007199254740993"), number("9007199254740992"));
        assert_ne!(number("-1"), number("1"));
    }

    #[test]
    fn an_exponent_that_no_machine_could_mean_is_no_number() {
        assert_eq!(Number::of_literal("1e9999999999999999999"), None);
        assert_eq!(
            Number::of_literal("0.1e-999999999999999999").map(|n| n.to_string()),
            Some("1e-1000000000000000000".to_owned())
        );
    }

    #[test]
    fn whole_numbers_are_read_back_where_they_fit() {
        assert_eq!(number("9223372036854775807").as_i64(), Some(i64::MAX));
        assert_eq!(number("-9223372036854775808").as_i64(), Some(i64::MIN));
        assert_eq!(number("9223372036854775808").as_i64(), None);
        assert_eq!(number("1e18").as_i64(), Some(1_000_000_000_000_000_000));
        assert_eq!(number("1e19").as_i64(), None);
        assert_eq!(number("1.5").as_i64(), None);
    }

    proptest! {
        #[test]
        fn every_integer_keeps_its_value(value in any::<i64>()) {
            prop_assert_eq!(Number::from(value).as_i64(), Some(value));
        }

        #[test]
        fn numbers_stand_in_the_order_of_their_values(one in any::<i64>(), other in -20_i64..20, places in 0_usize..4) {
            let scaled = number(&format!("{other}e-{places}"));
            let back = number(&format!("{one}e-{places}"));
            prop_assert_eq!(back.cmp(&scaled), one.cmp(&other));
            prop_assert_eq!(Number::from(one).cmp(&Number::from(other)), one.cmp(&other));
        }

        #[test]
        fn shifting_the_point_changes_nothing(value in -1_000_000_i64..1_000_000, places in 0_usize..12) {
            let moved = format!("{value}{}e-{places}", "0".repeat(places));
            prop_assert_eq!(number(&moved), Number::from(value));
        }
    }
}
