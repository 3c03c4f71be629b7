use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Each power of two is cut into this many buckets: a quantile is at most 1/16 above the true value.
const PARTS: u64 = 16;
const PARTS_LOG2: u32 = PARTS.ilog2();

/// The longest time told apart, in microseconds: about 71 minutes.
const LONGEST: u64 = (1 << 32) - 1;

/// The number of buckets: one for each value below [`PARTS`], then [`PARTS`] for each power of two.
const BUCKETS: usize = (PARTS + (32 - PARTS_LOG2 as u64) * PARTS) as usize;

/// Durations counted in buckets whose width grows with the value (as in HdrHistogram): constant memory of under 4 KB,
/// microseconds to an hour, quantiles at most 6.25 % too high and never too low.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Sparse", into = "Sparse")]
pub struct Histogram {
    buckets: Vec<u64>,
    count: u64,
    total_micros: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self::new()
    }
}

impl Histogram {
    /// The upper bounds, in milliseconds, that [`Histogram::at_most`] is exact enough for in an exposition.
    pub const BOUNDS_MS: [u64; 10] = [25, 50, 100, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000];

    /// An empty histogram.
    pub fn new() -> Self {
        Self {
            buckets: vec![0; BUCKETS],
            count: 0,
            total_micros: 0,
        }
    }

    /// Counts one duration. One over 71 minutes counts as 71 minutes.
    pub fn record(&mut self, elapsed: Duration) {
        let micros = u64::try_from(elapsed.as_micros())
            .unwrap_or(u64::MAX)
            .min(LONGEST);
        self.buckets[bucket_of(micros)] += 1;
        self.count += 1;
        self.total_micros = self.total_micros.saturating_add(micros);
    }

    /// How many durations were counted.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their sum.
    pub fn total(&self) -> Duration {
        Duration::from_micros(self.total_micros)
    }

    /// The duration that `percent` of all do not exceed (0 to 100, nearest rank); nothing when there are none.
    pub fn percentile(&self, percent: f64) -> Option<Duration> {
        if self.count == 0 {
            return None;
        }
        let share = if percent.is_nan() {
            100.0
        } else {
            percent.clamp(0.0, 100.0)
        };
        let rank = ((share / 100.0 * self.count as f64).ceil() as u64).clamp(1, self.count);
        let mut seen = 0;
        self.buckets.iter().enumerate().find_map(|(index, held)| {
            seen += held;
            (seen >= rank).then(|| Duration::from_micros(highest_of(index)))
        })
    }

    /// How many durations lie in buckets that end at `bound` or below. One within 6.25 % of the bound may be missing.
    pub fn at_most(&self, bound: Duration) -> u64 {
        let micros = u64::try_from(bound.as_micros()).unwrap_or(u64::MAX);
        self.buckets
            .iter()
            .enumerate()
            .take_while(|(index, _)| highest_of(*index) <= micros)
            .map(|(_, held)| held)
            .sum()
    }

    /// What was counted after `earlier`, an older copy of this histogram. Where `earlier` holds more, as after a restart,
    /// it is of another history and is ignored.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let is_older = earlier.count <= self.count
            && self
                .buckets
                .iter()
                .zip(&earlier.buckets)
                .all(|(now, then)| then <= now);
        if !is_older {
            return self.clone();
        }
        Self {
            buckets: self
                .buckets
                .iter()
                .zip(&earlier.buckets)
                .map(|(now, then)| now - then)
                .collect(),
            count: self.count - earlier.count,
            total_micros: self.total_micros.saturating_sub(earlier.total_micros),
        }
    }

    /// Adds what `other` counted.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine = mine.saturating_add(*theirs);
        }
        self.count = self.count.saturating_add(other.count);
        self.total_micros = self.total_micros.saturating_add(other.total_micros);
    }
}

