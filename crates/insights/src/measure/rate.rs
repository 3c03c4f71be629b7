use std::fmt;

use chrono::{DateTime, Utc};
use serde::Serialize;

/// Why a figure has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WhyNull {
    /// Nothing happened that the figure could be a share or a mean of.
    NothingToCount,
    /// Nothing was spent, so that no return on it exists. Not infinity, and not zero.
    NoSpend,
    /// There was spending, and nobody was won by it.
    NobodyWon,
    /// What there is is too young to be judged.
    Immature,
    /// The channel or the record cannot show it.
    NotMeasurable,
    /// Fewer than the share in question got there within the time observed.
    NotReached,
    /// The figure does not fit its type.
    OutOfRange,
}

impl WhyNull {
    /// The word, the same in JSON, CSV and tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NothingToCount => "nothing_to_count",
            Self::NoSpend => "no_spend",
            Self::NobodyWon => "nobody_won",
            Self::Immature => "immature",
            Self::NotMeasurable => "not_measurable",
            Self::NotReached => "not_reached",
            Self::OutOfRange => "out_of_range",
        }
    }

    /// For people.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NothingToCount => "nothing to count",
            Self::NoSpend => "no spend",
            Self::NobodyWon => "nobody won",
            Self::Immature => "too early",
            Self::NotMeasurable => "cannot be measured",
            Self::NotReached => "not reached",
            Self::OutOfRange => "out of range",
        }
    }
}

/// Whether there is enough to go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// At least as many as the scope asks for.
    Enough,
    /// Fewer: look at the counts, and decide nothing by the share.
    TooFew,
}

/// Hits among trials. There are never more hits than trials, because both are counted in one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    hits: u64,
    trials: u64,
}

impl Tally {
    /// Counts one trial.
    pub fn count(&mut self, hit: bool) {
        self.hits += u64::from(hit);
        self.trials += 1;
    }

    /// `hits` among `trials`; nothing when there would be more hits than trials.
    pub const fn of(hits: u64, trials: u64) -> Option<Self> {
        if hits > trials {
            return None;
        }
        Some(Self { hits, trials })
    }

    /// The sum of two. Shares are not averaged: their parts are added and divided once.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            hits: self.hits + other.hits,
            trials: self.trials + other.trials,
        }
    }

    /// How many hits.
    pub const fn hits(self) -> u64 {
        self.hits
    }

    /// How many trials.
    pub const fn trials(self) -> u64 {
        self.trials
    }

    /// The share, with no interval and no verdict; nothing when nothing was tried.
    pub(crate) fn share(self) -> Option<f64> {
        (self.trials > 0).then(|| self.hits as f64 / self.trials as f64)
    }
}

/// A share between 0 and 1, or the reason that there is none; always with its parts.
///
/// The interval is Wilson's score interval of 95 % (E. B. Wilson, JASA 22, 1927), which stays between 0 and 1 and is
/// useful for few trials and for shares near the ends.
///
/// ```
/// use careweave_insights::measure::{Rate, Tally, Verdict, WhyNull};
/// let google = Rate::new(Tally::of(12, 45).unwrap(), 30);
/// assert_eq!(google.to_string(), "26.7 % (16–41), 12 of 45");
/// assert_eq!(google.verdict(), Verdict::Enough);
///
/// let none = Rate::new(Tally::default(), 30);
/// assert_eq!(none.value(), None);
/// assert_eq!(none.why_null(), Some(WhyNull::NothingToCount));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rate {
    value: Option<f64>,
    numerator: u64,
    denominator: u64,
    why_null: Option<WhyNull>,
    low95: Option<f64>,
    high95: Option<f64>,
    n: u64,
    mature_at: Option<DateTime<Utc>>,
    verdict: Verdict,
}

impl Rate {
    /// The share of a tally; `min_n` is how many trials a verdict takes.
    pub fn new(tally: Tally, min_n: u64) -> Self {
        let interval = wilson(tally);
        Self {
            value: tally.share(),
            numerator: tally.hits,
            denominator: tally.trials,
            why_null: (tally.trials == 0).then_some(WhyNull::NothingToCount),
            low95: interval.map(|(low, _)| low),
            high95: interval.map(|(_, high)| high),
            n: tally.trials,
            mature_at: None,
            verdict: if tally.trials >= min_n {
                Verdict::Enough
            } else {
                Verdict::TooFew
            },
        }
    }

    /// No value, for a reason.
    pub fn null(why: WhyNull) -> Self {
        Self {
            why_null: Some(why),
            ..Self::new(Tally::default(), u64::MAX)
        }
    }

    /// Says that the subjects which are too young now have come of age at `at`. A share of nothing is then "too
    /// early" rather than "nothing to count".
    #[must_use]
    pub fn maturing(mut self, at: Option<DateTime<Utc>>) -> Self {
        self.mature_at = at;
        if at.is_some() && self.denominator == 0 {
            self.why_null = Some(WhyNull::Immature);
        }
        self
    }

    /// The share; percent only when printed.
    pub const fn value(&self) -> Option<f64> {
        self.value
    }

    /// The hits.
    pub const fn numerator(&self) -> u64 {
        self.numerator
    }

    /// The trials.
    pub const fn denominator(&self) -> u64 {
        self.denominator
    }

    /// Why there is no value; nothing when there is one.
    pub const fn why_null(&self) -> Option<WhyNull> {
        self.why_null
    }

    /// The lower end of the interval of 95 %.
    pub const fn low95(&self) -> Option<f64> {
        self.low95
    }

    /// The upper end.
    pub const fn high95(&self) -> Option<f64> {
        self.high95
    }

    /// When every subject of the period will be old enough; nothing when all are.
    pub const fn mature_at(&self) -> Option<DateTime<Utc>> {
        self.mature_at
    }

    /// Whether there are enough trials to go by.
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The parts.
    pub const fn tally(&self) -> Tally {
        Tally {
            hits: self.numerator,
            trials: self.denominator,
        }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match (self.value, self.low95, self.high95) {
            (Some(value), Some(low), Some(high)) => format!(
                "{:.1} % ({:.0}–{:.0}), {} of {}",
                value * 100.0,
                low * 100.0,
                high * 100.0,
                self.numerator,
                self.denominator
            ),
            _ => format!("– ({})", self.why_null.map_or("no value", WhyNull::sentence)),
        };
        f.pad(&text)
    }
}

/// The 97.5 % point of the normal distribution.
pub(crate) const Z95: f64 = 1.959_963_984_540_054;

/// Wilson's interval; nothing when nothing was tried.
pub(crate) fn wilson(tally: Tally) -> Option<(f64, f64)> {
    let p = tally.share()?;
    let n = tally.trials as f64;
    let z2 = Z95 * Z95;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z95 / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    // The exact ends are 0 and 1 there; rounding must not push them past the share itself.
    let low = if tally.hits == 0 {
        0.0
    } else {
        (centre - half).clamp(0.0, p)
    };
    let high = if tally.hits == tally.trials {
        1.0
    } else {
        (centre + half).clamp(p, 1.0)
    };
    Some((low, high))
}
