use std::fmt;

use careweave_types::{Currency, Money};
use serde::Serialize;

use super::WhyNull;

/// A quotient of two whole quantities that is no share: it may be over 1, or negative. Never infinite.
///
/// ```
/// use careweave_insights::measure::{Ratio, WhyNull};
/// assert_eq!(Ratio::new(4_800_000, 45_000, WhyNull::NoSpend).to_string(), "106.67");
/// assert_eq!(Ratio::new(7_200_000, 0, WhyNull::NoSpend).value(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Ratio {
    value: Option<f64>,
    numerator: i128,
    denominator: i128,
    why_null: Option<WhyNull>,
}

impl Ratio {
    /// `numerator / denominator`; `when_zero` says why there is none when the denominator is not above zero.
    pub fn new(numerator: i128, denominator: i128, when_zero: WhyNull) -> Self {
        let some = denominator > 0;
        Self {
            value: some.then(|| numerator as f64 / denominator as f64),
            numerator,
            denominator,
            why_null: (!some).then_some(when_zero),
        }
    }

    /// No value, for a reason.
    pub const fn null(why: WhyNull) -> Self {
        Self {
            value: None,
            numerator: 0,
            denominator: 0,
            why_null: Some(why),
        }
    }

    /// The quotient.
    pub const fn value(&self) -> Option<f64> {
        self.value
    }

    /// What is divided.
    pub const fn numerator(&self) -> i128 {
        self.numerator
    }

    /// What it is divided by.
    pub const fn denominator(&self) -> i128 {
        self.denominator
    }

    /// Why there is no value.
    pub const fn why_null(&self) -> Option<WhyNull> {
        self.why_null
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Some(value) => f.pad(&format!("{value:.2}")),
            None => f.pad(&format!(
                "– ({})",
                self.why_null.map_or("no value", WhyNull::sentence)
            )),
        }
    }
}

/// An amount of money, or the reason that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Amount {
    value: Option<Money>,
    why_null: Option<WhyNull>,
}

impl Amount {
    /// A known amount.
    pub const fn of(value: Money) -> Self {
        Self {
            value: Some(value),
            why_null: None,
        }
    }

    /// No amount, for a reason.
    pub const fn null(why: WhyNull) -> Self {
        Self {
            value: None,
            why_null: Some(why),
        }
    }

    /// `total / parts` in minor units, halves away from zero; `when_zero` says why there is none without parts.
    pub fn mean(total: i128, parts: i128, currency: Currency, when_zero: WhyNull) -> Self {
        if parts <= 0 {
            return Self::null(when_zero);
        }
        Self::exactly(rounded(total, parts), currency)
    }

    /// An amount that was summed in 128 bits.
    pub fn exactly(minor: i128, currency: Currency) -> Self {
        i64::try_from(minor).map_or(Self::null(WhyNull::OutOfRange), |minor| {
            Self::of(Money::new(minor, currency))
        })
    }

    /// The amount.
    pub const fn value(&self) -> Option<Money> {
        self.value
    }

    /// Why there is none.
    pub const fn why_null(&self) -> Option<WhyNull> {
        self.why_null
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Some(money) => f.pad(&money.to_string()),
            None => f.pad(&format!(
                "– ({})",
                self.why_null.map_or("no value", WhyNull::sentence)
            )),
        }
    }
}

/// `numerator / denominator` to the nearest whole, halves away from zero. The denominator is above zero.
pub(crate) fn rounded(numerator: i128, denominator: i128) -> i128 {
    let (quotient, rest) = (numerator / denominator, numerator % denominator);
    if rest.abs() * 2 >= denominator {
        quotient + numerator.signum()
    } else {
        quotient
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_away_from_zero_on_both_sides() {
        assert_eq!(
            [rounded(5, 2), rounded(-5, 2), rounded(4, 3), rounded(-4, 3)],
            [3, -3, 1, -1]
        );
    }

    #[test]
    fn a_mean_of_nobody_says_why_and_a_mean_too_large_does_too() {
        assert_eq!(
            Amount::mean(5, 0, Currency::Usd, WhyNull::NobodyWon).why_null(),
            Some(WhyNull::NobodyWon)
        );
        assert_eq!(
            Amount::exactly(i128::from(i64::MAX) + 1, Currency::Usd).why_null(),
            Some(WhyNull::OutOfRange)
        );
    }
}
