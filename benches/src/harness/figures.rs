//! Medians and spreads of a few rounds.

/// What the rounds gave, smallest first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figures(Vec<f64>);

impl Figures {
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        Self(sorted)
    }

    /// The middle; the mean of the two middle ones where their number is even; not a number where there are none.
    pub(crate) fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        match (self.0.get(middle), self.0.len() % 2) {
            (Some(value), 1) => *value,
            (Some(value), _) => (self.0[middle - 1] + value) / 2.0,
            (None, _) => f64::NAN,
        }
    }

    pub(crate) fn least(&self) -> f64 {
        self.0.first().copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn most(&self) -> f64 {
        self.0.last().copied().unwrap_or(f64::NAN)
    }
}

/// The ratio of what two had in the same rounds: the rest of the machine's work weighs on both alike.
pub(crate) fn paired(over: &[f64], under: &[f64]) -> Figures {
    Figures::of(over.iter().zip(under).map(|(a, b)| a / b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_whatever_the_order() {
        assert_eq!(Figures::of([3.0, 1.0, 2.0]).median(), 2.0);
        assert_eq!(Figures::of([4.0, 1.0, 2.0, 3.0]).median(), 2.5);
        assert!(Figures::of([]).median().is_nan());
        let figures = Figures::of([3.0, 1.0, 2.0]);
        assert_eq!((figures.least(), figures.most()), (1.0, 3.0));
    }

    #[test]
    fn a_slow_round_weighs_on_both_and_not_on_their_ratio() {
        let (ours, theirs) = ([1.0, 5.0, 1.0], [2.0, 10.0, 2.0]);
        assert_eq!(paired(&ours, &theirs).median(), 0.5);
        assert_eq!(paired(&ours, &theirs).most(), 0.5);
    }
}
