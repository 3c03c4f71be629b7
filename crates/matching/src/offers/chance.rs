use careweave_types::{Error, Result};
use serde::{Deserialize, Deserializer, Serialize};

use super::natural::Natural;

/// One, in millionths.
pub(super) const MILLION: u32 = 1_000_000;

/// A probability in whole millionths: 250000 is one in four.
///
/// ```
/// use careweave_matching::offers::Chance;
/// assert_eq!(Chance::from_ratio(1, 3)?.millionths(), 333_333);
/// assert!(Chance::from_millionths(1_000_001).is_err());
/// # Ok::<(), careweave_types::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Chance(u32);

impl Chance {
    /// It will not happen.
    pub const NEVER: Self = Self(0);
    /// It will happen.
    pub const CERTAIN: Self = Self(MILLION);

    /// A probability of so many millionths.
    ///
    /// # Errors
    /// `InvalidInput` above 1000000.
    pub fn from_millionths(millionths: u32) -> Result<Self> {
        if millionths > MILLION {
            return Err(wrong(
                "millionths",
                "a probability is between 0 and 1000000 millionths",
            ));
        }
        Ok(Self(millionths))
    }

    /// `numerator / denominator`, rounded down to a millionth: a wave that is sized by it is never too small for the
    /// exact rate.
    ///
    /// # Errors
    /// `InvalidInput` for a denominator of 0 or above 10^32, and for a numerator above the denominator.
    pub fn from_ratio(numerator: u128, denominator: u128) -> Result<Self> {
        if denominator == 0 || denominator > 10_u128.pow(32) {
            return Err(wrong("denominator", "must be between 1 and 10^32"));
        }
        if numerator > denominator {
            return Err(wrong("numerator", "must not be above the denominator"));
        }
        let millionths = numerator * u128::from(MILLION) / denominator;
        Ok(Self(u32::try_from(millionths).unwrap_or(MILLION)))
    }

    /// In millionths, 0 to 1000000.
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// The probability that it does not happen.
    pub const fn complement(self) -> Self {
        Self(MILLION - self.0)
    }
}

impl<'de> Deserialize<'de> for Chance {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::from_millionths(u32::deserialize(d)?).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

fn wrong(field: &'static str, rule: &str) -> Error {
    Error::invalid("offers.chance", field, rule)
}

/// The exact probability that none of several independent events happens, as a fraction.
#[derive(Clone, Debug)]
pub(super) struct NoneOf {
    numerator: Natural,
    denominator: Natural,
}

impl NoneOf {
    /// Of no events: certain.
    pub(super) fn nothing() -> Self {
        Self {
            numerator: Natural::one(),
            denominator: Natural::one(),
        }
    }

    pub(super) fn and(&mut self, chance: Chance) {
        let missed = chance.complement().0;
        let shared = greatest_common_divisor(missed, MILLION);
        self.numerator.multiply(missed / shared);
        self.denominator.multiply(MILLION / shared);
    }

    /// True when at least one event happens with the probability `target` or a greater one.
    pub(super) fn leaves(&self, target: Chance) -> bool {
        let mut missed = self.numerator.clone();
        missed.multiply(MILLION);
        let mut allowed = self.denominator.clone();
        allowed.multiply(target.complement().0);
        missed <= allowed
    }

    /// The probability that at least one event happens, rounded down.
    pub(super) fn at_least_one(&self) -> Chance {
        let (mut low, mut high) = (0, MILLION);
        while low < high {
            let middle = (low + high).div_ceil(2);
            if self.leaves(Chance(middle)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Chance(low)
    }
}

fn greatest_common_divisor(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
