use serde::Serialize;

/// Median and ninetieth percentile of durations, in seconds; nothing for none. The percentile is a value that
/// occurred (nearest rank), the median of an even number the lower of the two in the middle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// How many.
    pub n: u64,
    /// The median, in seconds.
    pub median_seconds: Option<i64>,
    /// The ninetieth percentile, in seconds.
    pub p90_seconds: Option<i64>,
}

impl Spread {
    /// Of durations in milliseconds, in any order.
    pub fn of_millis(mut durations: Vec<i64>) -> Self {
        durations.sort_unstable();
        let rank = |percent: usize| {
            let rank = (durations.len() * percent).div_ceil(100);
            durations.get(rank.checked_sub(1)?).map(|ms| ms.div_euclid(1_000))
        };
        Self {
            n: durations.len() as u64,
            median_seconds: rank(50),
            p90_seconds: rank(90),
        }
    }
}

/// The Gini coefficient of counts: 0 when all have the same, near 1 when one has all. Nothing when there is nobody
/// or nothing to share.
///
/// ```
/// use careweave_insights::measure::gini;
/// assert_eq!(gini(vec![4, 4, 4]), Some(0.0));
/// assert_eq!(gini(vec![0, 0, 0, 8]), Some(0.75));
/// assert_eq!(gini(vec![]), None);
/// ```
pub fn gini(mut counts: Vec<u64>) -> Option<f64> {
    counts.sort_unstable();
    let n = counts.len() as i128;
    let total: i128 = counts.iter().map(|&count| i128::from(count)).sum();
    if total == 0 {
        return None;
    }
    let weighted: i128 = (1..)
        .zip(&counts)
        .map(|(rank, &count)| rank * i128::from(count))
        .sum();
    Some((2 * weighted - (n + 1) * total) as f64 / (n * total) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_and_the_ninetieth_are_values_that_occurred() {
        let spread = Spread::of_millis((1..=10).rev().map(|s| s * 1_000).collect());
        assert_eq!(
            (spread.n, spread.median_seconds, spread.p90_seconds),
            (10, Some(5), Some(9))
        );
        assert_eq!(Spread::of_millis(Vec::new()), Spread::default());
    }
}