fn bucket_of(micros: u64) -> usize {
    if micros < PARTS {
        return micros as usize;
    }
    let exponent = micros.ilog2() - PARTS_LOG2;
    let part = (micros >> exponent) - PARTS;
    (PARTS + u64::from(exponent) * PARTS + part) as usize
}

/// The highest value that falls into a bucket.
fn highest_of(index: usize) -> u64 {
    let index = index as u64;
    if index < PARTS {
        return index;
    }
    let (exponent, part) = ((index - PARTS) / PARTS, (index - PARTS) % PARTS);
    ((PARTS + part + 1) << exponent) - 1
}

/// How a histogram is written: the buckets that hold something.
#[derive(Serialize, Deserialize)]
struct Sparse {
    buckets: Vec<(u16, u64)>,
    total_micros: u64,
}

impl From<Histogram> for Sparse {
    fn from(full: Histogram) -> Self {
        Self {
            buckets: (0_u16..)
                .zip(&full.buckets)
                .filter(|(_, held)| **held > 0)
                .map(|(index, held)| (index, *held))
                .collect(),
            total_micros: full.total_micros,
        }
    }
}

impl From<Sparse> for Histogram {
    fn from(sparse: Sparse) -> Self {
        let mut full = Self::new();
        full.total_micros = sparse.total_micros;
        for (index, held) in sparse.buckets {
            if let Some(bucket) = full.buckets.get_mut(usize::from(index)) {
                *bucket = bucket.saturating_add(held);
                full.count = full.count.saturating_add(held);
            }
        }
        full
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_value_lies_in_its_bucket_and_buckets_join() {
        let mut below = None;
        for index in 0..BUCKETS {
            let highest = highest_of(index);
            assert_eq!(bucket_of(highest), index);
            if let Some(below) = below {
                assert_eq!(bucket_of(below + 1), index);
            }
            below = Some(highest);
        }
        assert_eq!(below, Some(LONGEST));
    }

    #[test]
    fn an_empty_histogram_has_no_percentile() {
        assert_eq!(Histogram::new().percentile(95.0), None);
    }

    #[test]
    fn the_longest_and_the_shortest_are_survived() {
        let mut histogram = Histogram::new();
        histogram.record(Duration::MAX);
        histogram.record(Duration::ZERO);
        assert_eq!(histogram.percentile(0.0), Some(Duration::ZERO));
        assert_eq!(
            histogram.percentile(f64::NAN),
            Some(Duration::from_micros(LONGEST))
        );
    }

    proptest! {
        #[test]
        fn a_percentile_is_never_too_low_and_at_most_a_sixteenth_too_high(
            mut micros in prop::collection::vec(0_u64..100_000_000, 1..300),
            percent in 0.1_f64..100.0,
        ) {
            let mut histogram = Histogram::new();
            for value in &micros {
                histogram.record(Duration::from_micros(*value));
            }
            micros.sort_unstable();
            let rank = ((percent / 100.0 * micros.len() as f64).ceil() as usize).clamp(1, micros.len());
            let truth = micros[rank - 1];
            let estimate = histogram.percentile(percent).unwrap().as_micros() as u64;
            prop_assert!(truth <= estimate && estimate <= truth + truth / 16 + 1, "{truth} {estimate}");
        }

        #[test]
        fn what_came_later_is_the_difference(
            first in prop::collection::vec(0_u64..10_000_000, 0..50),
            second in prop::collection::vec(0_u64..10_000_000, 0..50),
        ) {
            let of = |values: &[u64]| {
                let mut histogram = Histogram::new();
                values.iter().for_each(|v| histogram.record(Duration::from_micros(*v)));
                histogram
            };
            let mut both = of(&first);
            both.add(&of(&second));
            prop_assert_eq!(both.since(&of(&first)), of(&second));
            let written = serde_json::to_string(&both).unwrap();
            prop_assert_eq!(serde_json::from_str::<Histogram>(&written).unwrap(), both);
        }
    }
}
