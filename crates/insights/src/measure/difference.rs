use serde::Serialize;

use super::rate::wilson;
use super::{Tally, WhyNull};

/// One share less another, with the interval of 95 % by Newcombe's method 10 (Statistics in Medicine 17, 1998): the
/// two Wilson intervals, combined.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RiskDifference {
    value: Option<f64>,
    low95: Option<f64>,
    high95: Option<f64>,
    why_null: Option<WhyNull>,
}

impl RiskDifference {
    /// `treated - control`.
    pub fn new(treated: Tally, control: Tally) -> Self {
        let parts = (treated.share(), wilson(treated), control.share(), wilson(control));
        let (Some(p1), Some((low1, high1)), Some(p2), Some((low2, high2))) = parts else {
            return Self {
                value: None,
                low95: None,
                high95: None,
                why_null: Some(WhyNull::NothingToCount),
            };
        };
        let reach = |a: f64, b: f64| (a * a + b * b).sqrt();
        Self {
            value: Some(p1 - p2),
            low95: Some((p1 - p2 - reach(p1 - low1, high2 - p2)).max(-1.0)),
            high95: Some((p1 - p2 + reach(high1 - p1, p2 - low2)).min(1.0)),
            why_null: None,
        }
    }

    /// The difference, between -1 and 1.
    pub const fn value(&self) -> Option<f64> {
        self.value
    }

    /// The interval.
    pub fn interval(&self) -> Option<(f64, f64)> {
        self.low95.zip(self.high95)
    }

    /// Why there is none.
    pub const fn why_null(&self) -> Option<WhyNull> {
        self.why_null
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_newcombes() {
        // Newcombe 1998, table II, contrast (a): 56/70 - 48/80, method 10: 0.0524 to 0.3339.
        let difference = RiskDifference::new(Tally::of(56, 70).unwrap(), Tally::of(48, 80).unwrap());
        let (low, high) = difference.interval().unwrap();
        assert!((difference.value().unwrap() - 0.2).abs() < 1e-12);
        assert!(
            (low - 0.0524).abs() < 5e-5 && (high - 0.3339).abs() < 5e-5,
            "{low} {high}"
        );
    }

    #[test]
    fn without_a_control_there_is_no_difference() {
        let difference = RiskDifference::new(Tally::of(5, 7).unwrap(), Tally::default());
        assert_eq!(difference.why_null(), Some(WhyNull::NothingToCount));
    }
}
