//! Money, exactly, until it is rounded once.

use std::cmp::Ordering;
use std::fmt;

use careweave_types::{Currency, Error, Money, Result};

use super::evaluate::Tally;
use super::policy::RegularRate;

/// The largest bonus accepted, in minor units.
pub(crate) const MAX_BONUS: i64 = 1_000_000_000_000;

/// An exact amount: a quotient of two whole numbers, in lowest terms.
///
/// Pay is a sum of quotients (minutes times a rate over sixty, an average rate over the hours of a week). They are
/// added as they are; [`Exact::round`] is applied once, at the end.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Exact {
    num: i128,
    den: i128,
}

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self { num: 0, den: 1 };

    /// A whole number.
    pub const fn whole(value: i64) -> Self {
        Self {
            num: value as i128,
            den: 1,
        }
    }

    /// `num / den`; `den` is positive.
    pub(crate) fn new(num: i128, den: i128) -> Self {
        let divisor = gcd(num.unsigned_abs(), den.unsigned_abs()).max(1) as i128;
        Self {
            num: num / divisor,
            den: den / divisor,
        }
    }

    /// The numerator, in lowest terms.
    pub const fn numerator(&self) -> i128 {
        self.num
    }

    /// The denominator, in lowest terms; positive.
    pub const fn denominator(&self) -> i128 {
        self.den
    }

    /// The nearest whole number, halves to the even one.
    pub const fn round(&self) -> i128 {
        half_even(self.num, self.den)
    }

    /// The nearest multiple of `1 / scale`, times `scale`, halves to the even one.
    pub const fn round_scaled(&self, scale: i128) -> i128 {
        half_even(self.num * scale, self.den)
    }

    fn plus(self, other: Self) -> Self {
        let divisor = gcd(self.den.unsigned_abs(), other.den.unsigned_abs()).max(1) as i128;
        let left = other.den / divisor;
        Self::new(
            self.num * left + other.num * (self.den / divisor),
            self.den * left,
        )
    }

    /// The amount as money, rounded half to even.
    ///
    /// # Errors
    /// `InvalidInput` when it leaves the range of 64 bits.
    pub fn to_money(&self, currency: Currency) -> Result<Money> {
        i64::try_from(self.round())
            .map(|minor| Money::new(minor, currency))
            .map_err(|_| Error::invalid("overtime.pay", "amount", "the amount is out of range"))
    }
}

impl std::ops::Add for Exact {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.plus(other)
    }
}

impl std::ops::Sub for Exact {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.plus(Self {
            num: -other.num,
            den: other.den,
        })
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        (*self - *other).num.cmp(&0)
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.den {
            1 => write!(f, "{}", self.num),
            den => write!(f, "{}/{den}", self.num),
        }
    }
}

pub(crate) const fn half_even(num: i128, den: i128) -> i128 {
    let (floor, rest) = (num.div_euclid(den), num.rem_euclid(den));
    let up = rest * 2 > den || (rest * 2 == den && floor % 2 != 0);
    floor + up as i128
}

/// [`half_even`], in 64 bits where that is enough: a division of 128 bits is many times slower.
fn half_even_minor(num: i128, den: i128) -> i64 {
    const ENOUGH: i64 = i64::MAX / 4;
    if let (Ok(num), Ok(den)) = (i64::try_from(num), i64::try_from(den))
        && den < ENOUGH
    {
        let (floor, rest) = (num.div_euclid(den), num.rem_euclid(den));
        let up = rest * 2 > den || (rest * 2 == den && floor % 2 != 0);
        return floor + i64::from(up);
    }
    // Premiums of one week fit 64 bits: rates, minutes and bonuses are bounded.
    i64::try_from(half_even(num, den)).unwrap_or(if num < 0 { i64::MIN } else { i64::MAX })
}

const fn gcd(mut a: u128, mut b: u128) -> u128 {
    // Most amounts fit 64 bits, where a remainder is many times cheaper.
    while b != 0 {
        if a <= u64::MAX as u128 && b <= u64::MAX as u128 {
            return gcd64(a as u64, b as u64) as u128;
        }
        (a, b) = (b, a % b);
    }
    a
}

const fn gcd64(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// What a workweek pays, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekPay {
    /// Every hour at its own rate, night surcharges included.
    pub straight: Exact,
    /// Nondiscretionary bonuses; they are part of the regular rate (29 CFR 778.208).
    pub bonus: Exact,
    /// What overtime adds.
    pub premium: Exact,
    /// Spread of hours; no part of the regular rate.
    pub spread: Exact,
}

impl WeekPay {
    /// Everything.
    pub fn total(&self) -> Exact {
        self.straight + self.bonus + self.premium + self.spread
    }
}

/// The numbers pay is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PayBasis {
    pub(crate) regular_rate: RegularRate,
    pub(crate) ticks_per_minute: i32,
}

impl PayBasis {
    /// Hundredths of a minor unit, sixtieths of an hour, ticks of a minute.
    fn unit(&self) -> i128 {
        6_000 * i128::from(self.ticks_per_minute)
    }

    pub(crate) fn straight(&self, tally: &Tally) -> Exact {
        Exact::new(tally.straight.into(), self.unit())
    }

    /// All remuneration over all hours, in minor units per hour; nothing for a week without work.
    pub(crate) fn regular_rate(&self, tally: &Tally, bonus: i64) -> Option<Exact> {
        let remuneration = i128::from(tally.straight) + i128::from(bonus) * self.unit();
        (tally.worked > 0).then(|| Exact::new(remuneration, i128::from(tally.worked) * 100))
    }

    /// What the premium rises by from one tally of a week to another, in minor units, rounded half to even: the same
    /// as the difference of two [`PayBasis::premium`], without reducing fractions on the way.
    pub(crate) fn premium_change(&self, before: &Tally, after: &Tally, bonus: i64) -> i64 {
        if before.extra == 0 && after.extra == 0 {
            return 0;
        }
        let unit = self.unit() * 100;
        let (num, den) = match self.regular_rate {
            RegularRate::WeightedAverage => {
                let paid = |t: &Tally| {
                    (i128::from(t.straight) + i128::from(bonus) * self.unit()) * i128::from(t.extra)
                };
                // A week without work has no premium.
                let (old, new) = (i128::from(before.worked.max(1)), i128::from(after.worked.max(1)));
                (paid(after) * old - paid(before) * new, old * new * unit)
            }
            RegularRate::RateInEffect => (i128::from(after.extra_rate) - i128::from(before.extra_rate), unit),
        };
        half_even_minor(num, den)
    }

    pub(crate) fn premium(&self, tally: &Tally, bonus: i64) -> Exact {
        if tally.extra == 0 {
            return Exact::ZERO;
        }
        match self.regular_rate {
            RegularRate::WeightedAverage => {
                let remuneration = i128::from(tally.straight) + i128::from(bonus) * self.unit();
                Exact::new(
                    remuneration * i128::from(tally.extra),
                    i128::from(tally.worked) * self.unit() * 100,
                )
            }
            RegularRate::RateInEffect => Exact::new(tally.extra_rate.into(), self.unit() * 100),
        }
    }
}
