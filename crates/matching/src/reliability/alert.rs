use careweave_types::{Error, Result};

use super::Estimate;

/// When to act on an estimate: when what a miss is expected to cost is more than acting does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlertCosts {
    miss: u64,
    action: u64,
}

impl AlertCosts {
    /// What a missed shift costs and what the action (a call, a standby) costs, in the same minor units.
    ///
    /// # Errors
    /// `InvalidInput` when a miss costs nothing.
    pub fn new(miss: u64, action: u64) -> Result<Self> {
        if miss == 0 {
            return Err(Error::invalid(
                "reliability.alert",
                "miss",
                "must cost more than nothing",
            ));
        }
        Ok(Self { miss, action })
    }

    /// True when `p · miss > action`, exactly.
    pub fn is_worth_it(self, estimate: &Estimate) -> bool {
        estimate.numerator * u128::from(self.miss) > estimate.denominator * u128::from(self.action)
    }

    /// The probability above which acting pays, in parts per million, rounded to nearest.
    pub fn threshold_ppm(self) -> u64 {
        let ppm = (u128::from(self.action) * 2_000_000 + u128::from(self.miss)) / (u128::from(self.miss) * 2);
        u64::try_from(ppm).unwrap_or(u64::MAX)
    }
}
