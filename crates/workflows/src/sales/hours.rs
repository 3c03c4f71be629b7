//! Hours a week from revenue a month, in whole numbers.

use careweave_types::{Error, Money, Result};
use serde::{Deserialize, Serialize};

const AT: &str = "sales.hours";

/// How hours that are not whole are rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoursRounding {
    /// To the nearest; a half goes up.
    #[default]
    Nearest,
    /// Down.
    Down,
    /// Up.
    Up,
}

/// Hours a week as an exact fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeeklyHours {
    numerator: u128,
    denominator: u128,
}

impl WeeklyHours {
    /// The hours a week that `monthly_revenue` pays at `hourly_rate`: twelve months are fifty-two weeks.
    ///
    /// # Errors
    /// `InvalidInput` for two currencies, a revenue below zero, and a rate that is not above zero.
    pub fn from_revenue(monthly_revenue: Money, hourly_rate: Money) -> Result<Self> {
        if monthly_revenue.currency != hourly_rate.currency {
            return Err(Error::invalid(
                AT,
                "monthly_revenue",
                "must be in the currency of the rate",
            ));
        }
        let revenue = u128::try_from(monthly_revenue.minor)
            .map_err(|_| Error::invalid(AT, "monthly_revenue", "must not be below zero"))?;
        let rate = u128::try_from(hourly_rate.minor)
            .ok()
            .filter(|rate| *rate > 0)
            .ok_or_else(|| Error::invalid(AT, "hourly_rate", "must be above zero"))?;
        Ok(Self {
            numerator: revenue * 12,
            denominator: rate * 52,
        })
    }

    /// The fraction: hours times the second number are the first.
    pub const fn as_fraction(&self) -> (u128, u128) {
        (self.numerator, self.denominator)
    }

    /// Whole hours.
    ///
    /// # Errors
    /// `InvalidInput` for more than a week has, 168.
    pub fn rounded(&self, rounding: HoursRounding) -> Result<u32> {
        let whole = match rounding {
            HoursRounding::Down => self.numerator / self.denominator,
            HoursRounding::Up => self.numerator.div_ceil(self.denominator),
            HoursRounding::Nearest => (self.numerator * 2 + self.denominator) / (self.denominator * 2),
        };
        u32::try_from(whole)
            .ok()
            .filter(|hours| *hours <= 168)
            .ok_or_else(|| {
                Error::invalid(
                    AT,
                    "monthly_revenue",
                    "must pay for no more hours than a week has, 168",
                )
            })
    }
}

#[cfg(test)]
mod tests {
    use careweave_types::Currency;

    use super::*;

    fn usd(cents: i64) -> Money {
        Money::new(cents, Currency::Usd)
    }

    #[test]
    fn hours_are_exact_until_they_are_rounded() {
        // 20 hours at 36.00 for 52 weeks are 3120.00 a month.
        let hours = WeeklyHours::from_revenue(usd(312_000), usd(3_600)).unwrap();
        for rounding in [HoursRounding::Nearest, HoursRounding::Down, HoursRounding::Up] {
            assert_eq!(hours.rounded(rounding).unwrap(), 20);
        }
        let cent_more = WeeklyHours::from_revenue(usd(312_001), usd(3_600)).unwrap();
        assert_eq!(cent_more.as_fraction(), (3_744_012, 187_200));
        assert_eq!(cent_more.rounded(HoursRounding::Up).unwrap(), 21);
        assert_eq!(cent_more.rounded(HoursRounding::Nearest).unwrap(), 20);
        let half = WeeklyHours::from_revenue(usd(13), usd(2)).unwrap();
        assert_eq!(half.rounded(HoursRounding::Nearest).unwrap(), 2, "a half goes up");
    }

    #[test]
    fn amounts_that_make_no_hours_name_their_field() {
        let field = |result: Result<u32>| result.unwrap_err().get("field").unwrap().to_owned();
        let of = |revenue, rate| {
            WeeklyHours::from_revenue(revenue, rate).and_then(|hours| hours.rounded(HoursRounding::Down))
        };
        assert_eq!(field(of(usd(1), usd(0))), "hourly_rate");
        assert_eq!(field(of(usd(-1), usd(1))), "monthly_revenue");
        assert_eq!(field(of(Money::new(1, Currency::Brl), usd(1))), "monthly_revenue");
        assert_eq!(field(of(usd(i64::MAX), usd(1))), "monthly_revenue");
    }
}
